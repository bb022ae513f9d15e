package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.roomwise.capture.ProbeReport.Clock;
import io.roomwise.capture.ProbeReport.Reports;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ten packets a second for twenty seconds, a report each two seconds. */
class ClockMeterTest {
    private static final long STEP = 100_000_000L;
    private static final long START = 7_000_000_000L;
    private static final int PACKETS = 200;
    private static final int REPORT_PACKETS = 20;

    private final ClockMeter meter = new ClockMeter(START);
    private @Nullable SenderReport report;
    private long reportRtp;

    /**
     * Sends.
     *
     * @param delay of a packet in nanoseconds
     * @param reportError what a report is off by in nanoseconds; its number and RTP time stamp are those of the packet
     */
    private void send(LongUnaryOperator delay, LongUnaryOperator reportError) {
        for (var i = 0; i < PACKETS; i++) {
            if (i % REPORT_PACKETS == 5) {
                report = new SenderReport(i * STEP + reportError.applyAsLong(i), i);
                reportRtp = i * STEP;
            }
            meter.onPacket(new FrameTime(0, 1_500_000, ClockSource.SENDER_REPORT, 0), -20_000_000);
            meter.onArrival(new RtpArrival(i * STEP, START + i * STEP + delay.applyAsLong(i), report, reportRtp));
        }
    }

    private Clock clock() {
        return meter.clock().orElseThrow();
    }

    private Reports reports() {
        return clock().reports().orElseThrow();
    }

    @Test
    void rightClockOverAnEvenNetworkIsSaidToBeSo() {
        send(i -> 0, i -> 0);
        assertThat(clock().errorMillis()).isEqualTo(1.5);
        assertThat(clock().offsetMillis()).hasValue(-20);
        assertThat(clock().drift().orElseThrow().ppm()).isCloseTo(0, within(1e-6));
        assertThat(reports().count()).isEqualTo(10);
        assertThat(reports().firstSeconds()).isCloseTo(0.5, within(1e-9));
        assertThat(reports().intervalSeconds()).hasValue(2);
        assertThat(reports().jitterMillis().orElseThrow()).isCloseTo(0, within(1e-6));
        var network = meter.network().orElseThrow();
        assertThat(network.jitterMillis()).isZero();
        assertThat(network.lateMillis()).isZero();
    }

    /** Each is sent when it is its turn to be decoded, with the time at which it is to be shown. */
    @Test
    void orderOfCodingIsNoUnrestOfTheNetwork() {
        var order = new int[] {4, 2, 1, 3};
        for (var i = 0; i < PACKETS; i++) {
            var shown = (i / 4 * 4 + order[i % 4]) * STEP;
            meter.onPacket(new FrameTime(0, 1_500_000, ClockSource.SENDER_REPORT, 0), -20_000_000);
            meter.onArrival(new RtpArrival(shown, START + i * STEP + i % 2 * 3_000_000L, null, 0));
        }
        var network = meter.network().orElseThrow();
        assertThat(network.jitterMillis()).isCloseTo(3, within(0.2));
        assertThat(network.lateMillis()).isCloseTo(3, within(0.2));
        assertThat(clock().drift().orElseThrow().ppm()).isCloseTo(0, within(100.0));
    }

    @Test
    void reportsThatLieAreCountedAndLeftOut() {
        send(i -> 0, i -> i == 65 ? 1_700_000_000L : i % 40 == 5 ? 2_000_000 : -2_000_000);
        assertThat(reports().outliers()).isEqualTo(1);
        assertThat(reports().jitterMillis().orElseThrow()).isCloseTo(2, within(0.5));
    }

    /** The RTP clock keeps pace with ours, the sender's clock gains 300 ppm on it. */
    @Test
    void driftIsOfTheSendersClock() {
        send(i -> 0, i -> i * STEP * 300 / 1_000_000);
        assertThat(reports().slope().orElseThrow().ppm()).isCloseTo(300, within(0.1));
        assertThat(clock().drift().orElseThrow().ppm()).isCloseTo(300, within(0.1));
    }

    /** The RTP clock gains 200 ppm on ours, and NTP holds the sender's clock back by as much. */
    @Test
    void clockThatIsKeptRightDoesNotDriftWhateverItsCrystalDoes() {
        send(i -> -i * STEP * 200 / 1_000_000, i -> -i * STEP * 200 / 1_000_000);
        assertThat(reports().slope().orElseThrow().ppm()).isCloseTo(-200, within(0.1));
        assertThat(clock().drift().orElseThrow().ppm()).isCloseTo(0, within(0.1));
    }

    @Test
    void delayOfANetworkIsNoDrift() {
        var random = new SplittableRandom(3);
        send(i -> random.nextLong(40_000_000), i -> 0);
        var drift = clock().drift().orElseThrow();
        assertThat(drift.isCertain()).isFalse();
        assertThat(drift.errorPpm()).isBetween(10.0, 2000.0);
        var network = meter.network().orElseThrow();
        assertThat(network.lateMillis()).isCloseTo(38, within(2.0));
        // mean distance of two times that are even within 40 ms
        assertThat(network.jitterMillis()).isCloseTo(13.3, within(6.0));
    }

    @Test
    void burstInTheBeginningIsNotTheNetwork() {
        send(i -> i < 15 ? (15 - i) * STEP : 0, i -> 0);
        assertThat(meter.network().orElseThrow().lateMillis()).isZero();
    }

    @Test
    void positionsBeforeTheFirstReportAreNotComparedWithLaterOnes() {
        assertThat(meter.onArrival(new RtpArrival(0, START, null, 0))).isTrue();
        assertThat(meter.onArrival(new RtpArrival(STEP, START + STEP, new SenderReport(0, 0), 0)))
                .isFalse();
        assertThat(meter.onArrival(new RtpArrival(2 * STEP, START + 2 * STEP, new SenderReport(0, 0), 0)))
                .isTrue();
    }

    @Test
    void withoutAPacketThereIsNothingToSay() {
        assertThat(meter.clock()).isEmpty();
        assertThat(meter.network()).isEmpty();
    }
}
