package io.roomwise.capture;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Places a stream's RTP clock on the sender's UTC by a line through its reports. Those of real cameras jitter by 12 ms and now
 * and then are off by more than a second, so none is believed by itself. A report far from the line counts only if the next
 * one says the same: then the sender's clock was set, and a new line begins, or the one before goes on.
 */
final class SenderClock {
    /** At a report each 5 s these are the last five minutes. */
    private static final int MOST = 64;
    /** More than jitter of reports and drift between two of them, less than a set clock. */
    static final long CONTRADICTION_NANOS = 100_000_000L;
    /** What a lone report may be off by. */
    private static final double JITTER_NANOS = 12e6;

    private Line line = new Line();
    private Line lineBefore = new Line();
    private boolean suspecting;
    private Report suspect = new Report(0, 0);

    /** @param offset UTC minus the position on the RTP clock */
    private record Report(long rtpNanos, long offset) {}

    private static final class Line {
        private final Deque<Report> reports = new ArrayDeque<>();
        private RobustLine offset = RobustLine.level(0, 0);

        boolean contradicts(Report report) {
            return !reports.isEmpty() && Math.abs(report.offset - offset.at(report.rtpNanos)) > CONTRADICTION_NANOS;
        }

        void add(Report report) {
            if (reports.size() == MOST) {
                reports.removeFirst();
            }
            reports.add(report);
            offset = RobustLine.through(
                    reports.stream().mapToLong(Report::rtpNanos).toArray(),
                    reports.stream().mapToLong(Report::offset).toArray(),
                    JITTER_NANOS);
        }
    }

    boolean isKnown() {
        return !line.reports.isEmpty();
    }

    /**
     * A report came.
     *
     * @param rtpNanos position of the report on the RTP clock
     * @return whether the sender's clock turns out to have been set
     */
    boolean onReport(long rtpNanos, long utcNanos) {
        var report = new Report(rtpNanos, utcNanos - rtpNanos);
        var contradicts = line.contradicts(report);
        if (contradicts && !(suspecting && Math.abs(report.offset - suspect.offset) <= CONTRADICTION_NANOS)) {
            suspecting = true;
            suspect = report;
            return false;
        }
        if (contradicts) {
            var left = line;
            line = lineBefore.contradicts(report) ? new Line() : lineBefore;
            lineBefore = left;
            line.add(suspect);
        }
        suspecting = false;
        line.add(report);
        return contradicts;
    }

    /** UTC minus the position on the RTP clock, by that position. */
    RobustLine offset() {
        return line.offset;
    }

    /** Standard error of {@link #offset}: of a line through so many reports, and of what the rate may have done since. */
    long errorNanos(long rtpNanos) {
        var ofLine = line.offset.deviation() / Math.sqrt(Math.max(1, line.reports.size()));
        return Math.round(ofLine + RobustLine.USUAL_SLOPE * Math.abs(rtpNanos - line.offset.x()));
    }

    void forget() {
        line = new Line();
        lineBefore = new Line();
        suspecting = false;
    }
}
