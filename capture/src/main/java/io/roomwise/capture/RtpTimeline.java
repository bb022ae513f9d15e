package io.roomwise.capture;

import org.jspecify.annotations.Nullable;

/**
 * Rebuilds a stream's continuous RTP clock from what FFmpeg hands out, in ticks since the first packet.
 *
 * <p>Why not pts: with one stream FFmpeg counts RTP time from the first packet, which is right; with two it moves pts onto the
 * sender's NTP time anew at every report, so that pts jump with each correction of the camera's clock. Why not the
 * reference time alone: it follows the newest report only, and that is the judgement to be made here. But a report and
 * the reference time computed from it give the packet's RTP time stamp back, to the tick.
 */
final class RtpTimeline {
    private final MediaTime unit;
    private boolean started;
    private int lastPts;
    private long ticks;
    private @Nullable SenderReport newest;
    private boolean newestIsAssumed;
    private boolean anchored;
    private int rtpOfTickZero;

    RtpTimeline(MediaTime unit) {
        this.unit = unit;
    }

    /** The packet's ticks; all arithmetic of 32-bit time stamps is modulo 2^32, so wrap-around (13 h at 90 kHz) is no event. */
    long ticksOf(long pts, long referenceMicros, @Nullable SenderReport report) {
        var byPts = started ? ticks + ((int) pts - lastPts) : 0;
        started = true;
        lastPts = (int) pts;
        if (report != null) {
            anchored &= !newestIsAssumed;
            newest = report;
            newestIsAssumed = false;
        } else if (newest == null && referenceMicros != PacketTimes.NONE) {
            // FFmpeg loses a report that came amid a picture, but its reference times stay.
            newest = new SenderReport(referenceMicros * 1000, (int) pts);
            newestIsAssumed = true;
        }
        if (newest == null || referenceMicros == PacketTimes.NONE) {
            ticks = byPts;
            return ticks;
        }
        var rtp = newest.rtpTimestamp() + (int) unit.ticks(referenceMicros * 1000 - newest.utcNanos());
        if (!anchored) {
            anchored = true;
            rtpOfTickZero = rtp - (int) byPts;
        }
        ticks = nearest(rtp, byPts);
        return ticks;
    }

    /** The report that the latest packet was reckoned from, if any. */
    @Nullable
    SenderReport newestReport() {
        return newest;
    }

    /** The ticks at which the RTP clock showed what the report says. */
    long ticksOf(SenderReport report) {
        return nearest(report.rtpTimestamp(), ticks);
    }

    private long nearest(int rtp, long near) {
        return near + (rtp - rtpOfTickZero - (int) near);
    }
}
