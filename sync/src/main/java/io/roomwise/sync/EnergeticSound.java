package io.roomwise.sync;

import io.roomwise.capture.FrameSink;
import java.util.Arrays;

/**
 * Keeps of a stretch of sound what stands out: claps, steps, doors, speech. What is there all the time, such as hum, a fan
 * or the noise of the microphone itself, tells no time. Runs on thread sync only.
 */
final class EnergeticSound {
    /** 16 ms at 16 kHz: shorter than a syllable, longer than a period of a voice. */
    static final int BLOCK = 256;

    /** A talker still pauses in a tenth of four seconds; what is lower is the floor. */
    private static final double FLOOR_SHARE = 0.1;
    /** 6 dB; the power of a block of noise differs from its mean by 1 dB. */
    private static final float ABOVE_FLOOR = 4;
    /** Mean square of what is never energetic: 10 steps of 65,536, where microphones only hear themselves. */
    private static final float SILENCE = 100;
    /** 64 ms: a clap with the first of its echo. */
    private static final int ENOUGH_BLOCKS = 4;

    /** Band-pass of second order, gain 1 in the middle; twice, it takes 40 dB from hum of 50 Hz. */
    private static final double MIDDLE_HZ = 1_000;

    private static final double QUALITY = 0.5;

    private final float[] power;
    private final float[] sorted;

    /** @param length of the stretches, a multiple of {@link #BLOCK} */
    EnergeticSound(int length) {
        power = new float[length / BLOCK];
        sorted = new float[power.length];
    }

    /**
     * Silences what does not stand out.
     *
     * @param sound begins with the stretch; what follows is left as it is
     * @return whether enough is left
     */
    boolean keep(float[] sound) {
        int length = power.length * BLOCK;
        bandPass(sound, length);
        bandPass(sound, length);
        for (int block = 0; block < power.length; block++) {
            power[block] = meanSquare(sound, block * BLOCK);
        }
        System.arraycopy(power, 0, sorted, 0, power.length);
        Arrays.sort(sorted);
        float limit = Math.max(SILENCE, ABOVE_FLOOR * sorted[(int) (FLOOR_SHARE * sorted.length)]);
        int loud = 0;
        for (int block = 0; block < power.length; block++) {
            if (power[block] > limit) {
                loud++;
            } else if (!standsOut(block - 1, limit) && !standsOut(block + 1, limit)) {
                Arrays.fill(sound, block * BLOCK, (block + 1) * BLOCK, 0);
            }
        }
        return loud >= ENOUGH_BLOCKS;
    }

    /** By the bilinear transform, direct form 1. */
    private static void bandPass(float[] sound, int length) {
        double angle = 2 * Math.PI * MIDDLE_HZ / FrameSink.SAMPLE_RATE_HZ;
        double alpha = Math.sin(angle) / (2 * QUALITY);
        float gain = (float) (alpha / (1 + alpha));
        float back1 = (float) (2 * Math.cos(angle) / (1 + alpha));
        float back2 = (float) ((alpha - 1) / (1 + alpha));
        float in1 = sound[0];
        float in2 = sound[0];
        float out1 = 0;
        float out2 = 0;
        for (int i = 0; i < length; i++) {
            float in = sound[i];
            float out = gain * (in - in2) + back1 * out1 + back2 * out2;
            in2 = in1;
            in1 = in;
            out2 = out1;
            out1 = out;
            sound[i] = out;
        }
    }

    private boolean standsOut(int block, float limit) {
        return block >= 0 && block < power.length && power[block] > limit;
    }

    private static float meanSquare(float[] sound, int from) {
        float sum = 0;
        for (int i = from; i < from + BLOCK; i++) {
            sum += sound[i] * sound[i];
        }
        return sum / BLOCK;
    }
}
