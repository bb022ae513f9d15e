package io.roomwise.agent.process;

import io.roomwise.capture.virtual.Scene;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/** A dull room. */
record Grey(int sampleRateHz) implements Scene {
    @Override
    public int width() {
        return 64;
    }

    @Override
    public int height() {
        return 64;
    }

    @Override
    public double framesPerSecond() {
        return 10;
    }

    @Override
    public void paint(long utcNanos, ByteBuffer rgb) {
        byte grey = (byte) (100 + utcNanos / 100_000_000 % 50);
        for (int i = 0; i < rgb.capacity(); i++) {
            rgb.put(i, grey);
        }
    }

    @Override
    public void listen(long utcNanos, ShortBuffer samples) {}
}
