package io.roomwise.sync;

import io.roomwise.capture.Picture;
import io.roomwise.capture.virtual.Scene;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.OptionalLong;

/**
 * A room as one of its cameras sees and hears it, some time ago: the time in milliseconds as a bar code of 64 bits, and a
 * recording that began at a given time. A camera that holds everything back for so long has no other way to say so.
 */
final class ClockRoom implements Scene {
    private static final int SIDE = 8;
    private static final int WIDTH = 128;
    private static final int TIME_BITS = 48;
    private static final long MILLI = 1_000_000;

    private final short[] sound;
    private final long beginUtcNanos;
    private final long heldBackNanos;

    /** @param sound 16 kHz; begins anew after its end */
    ClockRoom(short[] sound, long beginUtcNanos, long heldBackNanos) {
        this.sound = sound;
        this.beginUtcNanos = beginUtcNanos;
        this.heldBackNanos = heldBackNanos;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int height() {
        return WIDTH;
    }

    @Override
    public double framesPerSecond() {
        return 10;
    }

    @Override
    public int sampleRateHz() {
        return RoomSound.RATE;
    }

    @Override
    public void paint(long utcNanos, ByteBuffer rgb) {
        long code = code((utcNanos - heldBackNanos) / MILLI);
        for (int y = 0; y < WIDTH; y++) {
            for (int x = 0; x < WIDTH; x++) {
                long bit = (code >>> (y * SIDE / WIDTH * SIDE + x * SIDE / WIDTH)) & 1;
                byte value = (byte) (bit == 1 ? 220 : 30);
                rgb.put(value).put(value).put(value);
            }
        }
    }

    /** The last 16 bits are of all others, so that torn pictures are not read. */
    private static long code(long millis) {
        long time = millis & ((1L << TIME_BITS) - 1);
        long check = (time * 0x9E37_79B9_7F4A_7C15L) >>> TIME_BITS;
        return time | (check << TIME_BITS);
    }

    /** When what a picture shows happened, UTC nanoseconds; empty if it is damaged. */
    static OptionalLong read(Picture picture) {
        long code = 0;
        for (int cell = 0; cell < SIDE * SIDE; cell++) {
            int x = (2 * (cell % SIDE) + 1) * picture.width() / (2 * SIDE);
            int y = (2 * (cell / SIDE) + 1) * picture.height() / (2 * SIDE);
            long bit = (picture.rgb().get(3 * (y * picture.width() + x)) & 0xff) > 125 ? 1 : 0;
            code |= bit << cell;
        }
        long millis = code & ((1L << TIME_BITS) - 1);
        return code(millis) == code ? OptionalLong.of(millis * MILLI) : OptionalLong.empty();
    }

    @Override
    public void listen(long utcNanos, ShortBuffer samples) {
        long first = (utcNanos - heldBackNanos - beginUtcNanos) * RoomSound.RATE / 1_000_000_000L;
        for (long sample = first; samples.hasRemaining(); sample++) {
            samples.put(sound[(int) Math.floorMod(sample, (long) sound.length)]);
        }
    }
}
