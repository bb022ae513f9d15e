package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Pictures each 40 ms, a key frame each 2 s. */
class GroupTailTest {
    private static final long MILLI = 1_000_000L;
    private static final long INTERVAL = 40 * MILLI;

    private final GroupTail tail = new GroupTail();

    private static FrameTime at(long millis) {
        return new FrameTime(millis * MILLI, 0, ClockSource.SENDER_REPORT, 0);
    }

    private static Predicate<FrameTime> only(long millis) {
        return time -> time.captureUtcNanos() == millis * MILLI;
    }

    @Test
    void onlyBehindTheLastWantedPictureBeforeTheNextKeyFrame() {
        tail.onKeyFrame(at(0));
        tail.onKeyFrame(at(2000));
        assertThat(tail.holds(at(3520), INTERVAL, only(3600))).isFalse();
        assertThat(tail.holds(at(3600), INTERVAL, only(3600))).isFalse();
        assertThat(tail.holds(at(3640), INTERVAL, only(3600))).isTrue();
        assertThat(tail.holds(at(3640), INTERVAL, only(4000))).isTrue();
        assertThat(tail.holds(at(3640), INTERVAL, only(3960))).isFalse();
        assertThat(tail.holds(at(3960), 20 * INTERVAL, only(3960))).isFalse();
    }

    @Test
    void nothingWaitsForAKeyFrameOfWhichNothingIsKnown() {
        assertThat(tail.holds(at(40), INTERVAL, only(9000))).isFalse();
        tail.onKeyFrame(at(0));
        assertThat(tail.holds(at(40), INTERVAL, only(9000))).isFalse();
        tail.onKeyFrame(at(2000));
        assertThat(tail.holds(at(2040), INTERVAL, only(9000))).isTrue();
        assertThat(tail.holds(at(4000), INTERVAL, only(9000))).as("overdue").isFalse();
        assertThat(tail.holds(at(2040), 0, only(9000))).as("no pace").isFalse();
        tail.onKeyFrame(at(1000));
        assertThat(tail.holds(at(1040), INTERVAL, only(9000)))
                .as("clock set back")
                .isFalse();
        tail.onKeyFrame(at(3_600_000));
        assertThat(tail.holds(at(3_600_040), INTERVAL, only(0))).as("far away").isFalse();
        tail.onKeyFrame(at(3_602_000));
        assertThat(tail.holds(at(3_602_040), INTERVAL, only(0))).isTrue();
        assertThat(tail.holds(at(3_602_040), 1, only(0)))
                .as("pictures each nanosecond")
                .isFalse();
    }
}
