package io.roomwise.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamState;
import io.roomwise.capture.StreamStats;
import io.roomwise.inference.InferenceStats;
import io.roomwise.inference.Latency;
import io.roomwise.sync.SyncStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Of a home of two cameras, of which no window comes. */
class HealthTest {
    private static final RoomId ROOM = new RoomId("home", "living");
    private static final StreamId NORTH = new StreamId(0, ROOM, "north");
    private static final StreamId SOUTH = new StreamId(1, ROOM, "south");

    private final List<String> told = new ArrayList<>();
    private final SensorBoard board = new SensorBoard(List.of(NORTH, SOUTH));

    private void look(String northDecoder, String southDecoder) {
        try (Health health = new Health(
                () -> stats(northDecoder, southDecoder),
                board,
                List.of(NORTH, SOUTH),
                new ServiceManager(told::add),
                null)) {
            health.look(stats(northDecoder, southDecoder));
        }
    }

    private HomeStats stats(String northDecoder, String southDecoder) {
        Latency none = new Latency(0, 0, 0, 0, 0);
        return new HomeStats(
                List.of(stats(NORTH, northDecoder), stats(SOUTH, southDecoder)),
                new SyncStats(List.of(), List.of(), 0, 0, 0, 0),
                new InferenceStats(0, 0, 0, none, none, none, none, none, Map.of()),
                Optional.empty());
    }

    private StreamStats stats(StreamId stream, String decoder) {
        StreamState state = board.streaming().contains(stream) ? StreamState.STREAMING : StreamState.OFFLINE;
        return new StreamStats(stream, state, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ClockSource.ARRIVAL, 0, decoder, 1, 0);
    }

    private void is(StreamId stream, StreamState state) {
        board.onStreamState(stream, state, "");
    }

    @Test
    void withoutWindowsOfCamerasThatSendPicturesItIsDead() {
        is(NORTH, StreamState.STREAMING);
        is(SOUTH, StreamState.OFFLINE);
        look("h264", "");
        assertThat(told).containsExactly("STATUS=starting, 1 of 2 streams, no broker");
    }

    @Test
    void ofACameraThatSendsSoundAloneNoWindowIsExpected() {
        is(NORTH, StreamState.STREAMING);
        is(SOUTH, StreamState.OFFLINE);
        look("", "");
        assertThat(told)
                .containsExactly(
                        "READY=1", "WATCHDOG=1", "STATUS=no pictures from any camera, 1 of 2 streams, no broker");
    }

    @Test
    void cameraThatIsBeingOpenedForTheFirstTimeMayYetSendPictures() {
        is(SOUTH, StreamState.OFFLINE);
        look("", "");
        assertThat(told).containsExactly("STATUS=starting, 0 of 2 streams, no broker");
    }
}
