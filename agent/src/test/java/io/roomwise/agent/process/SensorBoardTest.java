package io.roomwise.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamState;
import java.util.List;
import org.junit.jupiter.api.Test;

class SensorBoardTest {
    private static final RoomId LIVING = new RoomId("home", "living");
    private static final StreamId NORTH = new StreamId(0, LIVING, "north");
    private static final StreamId SOUTH = new StreamId(1, LIVING, "south");
    private static final List<StreamId> BOTH = List.of(NORTH, SOUTH);

    private final SensorBoard board = new SensorBoard(BOTH);

    @Test
    void expectsWindowsOfACameraThatIsOpenedForTheFirstTime() {
        board.onStreamState(NORTH, StreamState.CONNECTING, "");
        assertThat(board.allKnownOffline(List.of(NORTH))).isFalse();
    }

    @Test
    void knowsACameraToBeOfflineUntilItDeliversAgain() {
        board.onStreamState(NORTH, StreamState.OFFLINE, "refused");
        assertThat(board.allKnownOffline(List.of(NORTH))).isTrue();
        board.onStreamState(NORTH, StreamState.CONNECTING, "");
        assertThat(board.allKnownOffline(List.of(NORTH))).as("the next attempt").isTrue();
        board.onStreamState(NORTH, StreamState.STREAMING, "640x360");
        assertThat(board.allKnownOffline(List.of(NORTH))).isFalse();
    }

    @Test
    void expectsWindowsAsLongAsOneCameraIsNotKnownToBeOffline() {
        board.onStreamState(NORTH, StreamState.OFFLINE, "refused");
        assertThat(board.allKnownOffline(BOTH)).isFalse();
        board.onStreamState(SOUTH, StreamState.CLOSED, "end of file");
        assertThat(board.allKnownOffline(BOTH)).isTrue();
    }

    @Test
    void listsWhatStreams() {
        board.onStreamState(SOUTH, StreamState.STREAMING, "640x360");
        assertThat(board.streaming()).containsExactly(SOUTH);
        assertThat(board.size()).isEqualTo(2);
    }
}
