package io.roomwise.inference;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Durations since the start, by their logarithm: 16 buckets for each power of two, so that a percentile is at most 6 %
 * too high. Written by one thread, read by any; what is read may miss a duration that is just being added.
 */
final class LatencyHistogram {
    private static final int FINE_BITS = 4;
    private static final int FINE = 1 << FINE_BITS;

    private final AtomicLongArray buckets = new AtomicLongArray(64 * FINE);
    private final AtomicLong longest = new AtomicLong();

    /** @param nanos negative ones (the clock was set back) count as 0 */
    void add(long nanos) {
        long duration = Math.max(0, nanos);
        buckets.incrementAndGet(bucket(duration));
        longest.accumulateAndGet(duration, Math::max);
    }

    Latency snapshot() {
        long[] counts = new long[buckets.length()];
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = buckets.get(i);
            total += counts[i];
        }
        return new Latency(
                total,
                percentile(counts, total, 0.50),
                percentile(counts, total, 0.95),
                percentile(counts, total, 0.99),
                longest.get() / 1e6);
    }

    private double percentile(long[] counts, long total, double share) {
        long rank = (long) Math.ceil(share * total);
        long passed = 0;
        for (int i = 0; i < counts.length; i++) {
            passed += counts[i];
            if (passed >= rank && passed > 0) {
                return Math.min(upperEdge(i), longest.get()) / 1e6;
            }
        }
        return 0;
    }

    /** Below 16 one bucket for each value; then the position of the highest bit and the four bits after it. */
    private static int bucket(long value) {
        if (value < FINE) {
            return (int) value;
        }
        int shift = 63 - Long.numberOfLeadingZeros(value) - FINE_BITS;
        return (shift + 1) * FINE + (int) (value >> shift) - FINE;
    }

    private static long upperEdge(int bucket) {
        if (bucket < FINE) {
            return bucket;
        }
        int shift = bucket / FINE - 1;
        return ((bucket % FINE + FINE + 1L) << shift) - 1;
    }
}
