package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.StreamState;
import io.roomwise.inference.ActionEvent.Score;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RoomBoardTest {
    private static final long SECOND = 1_000_000_000L;

    private final ManualClock nanos = new ManualClock(0);
    private final RoomBoard board = new RoomBoard(Home.living(Home.CLASSES), nanos);

    @Test
    void publishesTheFirstStateThenChangesAlone() {
        assertThat(board.onState(Home.state(0, 1))).isTrue();
        assertThat(board.onState(Home.state(SECOND, 1))).isFalse();
        assertThat(board.onState(Home.state(2 * SECOND, 1, new Score("drink", 0.8f))))
                .isTrue();
        assertThat(board.onState(Home.state(3 * SECOND, 1, new Score("drink", 0.9f))))
                .isFalse();
        assertThat(board.onState(Home.state(4 * SECOND, 1, new Score("drink", 0.9f), new Score("fall", 0.8f))))
                .isTrue();
        assertThat(board.onState(Home.state(5 * SECOND, 2, new Score("drink", 0.9f), new Score("fall", 0.8f))))
                .isTrue();
    }

    @Test
    void refreshesNumbersEveryHalfMinute() {
        board.onState(Home.state(0, 1));
        nanos.advance(Duration.ofSeconds(29));
        assertThat(board.onState(Home.state(29 * SECOND, 1))).isFalse();
        nanos.advance(Duration.ofSeconds(1));
        assertThat(board.onState(Home.state(30 * SECOND, 1))).isTrue();
        assertThat(board.onState(Home.state(31 * SECOND, 1))).isFalse();
    }

    @Test
    void showsTheStrongestActionAndSinceWhen() {
        board.onState(Home.state(SECOND, 1, new Score("drink", 0.8f)));
        board.onState(Home.state(2 * SECOND, 1, new Score("drink", 0.9f), new Score("fall", 0.7f)));

        assertThat(shown().action()).isEqualTo("drink");
        assertThat(shown().confidence()).isEqualTo(0.9f);
        assertThat(shown().sinceUtcNanos()).isEqualTo(SECOND);
    }

    @Test
    void tellsAnEmptyRoomFromOneWhereSomebodyDoesSomethingElse() {
        board.onState(Home.state(0, 0));
        assertThat(shown().action()).isEqualTo("no_person");
        board.onState(Home.state(SECOND, 1));
        assertThat(shown().action()).isEqualTo("other");
    }

    @Test
    void keepsAPersonWhoIsOutOfSightForAMoment() {
        board.onState(Home.state(0, 1));
        assertThat(board.onState(Home.state(3 * SECOND, 0))).isFalse();
        assertThat(shown().persons()).isEqualTo(1);

        assertThat(board.onState(Home.state(4 * SECOND, 0))).isTrue();
        assertThat(shown().persons()).isZero();
    }

    @Test
    void isAvailableWhileEnoughViewsStreamAndWindowsFlow() {
        assertThat(board.available()).isFalse();
        board.onStream(Home.NORTH, StreamState.STREAMING);
        assertThat(board.available()).as("before the first window").isFalse();
        board.onState(Home.state(0, 0));
        assertThat(board.available()).isTrue();

        nanos.advance(Duration.ofSeconds(10));
        assertThat(board.available()).as("no window for 10 s").isFalse();
        board.onState(Home.state(0, 0));
        assertThat(board.available()).isTrue();

        board.onStream(Home.NORTH, StreamState.OFFLINE);
        assertThat(board.available()).as("all views away").isFalse();
    }

    @Test
    void knowsNothingOfARoomThatNoCameraSees() {
        board.onStream(Home.NORTH, StreamState.STREAMING);
        board.onState(Home.state(0, 1));
        nanos.advance(Duration.ofSeconds(5));
        assertThat(board.onState(Home.unseen(5 * SECOND))).isFalse();
        assertThat(shown().persons()).isEqualTo(1);
        assertThat(shown().action()).isEqualTo("other");

        nanos.advance(Duration.ofSeconds(5));
        assertThat(board.onState(Home.unseen(10 * SECOND))).isFalse();
        assertThat(board.available()).isFalse();
    }

    @Test
    void aRoomOfFewCamerasIsAvailableWithAllOfThem() {
        var strict = new RoomBoard(Home.living(Home.CLASSES, 3), nanos);
        strict.onState(Home.state(0, 0));
        strict.onStream(Home.NORTH, StreamState.STREAMING);
        assertThat(strict.available()).isFalse();
        strict.onStream(Home.SOUTH, StreamState.STREAMING);
        assertThat(strict.available()).isTrue();
    }

    @Test
    void aMicrophoneAloneDoesNotMakeARoomAvailable() {
        board.onStream(Home.TABLE, StreamState.STREAMING);
        board.onState(Home.state(0, 0));

        assertThat(board.available()).isFalse();
    }

    private RoomBoard.Shown shown() {
        return Objects.requireNonNull(board.shown());
    }
}
