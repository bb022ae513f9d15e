package io.roomwise.capture;

import static org.assertj.core.api.Assertions.fail;

import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Remembers what was offered, for any number of streams, and lets a test wait for it. */
final class RecordingSink implements FrameSink {
    private static final long PATIENCE_MILLIS = 20_000;
    private static final int AUDIBLE = 3000;
    private static final int QUIET_SAMPLES = SAMPLE_RATE_HZ / 4;

    /** @param shown the time that the bar code shows */
    record Seen(StreamId stream, FrameTime time, int width, int height, OptionalLong shown) {
        double errorMillis() {
            return (time.captureUtcNanos() - shown.orElseThrow()) / 1e6;
        }
    }

    /** @param captureUtcNanos of the beep's first loud sample */
    record Beep(StreamId stream, FrameTime time, long captureUtcNanos) {
        /** Beeps begin with a full second. */
        double errorMillis() {
            var rest = Math.floorMod(captureUtcNanos, 1_000_000_000L) / 1e6;
            return rest > 500 ? rest - 1000 : rest;
        }
    }

    private final List<Seen> pictures = new ArrayList<>();
    private final List<Beep> beeps = new ArrayList<>();
    private long samples;
    private long soundEndUtcNanos;
    private long longestHoleNanos;
    private int quiet;
    private volatile boolean full;

    void full(boolean isFull) {
        full = isFull;
    }

    @Override
    public synchronized boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
        if (full) {
            return false;
        }
        pictures.add(new Seen(stream, time, picture.width(), picture.height(), BarcodeScene.read(picture)));
        notifyAll();
        return true;
    }

    @Override
    public synchronized boolean offerSound(StreamId stream, FrameTime time, ShortBuffer sound) {
        if (full) {
            return false;
        }
        if (samples > 0) {
            longestHoleNanos = Math.max(longestHoleNanos, time.captureUtcNanos() - soundEndUtcNanos);
        }
        soundEndUtcNanos = time.captureUtcNanos() + sound.remaining() * 1_000_000_000L / SAMPLE_RATE_HZ;
        for (var i = 0; sound.hasRemaining(); i++) {
            if (Math.abs(sound.get()) > AUDIBLE) {
                if (quiet > QUIET_SAMPLES) {
                    beeps.add(new Beep(stream, time, time.captureUtcNanos() + i * 1_000_000_000L / SAMPLE_RATE_HZ));
                }
                quiet = 0;
            } else {
                quiet++;
            }
            samples++;
        }
        notifyAll();
        return true;
    }

    synchronized List<Seen> pictures() {
        return List.copyOf(pictures);
    }

    synchronized List<Beep> beeps() {
        return List.copyOf(beeps);
    }

    /** In the sound of one stream, by its time stamps. */
    synchronized double longestHoleMillis() {
        return longestHoleNanos / 1e6;
    }

    synchronized long samples() {
        return samples;
    }

    synchronized void clear() {
        pictures.clear();
        beeps.clear();
    }

    /** Waits until it is so. */
    synchronized void await(String what, Predicate<RecordingSink> condition) {
        var end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!condition.test(this)) {
            var left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                fail("waited in vain for " + what + "; pictures " + pictures.size() + ", samples " + samples);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    void awaitPictures(int count) {
        await(count + " pictures", sink -> sink.pictures().size() >= count);
    }
}
