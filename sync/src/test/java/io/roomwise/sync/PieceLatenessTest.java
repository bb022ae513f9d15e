package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;
import org.junit.jupiter.api.Test;

class PieceLatenessTest {
    private static final long MILLI = 1_000_000;

    private final PieceLateness lateness = new PieceLateness();

    @Test
    void whatIsStampedByItsOwnArrivalIsLateByItsLength() {
        piece(0, 35);
        piece(64, 0);
        piece(128, 12);
        assertThat(lateness.nanos()).isEqualTo(64 * MILLI);
    }

    @Test
    void whatArrivesAfterItsEndIsNot() {
        piece(0, 64);
        piece(64, 150);
        assertThat(lateness.nanos()).isZero();
    }

    @Test
    void aCorrectionOfTheStampsIsNotTakenForLateness() {
        piece(0, -500);
        assertThat(lateness.nanos()).isEqualTo(64 * MILLI);
    }

    @Test
    void aSendersClockIsTakenAtItsWord() {
        lateness.onPiece(new FrameTime(0, 0, ClockSource.SENDER_REPORT, 0), 64 * MILLI);
        assertThat(lateness.nanos()).isZero();
    }

    @Test
    void aStreamThatIsStampedOtherwiseFromNowOnIsSeenWithinAMinute() {
        piece(0, 0);
        for (long millis = 0; millis < 61_000; millis += 64) {
            piece(millis, 100);
        }
        assertThat(lateness.nanos()).isZero();
    }

    /** @param delayMillis from the stamp to the arrival */
    private void piece(long stampMillis, long delayMillis) {
        long arrival = (stampMillis + delayMillis) * MILLI;
        lateness.onPiece(new FrameTime(stampMillis * MILLI, 0, ClockSource.ARRIVAL, arrival), 64 * MILLI);
    }
}
