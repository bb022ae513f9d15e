package io.roomwise.capture;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Capture times of one RTP stream: the sender's clock if it says what time it is and that is believable, else arrival.
 *
 * <p>Sound and pictures of a session come from one sender with one clock (RFC 3550, 6.4.1: reports exist to place its streams
 * beside each other). So its pictures judge that clock, and sound follows them even where the clock is wrong.
 */
final class RtpClock implements StreamClock {
    /** RTP time against arrival: beyond any network delay, so the sender started a new RTP clock. */
    private static final long BROKEN_NANOS = 60_000_000_000L;

    /** RTP time goes back by no more than pictures change places. */
    private static final long BACK_NANOS = 1_000_000_000L;

    /** Of a camera that is right, from a picture to its packets. */
    private static final long USUAL_DELAY_NANOS = 500_000_000L;

    /** What encoders and networks delay by at the least is not to be seen; among cameras it differs by about so much. */
    private static final long ARRIVAL_ERROR_NANOS = 50_000_000L;

    /**
     * Nothing arrives before it is captured. What is left is for errors of our own clock and of reports, and for servers that
     * send a picture before the ones that are shown before it (B-frames), with the time at which it is to be shown.
     */
    private static final long MAX_AHEAD_NANOS = 250_000_000L;

    /** A clock that is set back to where it was within this was not set, but misunderstood: two lying reports in a row. */
    private static final long NOTHING_NANOS = 100_000_000L;

    /** Cameras report every few seconds, the slowest each half minute. */
    private static final long SILENT_NANOS = 60_000_000_000L;

    /** A sender that was not believed must come this much closer than the limit: no flapping at the edge. */
    private static final double CLOSER = 0.8;

    private final MediaTime unit;
    private final boolean sideDataIsOnePacketLate;
    private final long maxBehindNanos;
    private final long clockErrorNanos;
    private final long delayNanos;
    private final RtpClock leader;
    private final RtpTimeline timeline;
    private final SenderClock sender = new SenderClock();
    private final ClockDrift drift = new ClockDrift();
    private final ArrivalClock arrival = new ArrivalClock();
    private @Nullable PacketTimes before;
    private @Nullable SenderReport latestReport;
    private long latestRtpNanos;
    private long latestArrival;
    private boolean started;
    private long firstArrival;
    private long offsetNanos;
    private long toOurUtcNanos;

    /** What a setting of the sender's clock made wrong, to be added. */
    private long settingNanos;

    private long toldSettingNanos;
    /** What the sender's clock has run away by since, to be added. */
    private long driftNanos;

    private boolean wasSet;
    private long saidBefore;
    private boolean believed = true;

    /** Whether what this stream's own reports say agrees with what the pictures' do. */
    private boolean fits = true;

    /** What is wrong with the sender's clock, as it was when that began. */
    private Optional<String> fault = Optional.empty();

    /**
     * Of the session's first stream.
     *
     * @param sideDataIsOnePacketLate FFmpeg's parser puts the side data of the packet that completes a picture, which is the
     *     first one of the next picture, on the completed one: so it is for H.264 and other parsed codecs
     * @param maxBehind how far behind ours the sender's clock may be, transport included
     * @param clockErrorNanos what the sender's clock is known to be late by: added to what it says, before that is judged
     * @param delayNanos added to every capture time, whoever says it
     */
    RtpClock(
            MediaTime unit,
            boolean sideDataIsOnePacketLate,
            Duration maxBehind,
            long clockErrorNanos,
            long delayNanos) {
        this.unit = unit;
        this.sideDataIsOnePacketLate = sideDataIsOnePacketLate;
        this.maxBehindNanos = maxBehind.toNanos();
        this.clockErrorNanos = clockErrorNanos;
        this.delayNanos = delayNanos;
        timeline = new RtpTimeline(unit);
        leader = this;
    }

    private RtpClock(MediaTime unit, boolean sideDataIsOnePacketLate, long delayNanos, RtpClock leader) {
        this.unit = unit;
        this.sideDataIsOnePacketLate = sideDataIsOnePacketLate;
        this.maxBehindNanos = leader.maxBehindNanos;
        this.clockErrorNanos = leader.clockErrorNanos;
        this.delayNanos = delayNanos;
        this.leader = leader;
        timeline = new RtpTimeline(unit);
    }

    /** Of another stream of the same session. */
    RtpClock follower(MediaTime otherUnit, boolean otherIsOnePacketLate, long otherDelayNanos) {
        return new RtpClock(otherUnit, otherIsOnePacketLate, otherDelayNanos, this);
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
        onReport(rtpNanos, timeline.newestReport());
        arrival.onArrival(rtpNanos, arrived);
        var captured = capture(rtpNanos, arrived, packet) + delayNanos;
        return new FrameTime(captured, error(rtpNanos), source(), packet.arrivalUtcNanos());
    }

