package io.roomwise.capture;

import java.nio.ShortBuffer;

/** How loud sound is, in decibels of full scale (0 dBFS is a square wave at the limits). */
final class SoundMeter {
    /** Below the smallest step of 16 bits: digital silence. */
    static final double SILENCE_DBFS = -96;

    private static final double FULL_SCALE = 32_768;

    private double squares;
    private long count;
    private int peak;

    /** @param samples remaining samples are taken */
    void onSound(ShortBuffer samples) {
        while (samples.hasRemaining()) {
            var sample = Math.abs(samples.get());
            peak = Math.max(peak, sample);
            squares += (double) sample * sample;
            count++;
        }
    }

    /** Root mean square of all samples. */
    double levelDbfs() {
        return count == 0 ? SILENCE_DBFS : decibels(Math.sqrt(squares / count));
    }

    double peakDbfs() {
        return decibels(peak);
    }

    private static double decibels(double amplitude) {
        return Math.max(SILENCE_DBFS, 20 * Math.log10(amplitude / FULL_SCALE));
    }
}
