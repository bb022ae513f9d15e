package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a drift is and what a delay, seen in the times that come out. */
class ClockDriftTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;

    private final RtpClock clock = new RtpClock(new MediaTime(1, RtpSender.RATE), false, Duration.ofSeconds(5), 0, 0);
    private final RtpSender sender = new RtpSender();
    private final Random random = new Random(5);

    @Test
    void clockThatRunsAwayIsHeldByArrival() {
        sender.driftPpm = 100;
        LongConsumer drifting = second -> sender.skewNanos = second * 100_000; // 360 ms in an hour
        staysTrue(3600, 10, drifting, second -> random.nextLong(20 * MILLI, 220 * MILLI));
        assertThat(clock.offsetNanos() / 1e6).isCloseTo(340, within(15.0));
    }

    @ParameterizedTest
    @CsvSource({"0, 5, 65", "0, 65, 5", "0, 5, 25", "0, 5, 155", "0, 5, 405", "-100, 5, 65", "100, 65, 5"})
    void delayThatChangesAtOnceIsNoDrift(long ppm, long day, long night) {
        sender.driftPpm = ppm;
        LongUnaryOperator delay = second -> MILLI * (second / 600 == 1 ? night : day) + random.nextLong(15 * MILLI);
        staysTrue(1800, 10, second -> sender.skewNanos = second * ppm * 1000, delay);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, -100})
    void rtpClockThatDriftsAndIsSetWithTheSendersUtcIsOffByNoMoreThanOneSetting(int ppm) {
        sender.driftPpm = ppm;
        LongConsumer set = second -> {
            sender.firstTimestamp -= second > 0 && second % 600 == 0 ? 60 * ppm / 100 * RtpSender.RATE / 1000 : 0;
            sender.skewNanos = second % 600 * ppm * 1000;
        };
        staysTrue(2 * 3600, 65, set, second -> random.nextLong(5 * MILLI, 20 * MILLI));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, -400, 200, -200})
    void steepDriftIsNoJumpOfTheDelay(int ppm) {
        sender.driftPpm = ppm;
        LongConsumer drifting = second -> sender.skewNanos = second * ppm * 1000;
        staysTrue(1200, 25, drifting, second -> random.nextLong(5 * MILLI, 20 * MILLI));
    }

    /** Reports each five seconds; ten pictures a second, all of which are where they belong. */
    private void staysTrue(
            int seconds, double toleranceMillis, LongConsumer atSecond, LongUnaryOperator delayNanosAtSecond) {
        for (var second = 0L; second < seconds; second++) {
            atSecond.accept(second);
            if (second % 5 == 0) {
                sender.reports(second * SECOND);
            }
            for (var i = 0L; i < 10; i++) {
                var nanos = second * SECOND + i * 100 * MILLI;
                var time = sender.sends(clock, nanos, delayNanosAtSecond.applyAsLong(second));
                assertThat(time.source()).isEqualTo(ClockSource.SENDER_REPORT);
                assertThat((time.captureUtcNanos() - RtpSender.UTC - nanos) / 1e6)
                        .as("at %s s", second)
                        .isCloseTo(0, within(toleranceMillis));
            }
        }
    }
}