    private void forgetIfBroken(long rtpNanos, long arrived) {
        var gap = (rtpNanos - latestRtpNanos) - (arrived - latestArrival);
        if (Math.abs(gap) > BROKEN_NANOS || rtpNanos < latestRtpNanos - BACK_NANOS) {
            sender.forget();
            drift.forget();
            driftNanos = 0;
            arrival.forget();
            settingNanos = 0;
        }
        firstArrival = started ? firstArrival : arrived;
        started = true;
        latestRtpNanos = rtpNanos;
        latestArrival = arrived;
    }

    private void onReport(long rtpNanos, @Nullable SenderReport report) {
        if (report == null || report.equals(latestReport)) {
            return;
        }
        if (latestReport == null) {
            // With two streams FFmpeg moves pts at the first report: what was learned before is off by that.
            arrival.forget();
        }
        latestReport = report;
        var before = told(rtpNanos);
        if (sender.onReport(unit.nanos(timeline.ticksOf(report)), report.utcNanos())) {
            wasSet = true;
            saidBefore = before;
        }
    }

    /**
     * Either what it says now is true, or what it said before, without its drift: packets neither arrive early nor take for
     * ever. A clock that had drifted and is right now was set right.
     */
    private void judgeSetting(long saysNow, long byArrival) {
        wasSet = false;
        var wrong = saidBefore - saysNow;
        var wasRight = saidBefore + driftNanos;
        if (Math.abs(wrong) < NOTHING_NANOS) {
            settingNanos = 0;
        } else if (Math.abs(wasRight - saysNow) < NOTHING_NANOS
                || doubt(byArrival - saysNow) < doubt(byArrival - wasRight)) {
            settingNanos = 0;
            drift.forget();
        } else {
            settingNanos = wrong;
        }
    }

    private static long doubt(long delayNanos) {
        return delayNanos < 0 ? -delayNanos : Math.max(0, delayNanos - USUAL_DELAY_NANOS);
    }

    private long capture(long rtpNanos, long arrived, PacketTimes packet) {
        var monotonicToUtc = packet.arrivalUtcNanos() - packet.arrivalNanoTime();
        var byArrival = arrival.nanoTime(rtpNanos) + monotonicToUtc;
        if (!sender.isKnown()) {
            offsetNanos = 0;
            return byArrival;
        }
        if (judge() == this && wasSet) {
            judgeSetting(told(rtpNanos) - settingNanos, byArrival);
        }
        var told = told(rtpNanos);
        offsetNanos = told - judge().settingNanos - byArrival;
        if (judge() == this) {
            drift.onPacket(rtpNanos, arrived, offset());
            driftNanos = drift.correctionNanos(rtpNanos, offset());
            believe(told + driftNanos - byArrival);
            toOurUtcNanos = byArrival - told;
        }
        var captured = told + (judge().believed ? judge().driftNanos : judge().toOurUtcNanos);
        fits = Math.abs(captured - byArrival) <= maxBehindNanos;
        return fits ? captured : byArrival;
    }

    /** What the sender's clock says, its known errors taken out. */
    private long told(long rtpNanos) {
        return rtpNanos + offset().at(rtpNanos);
    }

    private RobustLine offset() {
        return sender.offset().raisedBy(clockErrorNanos + judge().settingNanos);
    }

    /** Who says what to make of the sender's clock: the pictures, as soon as they have heard of it. */
    private RtpClock judge() {
        return leader.sender.isKnown() ? leader : this;
    }

    private void believe(long aheadNanos) {
        var hold = believed ? 1 : CLOSER;
        var believes = aheadNanos <= hold * MAX_AHEAD_NANOS && -aheadNanos <= hold * maxBehindNanos;
        if (believes != believed || settingNanos != toldSettingNanos) {
            fault = describe(believes);
        }
        believed = believes;
        toldSettingNanos = settingNanos;
    }

    private long error(long rtpNanos) {
        return source() == ClockSource.SENDER_REPORT ? sender.errorNanos(rtpNanos) : ARRIVAL_ERROR_NANOS;
    }

    private ClockSource source() {
        return sender.isKnown() && judge().believed && fits ? ClockSource.SENDER_REPORT : ClockSource.ARRIVAL;
    }

    @Override
    public long offsetNanos() {
        return offsetNanos;
    }

    @Override
    public Optional<RtpArrival> newest() {
        var report = latestReport;
        var reportNanos = report == null ? 0 : unit.nanos(timeline.ticksOf(report));
        return Optional.of(new RtpArrival(latestRtpNanos, latestArrival, report, reportNanos));
    }

    @Override
    public Optional<String> fault() {
        if (leader == this && latestReport == null && latestArrival - firstArrival > SILENT_NANOS) {
            return Optional.of("no sender reports, using arrival time");
        }
        return judge() == this ? fault : Optional.empty();
    }

    private Optional<String> describe(boolean believes) {
        if (!believes) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "sender's clock is %.1f s %s ours, using arrival time",
                    Math.abs(offsetNanos) / 1e9,
                    offsetNanos > 0 ? "ahead of" : "behind"));
        }
        return settingNanos == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "sender's clock was set %s by %.1f s, which is taken out",
                        settingNanos < 0 ? "forward" : "back",
                        Math.abs(settingNanos) / 1e9));
    }
}
