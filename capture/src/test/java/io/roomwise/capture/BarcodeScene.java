package io.roomwise.capture;

import io.roomwise.capture.virtual.Scene;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.OptionalLong;

/** Shows its capture time in microseconds as a bar code of 64 bits, and beeps for the first 100 ms of every second. */
final class BarcodeScene implements Scene {
    static final long BEEP_NANOS = 100_000_000L;
    private static final int COLUMNS = 16;
    private static final int ROWS = 5;
    private static final long SECOND = 1_000_000_000L;

    private final int width;
    private final int height;
    private final double framesPerSecond;
    private final int sampleRateHz;

    BarcodeScene(int width, int height, double framesPerSecond, int sampleRateHz) {
        this.width = width;
        this.height = height;
        this.framesPerSecond = framesPerSecond;
        this.sampleRateHz = sampleRateHz;
    }

    /** 320x240 at 10 fps. */
    static BarcodeScene withSound(int sampleRateHz) {
        return new BarcodeScene(320, 240, 10, sampleRateHz);
    }

    static BarcodeScene silent() {
        return withSound(0);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public double framesPerSecond() {
        return framesPerSecond;
    }

    @Override
    public int sampleRateHz() {
        return sampleRateHz;
    }

    @Override
    public void paint(long utcNanos, ByteBuffer rgb) {
        var micros = utcNanos / 1000;
        for (var y = 0; y < height; y++) {
            for (var x = 0; x < width; x++) {
                var row = y * ROWS / height;
                var column = x * COLUMNS / width;
                var bit = (row < 4 ? micros >> (row * COLUMNS) : check(micros)) >> column & 1;
                var value = (byte) (bit == 1 ? 220 : 30);
                rgb.put(value).put(value).put(value);
            }
        }
    }

    /** The last row, of all bits: where pictures were lost, some bits of an old time stay, in each row. */
    private static long check(long micros) {
        return (micros * 0x9E37_79B9_7F4A_7C15L) >>> 48;
    }

    /** The time in nanoseconds that a picture shows, of whatever size; empty if it is damaged. */
    static OptionalLong read(Picture picture) {
        var micros = 0L;
        var check = 0L;
        for (var row = 0; row < ROWS; row++) {
            for (var column = 0; column < COLUMNS; column++) {
                var x = (2 * column + 1) * picture.width() / (2 * COLUMNS);
                var y = (2 * row + 1) * picture.height() / (2 * ROWS);
                var bit = (picture.rgb().get(3 * (y * picture.width() + x)) & 0xff) > 125 ? 1L : 0L;
                if (row < 4) {
                    micros |= bit << (row * COLUMNS + column);
                } else {
                    check |= bit << column;
                }
            }
        }
        return check == check(micros) ? OptionalLong.of(micros * 1000) : OptionalLong.empty();
    }

    @Override
    public void listen(long utcNanos, ShortBuffer samples) {
        for (var i = 0L; samples.hasRemaining(); i++) {
            var inSecond = Math.floorMod(utcNanos + i * SECOND / sampleRateHz, SECOND);
            samples.put(inSecond < BEEP_NANOS ? (short) (12_000 * Math.cos(2 * Math.PI * 1000 * inSecond / 1e9)) : 0);
        }
    }
}
