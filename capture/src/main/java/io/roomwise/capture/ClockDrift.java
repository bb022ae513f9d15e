package io.roomwise.capture;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far a sender's clock has run away from ours since it was first heard. How long packets take is not known, but the
 * fastest ones take equally long: if the smallest difference of arrival and sender's time grows steadily, the clocks drift
 * apart. Cameras without NTP do so by seconds a day.
 *
 * <p>What the network may as well have done is left as the sender says it.
 */
final class ClockDrift {
    private static final long BUCKET_NANOS = 10_000_000_000L;
    /** Pictures come in the order in which they are decoded. */
    private static final long SHOWN_EARLIER_NANOS = 2_000_000_000L;
    /** Five minutes, so that one slow stretch of the network is no drift. */
    private static final int BUCKETS = 30;
    /** Before there are so many, there is none. */
    private static final int ENOUGH = 3;
    /** What the fastest packets of ten seconds may differ by before anything is known of the network. */
    private static final double JITTER_NANOS = 5e6;
    /** In standard errors. */
    private static final double SURE = 2;

    private final Deque<Bucket> buckets = new ArrayDeque<>();
    private boolean open;
    private long begin;
    private long least;
    private long base;
    private RobustLine line = RobustLine.level(0, 0);

    /** @param delay smallest difference of arrival and sender's time in it */
    private record Bucket(long utcNanos, long delay) {}

    /**
     * A packet came.
     *
     * @param senderNanos UTC by the sender
     * @param arrivalNanoTime by a clock of ours that nobody sets
     */
    void onPacket(long senderNanos, long arrivalNanoTime) {
        long delay = arrivalNanoTime - senderNanos;
        if (open && senderNanos - begin < BUCKET_NANOS && senderNanos - begin > -SHOWN_EARLIER_NANOS) {
            least = Math.min(least, delay);
            return;
        }
        if (open) {
            close();
        }
        open = true;
        begin = senderNanos;
        least = delay;
    }

    private void close() {
        boolean full = buckets.size() == BUCKETS;
        if (full) {
            buckets.removeFirst();
        }
        buckets.add(new Bucket(begin + BUCKET_NANOS / 2, least));
        line = RobustLine.through(
                buckets.stream().mapToLong(Bucket::utcNanos).toArray(),
                buckets.stream().mapToLong(Bucket::delay).toArray(),
                JITTER_NANOS);
        if (!full) {
            base = line.at(buckets.getFirst().utcNanos());
        }
    }

    /** To be added to the sender's time; 0 as long as its clock keeps pace. */
    long correctionNanos(long senderNanos) {
        if (buckets.size() < ENOUGH) {
            return 0;
        }
        double since = line.at(senderNanos) - base;
        double unsure = SURE * line.deviation() / Math.sqrt(buckets.size());
        return Math.round(Math.signum(since) * Math.max(0, Math.abs(since) - unsure));
    }

    /** The sender's clock was set, or is another one's now. */
    void forget() {
        buckets.clear();
        open = false;
    }
}
