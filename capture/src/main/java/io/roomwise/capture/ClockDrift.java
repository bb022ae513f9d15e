package io.roomwise.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far a sender's clock has run away from ours since it was first heard. How long packets take is not known, but the
 * fastest ones take equally long: if the smallest difference of arrival and sender's time grows steadily, the clocks drift
 * apart. Cameras without NTP do so by seconds a day.
 *
 * <p>What the network may as well have done is left as the sender says it: what comes at once and stays (a way through another
 * access point, an encoder that takes longer in the dark) is taken for a delay.
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
    /** Half a minute at another level is no slow stretch any more. */
    private static final int LASTING = 3;
    /** As many as it takes to know a drift from the beginning of a jump. */
    private static final int STEADY = 6;
    /** Of the fastest packets; what is less than that counts as drift. */
    private static final double JUMP_NANOS = 10e6;
    /** The same in deviations from their line, whose tail is long; at three a noisy network seems to jump. */
    private static final double JUMP_DEVIATIONS = 6;
    /** In standard errors of the rates. */
    private static final double SURE = 2;

    private final List<Bucket> buckets = new ArrayList<>();
    /** The newest ones, where they lie apart from those before. */
    private final List<Bucket> apart = new ArrayList<>();

    private boolean open;
    private long begin;
    private long least;
    private RobustLine arrival = RobustLine.level(0, 0);
    private boolean fixed;
    private long base;
    private long jumped;

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
        Bucket bucket = new Bucket(begin + BUCKET_NANOS / 2, least);
        if (buckets.size() >= STEADY && Math.abs(height(bucket)) > jump()) {
            apart.add(bucket);
            if (apart.size() < LASTING) {
                return;
            }
            followJump();
        } else {
            apart.add(bucket);
        }
        apart.forEach(each -> add(each, sender));
        apart.clear();
    }

    private double height(Bucket bucket) {
        return bucket.offset() - arrival.at(bucket.rtpNanos());
    }

    private double jump() {
        return Math.max(JUMP_NANOS, JUMP_DEVIATIONS * arrival.deviation());
    }

    /** What has grown until now is drift after all. */
    private void followJump() {
        double[] heights = apart.stream().mapToDouble(this::height).toArray();
        double height = RobustLine.median(heights);
        double grown = Arrays.stream(heights).max().orElse(0)
                - Arrays.stream(heights).min().orElse(0);
        if (grown < Math.max(JUMP_NANOS / 2, Math.abs(height) / 4)) {
            long nanos = Math.round(height);
            jumped += nanos;
            arrival = arrival.raisedBy(nanos);
            buckets.replaceAll(each -> new Bucket(each.rtpNanos(), each.offset() + nanos));
        }
    }

    private void add(Bucket bucket, RobustLine sender) {
        if (buckets.size() == BUCKETS) {
            base = base(sender);
            fixed = true;
            buckets.remove(0);
        }
        buckets.add(bucket);
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
        return fixed ? base : delay(buckets.get(0).rtpNanos(), sender) - jumped;
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
        double since = withoutJumps(delay(rtpNanos, sender) - base(sender));
        double unsure = SURE
                * Math.hypot(arrival.slopeError(), sender.slopeError())
                * (rtpNanos - buckets.get(0).rtpNanos());
        return Math.abs(since) <= unsure ? 0 : Math.round(since - unsure * unsure / since);
    }

    /**
     * The least that explains it: delays that came at once may have gone slowly, and a sender whose RTP clock is set with its UTC
     * jumps against its drift.
     */
    private double withoutJumps(long since) {
        long without = since - jumped;
        if (Long.signum(since) != Long.signum(without)) {
            return 0;
        }
        return Math.abs(since) < Math.abs(without) ? since : without;
    }

    /** The sender's clock was set, or is another one's now. */
    void forget() {
        buckets.clear();
        apart.clear();
        jumped = 0;
        open = false;
        fixed = false;
    }
}
