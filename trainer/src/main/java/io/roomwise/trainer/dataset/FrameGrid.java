package io.roomwise.trainer.dataset;

import java.util.random.RandomGenerator;

/**
 * The grid of MultiSensor-Home: frames of a clip at the rate that networks see, and which of them a sample takes. Halves
 * are rounded to even, as the data set's own tools do.
 *
 * @param framesPerSecond of the grid
 */
public record FrameGrid(double framesPerSecond) {
    public FrameGrid {
        if (!(framesPerSecond > 0)) {
            throw new IllegalArgumentException("frames per second must be above 0, were " + framesPerSecond);
        }
    }

    /** Every so many frames of a video there is one of the grid; at least 1. */
    public int interval(double videoFramesPerSecond) {
        return Math.max(1, (int) Math.rint(videoFramesPerSecond / framesPerSecond));
    }

    /** Frames of the grid in a video of so many frames. */
    public int length(int videoFrames, double videoFramesPerSecond) {
        int interval = interval(videoFramesPerSecond);
        return (videoFrames + interval - 1) / interval;
    }

    /** The row of a time; beyond a clip's end for times that are. */
    public int row(double seconds) {
        return (int) Math.rint(seconds * framesPerSecond);
    }

    /** Evenly over a clip of that length; rows repeat where there are fewer than are wanted. */
    public static int[] uniform(int length, int samples) {
        int[] rows = new int[samples];
        for (int i = 0; i < samples; i++) {
            rows[i] = evenly(i, length, samples);
        }
        return rows;
    }

    /** Each row is drawn from where its even place is to where the next one is, both included; rows never go back. */
    public static int[] perturbed(int length, int samples, RandomGenerator random) {
        int[] rows = new int[samples];
        for (int i = 0; i < samples; i++) {
            int from = evenly(i, length, samples);
            int to = i + 1 < samples ? evenly(i + 1, length, samples) : length - 1;
            rows[i] = random.nextInt(from, to + 1);
        }
        return rows;
    }

    private static int evenly(int i, int length, int samples) {
        return Math.toIntExact((long) i * length / samples);
    }
}
