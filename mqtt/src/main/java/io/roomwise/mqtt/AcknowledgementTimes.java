package io.roomwise.mqtt;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/** From capture to acknowledgement, of the newest events. Written by thread {@code mqtt-out}, read by any. */
final class AcknowledgementTimes {
    private static final int KEPT = 1024;

    private final AtomicLongArray nanos = new AtomicLongArray(KEPT);
    private volatile long count;

    void add(long elapsedNanos) {
        long n = count;
        nanos.set((int) (n % KEPT), elapsedNanos);
        count = n + 1;
    }

    /** Percentiles by nearest rank. */
    MqttStats.Latency latency() {
        int n = (int) Math.min(count, KEPT);
        var sorted = new long[n];
        for (int i = 0; i < n; i++) {
            sorted[i] = nanos.get(i);
        }
        Arrays.sort(sorted);
        return new MqttStats.Latency(n, percentile(sorted, 50), percentile(sorted, 95), percentile(sorted, 99));
    }

    private static double percentile(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[rank - 1] / 1e6;
    }
}
