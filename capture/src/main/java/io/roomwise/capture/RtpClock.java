package io.roomwise.capture;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Capture times of one RTP stream: the sender's clock if it says what time it is and that is believable, else arrival. */
final class RtpClock implements StreamClock {
    /** RTP time against arrival: beyond any network delay, so the sender started a new RTP clock. */
    private static final long BROKEN_NANOS = 60_000_000_000L;

    /** A sender that was not believed must come this much closer than the limit: no flapping at the edge. */
    private static final double CLOSER = 0.8;

    private final MediaTime unit;
    private final boolean sideDataIsOnePacketLate;
    private final long maxOffsetNanos;
    private final long correctionNanos;
    private final RtpTimeline timeline;
    private final SenderClock sender = new SenderClock();
    private final ArrivalClock arrival = new ArrivalClock();
    private @Nullable PacketTimes before;
    private @Nullable SenderReport latestReport;
    private long latestRtpNanos;
    private long latestArrival;
    private long offsetNanos;

    /** What was wrong when the sender ceased to be believed; empty as long as it is. */
    private Optional<String> fault = Optional.empty();

    /**
     * @param sideDataIsOnePacketLate FFmpeg's parser puts the side data of the packet that completes a picture, which is the
     *     first one of the next picture, on the completed one: so it is for H.264 and other parsed codecs
     * @param correctionNanos added to every capture time
     */
    RtpClock(MediaTime unit, boolean sideDataIsOnePacketLate, Duration maxOffset, long correctionNanos) {
        this.unit = unit;
        this.sideDataIsOnePacketLate = sideDataIsOnePacketLate;
        this.maxOffsetNanos = maxOffset.toNanos();
        this.correctionNanos = correctionNanos;
        timeline = new RtpTimeline(unit);
    }

    @Override
    public @Nullable FrameTime timeOf(PacketTimes packet) {
        var carrier = sideDataIsOnePacketLate ? before : packet;
        before = packet;
        if (packet.pts() == PacketTimes.NONE) {
            return null;
        }
        var reference = carrier == null ? PacketTimes.NONE : carrier.referenceMicros();
        var report = carrier == null ? null : carrier.report();
        var rtpNanos = unit.nanos(timeline.ticksOf(packet.pts(), reference, report));
        // The packet that completed the picture before was this one's first: that is when this one arrived.
        var arrived = carrier == null ? packet.arrivalNanoTime() : carrier.arrivalNanoTime();
        forgetIfBroken(rtpNanos, arrived);
        onReport(timeline.newestReport());
        arrival.onArrival(rtpNanos, arrived);
        return new FrameTime(capture(rtpNanos, packet) + correctionNanos, source(), packet.arrivalUtcNanos());
    }

    private void forgetIfBroken(long rtpNanos, long arrived) {
        var gap = (rtpNanos - latestRtpNanos) - (arrived - latestArrival);
        if (Math.abs(gap) > BROKEN_NANOS) {
            sender.forget();
            arrival.forget();
        }
        latestRtpNanos = rtpNanos;
        latestArrival = arrived;
    }

    private void onReport(@Nullable SenderReport report) {
        if (report == null || report.equals(latestReport)) {
            return;
        }
        if (latestReport == null) {
            // With two streams FFmpeg moves pts at the first report: what was learned before is off by that.
            arrival.forget();
        }
        latestReport = report;
        sender.onReport(unit.nanos(timeline.ticksOf(report)), report.utcNanos());
    }

    private long capture(long rtpNanos, PacketTimes packet) {
        var monotonicToUtc = packet.arrivalUtcNanos() - packet.arrivalNanoTime();
        var byArrival = arrival.nanoTime(rtpNanos) + monotonicToUtc;
        if (!sender.isKnown()) {
            offsetNanos = 0;
            return byArrival;
        }
        var bySender = sender.utcNanos(rtpNanos);
        offsetNanos = bySender - byArrival;
        var limit = fault.isEmpty() ? maxOffsetNanos : (long) (maxOffsetNanos * CLOSER);
        var believed = Math.abs(offsetNanos) <= limit;
        if (believed != fault.isEmpty()) {
            fault = believed ? Optional.empty() : Optional.of(describe(offsetNanos));
        }
        return believed ? bySender : byArrival;
    }

    private ClockSource source() {
        return sender.isKnown() && fault.isEmpty() ? ClockSource.SENDER_REPORT : ClockSource.ARRIVAL;
    }

    @Override
    public long offsetNanos() {
        return offsetNanos;
    }

    @Override
    public Optional<String> fault() {
        return fault;
    }

    private static String describe(long offsetNanos) {
        return String.format(
                Locale.ROOT,
                "sender's clock is %.1f s %s ours, using arrival time",
                Math.abs(offsetNanos) / 1e9,
                offsetNanos > 0 ? "ahead of" : "behind");
    }
}
