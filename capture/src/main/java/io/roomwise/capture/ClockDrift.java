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
    /** In standard errors of the rates. */
    private static final double SURE = 2;

    private final Deque<Bucket> buckets = new ArrayDeque<>();
    private boolean open;
    private long begin;
    private long least;
    private RobustLine arrival = RobustLine.level(0, 0);
    private boolean fixed;
    private long base;

    /**
     * Ten seconds.
     *
     * @param rtpNanos its middle on the sender's RTP clock
     * @param offset smallest difference of arrival and RTP clock in it
     */
    private record Bucket(long rtpNanos, long offset) {}

    /**
     * A packet came.
     *
     * @param rtpNanos position on the sender's RTP clock
     * @param arrivalNanoTime by a clock of ours that nobody sets
     * @param sender line of the sender's UTC minus the RTP clock
     */
    void onPacket(long rtpNanos, long arrivalNanoTime, RobustLine sender) {
        long offset = arrivalNanoTime - rtpNanos;
        if (open && rtpNanos - begin < BUCKET_NANOS && rtpNanos - begin > -SHOWN_EARLIER_NANOS) {
            least = Math.min(least, offset);
            return;
        }
        if (open) {
            close(sender);
        }
        open = true;
        begin = rtpNanos;
        least = offset;
    }

    private void close(RobustLine sender) {
        if (buckets.size() == BUCKETS) {
            base = base(sender);
            fixed = true;
            buckets.removeFirst();
        }
        buckets.add(new Bucket(begin + BUCKET_NANOS / 2, least));
        arrival = RobustLine.through(
                buckets.stream().mapToLong(Bucket::rtpNanos).toArray(),
                buckets.stream().mapToLong(Bucket::offset).toArray(),
                JITTER_NANOS);
    }

    /**
     * Delay when the sender was first heard. As long as that is remembered, both lines of today tell it: what reports were
     * misunderstood by then is no drift.
     */
    private long base(RobustLine sender) {
        return fixed ? base : delay(buckets.getFirst().rtpNanos(), sender);
    }

    private long delay(long rtpNanos, RobustLine sender) {
        return arrival.at(rtpNanos) - sender.at(rtpNanos);
    }

    /**
     * To be added to the sender's time; 0 as long as its clock keeps pace.
     *
     * @param rtpNanos position on the sender's RTP clock
     * @param sender line of the sender's UTC minus the RTP clock
     */
    long correctionNanos(long rtpNanos, RobustLine sender) {
        if (buckets.size() < ENOUGH) {
            return 0;
        }
        double since = delay(rtpNanos, sender) - base(sender);
        double unsure = SURE
                * Math.hypot(arrival.slopeError(), sender.slopeError())
                * (rtpNanos - buckets.getFirst().rtpNanos());
        return Math.abs(since) <= unsure ? 0 : Math.round(since - unsure * unsure / since);
    }

    /** The sender's clock was set, or is another one's now. */
    void forget() {
        buckets.clear();
        open = false;
        fixed = false;
    }
}
