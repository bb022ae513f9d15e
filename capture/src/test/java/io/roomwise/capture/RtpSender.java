package io.roomwise.capture;

import org.jspecify.annotations.Nullable;

/** Its true time starts at UTC; what is told of it is what FFmpeg 8 would make of its packets. */
final class RtpSender {
    static final int RATE = 90_000;
    static final long UTC = 1_790_000_000L * 1_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    long skewNanos;
    long hostStepNanos;
    double driftPpm;
    int firstTimestamp = 123_456;
    boolean twoStreams;
    private @Nullable SenderReport newest;
    private @Nullable SenderReport pending;
    private long firstReportUtc;
    private int base;
    private boolean started;

    private int timestamp(long nanos) {
        return firstTimestamp + (int) Math.round(nanos * (1 + driftPpm * 1e-6) * RATE / 1e9);
    }

    void reports(long nanos) {
        newest = new SenderReport(UTC + nanos + skewNanos, timestamp(nanos));
        pending = newest;
        if (firstReportUtc == 0) {
            firstReportUtc = newest.utcNanos();
        }
    }

    void losePendingReport() {
        pending = null;
    }

    FrameTime sends(RtpClock clock, long nanos, long delayNanos) {
        var time = clock.timeOf(packet(nanos, delayNanos));
        if (time == null) {
            throw new AssertionError("no time");
        }
        return time;
    }

    PacketTimes packet(long nanos, long delayNanos) {
        var timestamp = timestamp(nanos);
        if (!started) {
            started = true;
            base = timestamp;
        }
        var reference = PacketTimes.NONE;
        var pts = (long) (timestamp - base);
        var report = newest;
        if (report != null) {
            var delta = timestamp - report.rtpTimestamp();
            reference = report.utcNanos() / 1000 + Math.round(delta * 1e6 / RATE);
            if (twoStreams) {
                pts = (report.utcNanos() - firstReportUtc) / 1000 * RATE / 1_000_000 + delta;
            }
        }
        var carried = pending;
        pending = null;
        var arrival = nanos + delayNanos;
        return new PacketTimes(pts, reference, carried, 0, UTC + arrival + hostStepNanos, 77 * SECOND + arrival);
    }
}
