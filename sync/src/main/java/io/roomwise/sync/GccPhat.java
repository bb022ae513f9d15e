package io.roomwise.sync;

import io.roomwise.capture.FrameSink;
import java.util.Arrays;

/**
 * By how much one microphone hears later than another: the generalized cross-correlation with phase transform (Knapp and
 * Carter, "The generalized method for estimation of time delay", 1976).
 *
 * <pre>
 *  r(lag) = inverse transform of  A(f) B*(f) / |A(f) B*(f)|     300 Hz <= f <= 3600 Hz
 * </pre>
 *
 * <p>Only phases count, so neither gain nor filter of a microphone matters; the band is what telephone quality leaves. In
 * a room with echo the direct sound is not the highest peak of r, but its surroundings have the most energy: the lag is
 * sought there. One object serves all rooms; runs on thread sync only.
 */
final class GccPhat {
    /** Samples of a stretch: 2.05 s, a phrase or a handful of steps. */
    static final int STRETCH = 1 << 15;
    /** Enough zeros follow a stretch that its end never meets the other one's beginning. */
    static final int PADDED = 2 * STRETCH;
    /** Half of what two stretches share at the most; clocks that are wrong by more show it in hours. */
    static final int MOST_LAG_MILLIS = 1_000;

    private static final int LOWEST_BIN = binOf(300);
    private static final int HIGHEST_BIN = binOf(3_600);
    /** All that the band can tell; sound goes 4 cm in one. */
    private static final int LAGS_PER_MILLI = 8;

    private static final int MOST_LAG = MOST_LAG_MILLIS * LAGS_PER_MILLI;
    /** Reflections with a detour of up to 3.4 m belong to the same peak. */
    private static final int POOL = 10 * LAGS_PER_MILLI;
    /** What is nearer to the peak than this is its own echo and no rival. */
    private static final int ECHO = 35 * LAGS_PER_MILLI;

    /** Of the energy; beeps of an alarm reach 0.8 to 1, phrases, steps and claps of people less than 0.5. */
    private static final double REPEATED = 0.6;

    private final RealFft fft = new RealFft(PADDED);
    private final RealFft lagFft = new RealFft(PADDED * LAGS_PER_MILLI * 1_000 / FrameSink.SAMPLE_RATE_HZ);
    private final float[] correlation = new float[lagFft.length()];
    /** Sums of r squared, from the lowest lag on. */
    private final double[] energyBefore = new double[2 * (MOST_LAG + POOL) + 2];

    private int lag;
    private double lead;

    private static int binOf(int hertz) {
        return (int) ((long) hertz * PADDED / FrameSink.SAMPLE_RATE_HZ);
    }

    /**
     * Makes a spectrum of a stretch, in its place.
     *
     * @param padded {@link #PADDED} samples, the second half zero
     */
    void transform(float[] padded) {
        fft.forward(padded);
    }

    /**
     * Whether a sound comes again and again in its stretch, as alarms and telephones do: the lag may then be a period more
     * or less, and whitened spectra do not show that. Judged by the autocorrelation.
     */
    boolean repeatsItself(float[] spectrum) {
        Arrays.fill(correlation, 0);
        for (int bin = LOWEST_BIN; bin <= HIGHEST_BIN; bin++) {
            float re = spectrum[2 * bin];
            float im = spectrum[2 * bin + 1];
            correlation[2 * bin] = re * re + im * im;
        }
        lagFft.inverse(correlation);
        for (int later = ECHO; later <= MOST_LAG; later++) {
            if (correlation[later] > REPEATED * overlap(later) * correlation[0]) {
                return true;
            }
        }
        return false;
    }

    /** Compares two spectra; the results are valid until the next call. */
    void correlate(float[] first, float[] second) {
        whiten(first, second);
        lagFft.inverse(correlation);
        for (int i = 1; i < energyBefore.length; i++) {
            double r = at(i - 1 - MOST_LAG - POOL);
            energyBefore[i] = energyBefore[i - 1] + r * r;
        }
        int peak = 0;
        double sum = 0;
        for (int candidate = -MOST_LAG; candidate <= MOST_LAG; candidate++) {
            peak = energy(candidate) > energy(peak) ? candidate : peak;
            sum += energy(candidate) / overlap(candidate);
        }
        lead = leadOf(peak, sum / (2 * MOST_LAG + 1));
        lag = peak - POOL;
        for (int near = peak - POOL; near <= peak + POOL; near++) {
            lag = at(near) > at(lag) ? near : lag;
        }
    }

    /** @param noise mean energy, as if the stretches overlapped completely */
    private double leadOf(int peak, double noise) {
        double rival = 0;
        for (int candidate = -MOST_LAG; candidate <= MOST_LAG; candidate++) {
            if (Math.abs(candidate - peak) > ECHO) {
                rival = Math.max(rival, excess(candidate, noise));
            }
        }
        double best = excess(peak, noise);
        return best > 0 ? best / rival : 0;
    }

    /** Energy that is more than noise, as if the stretches overlapped completely. */
    private double excess(int middle, double noise) {
        return (energy(middle) / overlap(middle) - noise) / overlap(middle);
    }

    /** Share of the stretches that meets at this lag. */
    private static double overlap(int where) {
        return 1 - Math.abs(where) / (double) (STRETCH * LAGS_PER_MILLI * 1_000 / FrameSink.SAMPLE_RATE_HZ);
    }

    /** How much later the first heard what the second heard, to an eighth of a millisecond. */
    double lagMillis() {
        return lag / (double) LAGS_PER_MILLI;
    }

    /** Energy around the lag over that around the best other one, both above noise, up to infinity; 0 after silence. */
    double lead() {
        return lead;
    }

    private void whiten(float[] first, float[] second) {
        Arrays.fill(correlation, 0);
        for (int bin = LOWEST_BIN; bin <= HIGHEST_BIN; bin++) {
            int re = 2 * bin;
            int im = re + 1;
            float crossRe = first[re] * second[re] + first[im] * second[im];
            float crossIm = first[im] * second[re] - first[re] * second[im];
            float magnitude = (float) Math.sqrt(crossRe * crossRe + crossIm * crossIm);
            if (magnitude > 0) {
                correlation[re] = crossRe / magnitude;
                correlation[im] = crossIm / magnitude;
            }
        }
    }

    /** A microphone may be wired either way, so the sign says nothing. */
    private float at(int where) {
        return Math.abs(correlation[Math.floorMod(where, correlation.length)]);
    }

    private double energy(int middle) {
        int from = middle + MOST_LAG;
        return energyBefore[from + 2 * POOL + 1] - energyBefore[from];
    }
}
