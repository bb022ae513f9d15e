package io.roomwise.benchmarks;

import io.roomwise.capture.virtual.Scene;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/** A bright bar that swings over a gradient, and a tone. */
final class Pendulum implements Scene {
    private static final int TONE_HZ = 440;
    private static final long SECOND = 1_000_000_000L;

    @Override
    public int width() {
        return 640;
    }

    @Override
    public int height() {
        return 360;
    }

    @Override
    public double framesPerSecond() {
        return 10;
    }

    @Override
    public int sampleRateHz() {
        return 16_000;
    }

    @Override
    public void paint(long utcNanos, ByteBuffer rgb) {
        double phase = 2 * Math.PI * Math.floorMod(utcNanos, 4 * SECOND) / (4.0 * SECOND);
        int bar = (int) (width() / 2.0 * (1 + 0.9 * Math.sin(phase)));
        for (int y = 0; y < height(); y++) {
            for (int x = 0; x < width(); x++) {
                byte value = (byte) (Math.abs(x - bar) < 20 ? 230 : x / 5 + y / 10);
                rgb.put(value).put(value).put(value);
            }
        }
    }

    @Override
    public void listen(long utcNanos, ShortBuffer samples) {
        for (long i = 0; samples.hasRemaining(); i++) {
            double seconds = Math.floorMod(utcNanos + i * SECOND / sampleRateHz(), SECOND) / 1e9;
            samples.put((short) (8_000 * Math.sin(2 * Math.PI * TONE_HZ * seconds)));
        }
    }
}
