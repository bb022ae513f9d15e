package io.roomwise.capture;

import io.roomwise.capture.ProbeReport.Clock;
import io.roomwise.capture.ProbeReport.Network;
import io.roomwise.capture.ProbeReport.Rate;
import io.roomwise.capture.ProbeReport.Reports;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What one medium's packets and sender reports tell of the sender's clock and of the network between. */
final class ClockMeter {
    /** Servers send what they have kept since the last key frame at once: that says nothing of the network. */
    private static final long BURST_NANOS = 2_000_000_000L;
    /** The fastest packet of each tells of the clocks, all others of the network. */
    private static final long BUCKET_NANOS = 1_000_000_000L;
    /** Fewer seconds say nothing of a drift. */
    private static final int ENOUGH_BUCKETS = 5;
    /** A longer step is none of the network: the sender's clock began anew. */
    private static final long LONGEST_STEP_NANOS = 10_000_000_000L;

    private static final double NANOS_PER_MILLI = 1e6;
    /** RFC 3550, A.8. */
    private static final double RFC_3550_GAIN = 1.0 / 16;

    private final long startNanoTime;
    private final List<Seen> reports = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();
    private final List<double[]> fastest = new ArrayList<>();
    private long firstNanoTime;
    private long bucketStart;
    private final SendingOrder sending = new SendingOrder();
    private boolean any;
    private long newestDelay;
    private @Nullable FrameTime time;
    private double jitterNanos;
    private long offsetNanos;

    /** A sender report, and when it was first reckoned with. */
    private record Seen(SenderReport report, long rtpNanos, long nanoTime) {}

    /** @param startNanoTime when the stream began to play */
    ClockMeter(long startNanoTime) {
        this.startNanoTime = startNanoTime;
    }

    int reports() {
        return reports.size();
    }

    void onPacket(FrameTime packetTime, long senderOffsetNanos) {
        time = packetTime;
        offsetNanos = senderOffsetNanos;
    }

    /**
     * Where and when a packet arrived.
     *
     * @return whether its position can be compared with the one before: with two streams FFmpeg moves them at the first report
     */
    boolean onArrival(RtpArrival arrival) {
        var report = arrival.report();
        var isFirst = report != null && reports.isEmpty();
        if (report != null && (isFirst || !report.equals(reports.get(reports.size() - 1).report))) {
            reports.add(new Seen(report, arrival.reportRtpNanos(), arrival.nanoTime()));
        }
        if (isFirst) {
            sending.forget();
        }
        var place = sending.place(arrival.rtpNanos());
        var delay = arrival.nanoTime() - place;
        var change = Math.abs(delay - newestDelay);
        newestDelay = delay;
        if (!any) {
            any = true;
            firstNanoTime = arrival.nanoTime();
        } else if (isFirst || sending.hasChanged() || change > LONGEST_STEP_NANOS) {
            delays.clear();
            fastest.clear();
        } else if (arrival.nanoTime() - firstNanoTime > BURST_NANOS) {
            jitterNanos += (change - jitterNanos) * RFC_3550_GAIN;
            onTransit(place, delay, arrival.nanoTime());
        }
        return !isFirst;
    }

    private void onTransit(long place, long delay, long nanoTime) {
        delays.add(delay);
        if (fastest.isEmpty() || nanoTime - bucketStart >= BUCKET_NANOS) {
            bucketStart = nanoTime;
            fastest.add(new double[] {place, delay});
        } else if (delay < fastest.get(fastest.size() - 1)[1]) {
            fastest.set(fastest.size() - 1, new double[] {place, delay});
        }
    }

    /** Empty before the first packet with a time. */
    Optional<Clock> clock() {
        return Optional.ofNullable(time)
                .map(newestTime -> new Clock(
                        newestTime.source(),
                        newestTime.errorNanos() / NANOS_PER_MILLI,
                        reports.isEmpty() ? Optional.empty() : Optional.of(describeReports()),
                        reports.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(offsetNanos / NANOS_PER_MILLI),
                        drift()));
    }

    private Reports describeReports() {
        var count = reports.size();
        var gaps = new double[count - 1];
        for (var i = 0; i < gaps.length; i++) {
            gaps[i] = (reports.get(i + 1).nanoTime - reports.get(i).nanoTime) / 1e9;
        }
        var line = reportLine();
        return new Reports(
                count,
                (reports.get(0).nanoTime - startNanoTime) / 1e9,
                gaps.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(RobustLine.median(gaps)),
                line.map(trend -> OptionalDouble.of(trend.deviation() / NANOS_PER_MILLI))
                        .orElse(OptionalDouble.empty()),
                line.map(Trend::outliers).orElse(0),
                slope());
    }

    private Optional<Rate> slope() {
        return reportLine().map(trend -> new Rate(trend.slopePpm(), trend.slopeErrorPpm()));
    }

    private Optional<Trend> reportLine() {
        return reports.size() < Trend.FEWEST
                ? Optional.empty()
                : Optional.of(Trend.through(
                        column(seen -> seen.rtpNanos - reports.get(0).rtpNanos),
                        column(seen -> offset(seen) - offset(reports.get(0))),
                        SenderClock.CONTRADICTION_NANOS));
    }

    private static long offset(Seen seen) {
        return seen.report.utcNanos() - seen.rtpNanos;
    }

    private double[] column(ToLongFunction<Seen> of) {
        return reports.stream().mapToDouble(seen -> of.applyAsLong(seen)).toArray();
    }

    /**
     * If the RTP clock is fast, packets arrive earlier and earlier by it; the sender's clock is fast against that by the slope.
     * Delays come and go in waves of many seconds, so that many packets tell hardly more than one at each end does: the
     * standard error of a line through them would be far too small, more so if slow ones were left out of it.
     */
    private Optional<Rate> drift() {
        if (fastest.size() < ENOUGH_BUCKETS) {
            return Optional.empty();
        }
        var origin = fastest.get(0);
        var rtp = fastest.stream().mapToDouble(point -> point[0] - origin[0]).toArray();
        var delay = fastest.stream().mapToDouble(point -> point[1] - origin[1]).toArray();
        var slope = slope().filter(Rate::isCertain).orElse(new Rate(0, 0));
        var deviation = Trend.through(rtp, delay, Double.POSITIVE_INFINITY).deviation();
        var error = Math.sqrt(2) * deviation / rtp[rtp.length - 1] * 1e6;
        return Optional.of(
                new Rate(slope.ppm() - Trend.through(rtp, delay, 0).slopePpm(), Math.hypot(slope.errorPpm(), error)));
    }

    /** Empty for inputs that have no network, and before anything can be told of it. */
    Optional<Network> network() {
        if (delays.isEmpty()) {
            return Optional.empty();
        }
        var sorted = delays.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        var late = sorted[(int) (0.95 * (sorted.length - 1))] - sorted[0];
        return Optional.of(new Network(jitterNanos / NANOS_PER_MILLI, late / NANOS_PER_MILLI));
    }
}
