package io.roomwise.sync.recording;

import io.roomwise.capture.virtual.Scene;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/** Moving stripes and a humming room, 160x120 at 10 fps. */
public final class Stripes implements Scene {
    private final int sampleRateHz;

    /** @param sampleRateHz 0 for none */
    public Stripes(int sampleRateHz) {
        this.sampleRateHz = sampleRateHz;
    }

    @Override
    public int width() {
        return 160;
    }

    @Override
    public int height() {
        return 120;
    }

    @Override
    public double framesPerSecond() {
        return 10;
    }

    @Override
    public int sampleRateHz() {
        return sampleRateHz;
    }

    @Override
    public void paint(long utcNanos, ByteBuffer rgb) {
        int phase = (int) (utcNanos / 20_000_000 % 64);
        for (int y = 0; y < height(); y++) {
            for (int x = 0; x < width(); x++) {
                int value = y < 60 ? 90 : (x + phase) * 4 & 255;
                rgb.put((byte) value).put((byte) (255 - value)).put((byte) (y * 2));
            }
        }
    }

    @Override
    public void listen(long utcNanos, ShortBuffer samples) {
        for (long i = 0; samples.hasRemaining(); i++) {
            double seconds = utcNanos % 1_000_000_000 / 1e9 + i / (double) sampleRateHz;
            samples.put((short) (3_000 * Math.sin(2 * Math.PI * 200 * seconds)));
        }
    }
}
