package io.roomwise.sync;

import io.roomwise.sync.SyncStats.Quantiles;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** The last values of a measurement; one thread writes, any reads. */
final class RecentValues {
    /** 102 s of windows at 2.5 a second, and enough of them for a 99th percentile. */
    private static final int KEPT = 256;

    private final AtomicLongArray bits = new AtomicLongArray(KEPT);
    private final AtomicLong count = new AtomicLong();

    void add(double value) {
        long position = count.get();
        bits.set((int) (position % KEPT), Double.doubleToRawLongBits(value));
        count.set(position + 1);
    }

    /** By nearest rank. */
    Quantiles quantiles() {
        int size = (int) Math.min(KEPT, count.get());
        double[] sorted = new double[size];
        Arrays.setAll(sorted, i -> Double.longBitsToDouble(bits.get(i)));
        Arrays.sort(sorted);
        return new Quantiles(size, rank(sorted, 0.50), rank(sorted, 0.95), rank(sorted, 0.99));
    }

    private static double rank(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
