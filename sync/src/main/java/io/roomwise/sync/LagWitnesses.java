package io.roomwise.sync;

import io.roomwise.capture.FrameSink;
import java.util.Arrays;

/**
 * What the last sounds said of two microphones. One sound is no evidence: echoes, two talkers at once, and sounds that only
 * one of the microphones heard give wrong lags, but a different one each time. Five of up to seven lags of unrelated speech
 * and claps fell within 15 ms of their median about once in 70,000 times, drawn from 250 such lags. Runs on thread sync only.
 */
final class LagWitnesses {
    private static final int MOST = 20;
    private static final int ENOUGH = 5;
    private static final double SHARE = 2 / 3.0;
    /** Talkers at either end of a room of 5 m. */
    private static final double SAME_MILLIS = 15;
    /** Five minutes: streams by arrival are not delayed equally for ever. */
    private static final long VALID_SAMPLES = 300L * FrameSink.SAMPLE_RATE_HZ;
    /** Standard deviations in a median absolute deviation of normal errors. */
    private static final double SIGMAS = 1.4826;

    private final double[] lags = new double[MOST];
    private final long[] times = new long[MOST];
    private int count;
    private int agreeing;
    private double lagMillis;
    private double variance;

    /** @param sample when it was heard */
    void add(double lag, long sample) {
        if (count == MOST) {
            removeFirst();
        }
        lags[count] = lag;
        times[count] = sample;
        count++;
        judge();
    }

    /** Forgets what is too long ago. */
    void passTo(long sample) {
        if (count > 0 && sample - times[0] > VALID_SAMPLES) {
            removeFirst();
            judge();
        }
    }

    void forget() {
        count = 0;
        agreeing = 0;
    }

    private void removeFirst() {
        count--;
        System.arraycopy(lags, 1, lags, 0, count);
        System.arraycopy(times, 1, times, 0, count);
    }

    private void judge() {
        double middle = median(Arrays.stream(lags, 0, count).toArray());
        double[] same = Arrays.stream(lags, 0, count)
                .filter(lag -> Math.abs(lag - middle) <= SAME_MILLIS)
                .toArray();
        agreeing = same.length;
        lagMillis = median(same);
        double spread = SIGMAS
                * median(Arrays.stream(same)
                        .map(lag -> Math.abs(lag - lagMillis))
                        .toArray());
        variance = spread * spread / Math.max(1, agreeing);
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            return 0;
        }
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    boolean agree() {
        return agreeing >= ENOUGH && agreeing >= SHARE * count;
    }

    /** How much later the first microphone is, if they agree. */
    double lagMillis() {
        return lagMillis;
    }

    /** Of {@link #lagMillis}, square milliseconds. */
    double variance() {
        return variance;
    }

    /** Those that say so. */
    int agreeing() {
        return agreeing;
    }

    /** Those that were asked. */
    int heard() {
        return count;
    }
}
