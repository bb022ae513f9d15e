package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.FrameTime;
import org.junit.jupiter.api.Test;

class GradualShiftTest {
    private static final long MILLI = 1_000_000;

    private final GradualShift shift = new GradualShift();

    @Test
    void movesTwentyMillisecondsASecondUntilItIsThere() {
        assertThat(shiftAt(0, -50)).isZero();
        assertThat(shiftAt(500, -50)).isEqualTo(-10);
        assertThat(shiftAt(1_500, -50)).isEqualTo(-30);
        assertThat(shiftAt(2_500, -50)).isEqualTo(-50);
        assertThat(shiftAt(3_500, -50)).isEqualTo(-50);
        assertThat(shiftAt(4_000, 100)).isEqualTo(-40);
    }

    @Test
    void aHoleInTheStreamIsNoLicenceToJump() {
        assertThat(shiftAt(0, -500)).isZero();
        assertThat(shiftAt(60_000, -500)).isEqualTo(-20);
    }

    @Test
    void framesStayInOrderAndKeepTheirDistanceWithinTwoPercent() {
        long before = Long.MIN_VALUE;
        for (int picture = 0; picture < 100; picture++) {
            long moved = picture * 100L + shiftAt(picture * 100, picture < 50 ? -900 : 900);
            assertThat(before == Long.MIN_VALUE ? 100 : moved - before).isBetween(98L, 102L);
            before = moved;
        }
    }

    @Test
    void whatIsStillMissingCountsAsError() {
        move(0, -50);
        assertThat(move(500, -50).errorNanos()).isEqualTo((7 + 40) * MILLI);
        assertThat(move(5_500, -50).errorNanos()).isEqualTo((7 + 20) * MILLI);
        move(6_500, -50);
        assertThat(move(7_500, -50).errorNanos()).isEqualTo(7 * MILLI);
    }

    private long shiftAt(int millis, long targetMillis) {
        return (move(millis, targetMillis).captureUtcNanos() - Scenes.at(0, millis)) / MILLI;
    }

    private FrameTime move(int millis, long targetMillis) {
        return shift.move(Scenes.byArrival(Scenes.at(0, millis)), targetMillis * MILLI, 7 * MILLI);
    }
}
