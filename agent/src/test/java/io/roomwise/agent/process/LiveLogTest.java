package io.roomwise.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamState;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.RoomState;
import io.roomwise.sync.WindowClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class LiveLogTest {
    private static final RoomId LIVING = new RoomId("home", "living");
    private static final StreamId NORTH = new StreamId(0, LIVING, "north");

    private final Lines lines = new Lines();
    private final LiveLog log = new LiveLog(lines);

    @Test
    void tellsWhenACameraComesGoesAndComesBack() {
        log.onStreamState(NORTH, StreamState.CONNECTING, "");
        log.onStreamState(NORTH, StreamState.OFFLINE, "401 Unauthorized");
        log.onStreamState(NORTH, StreamState.STREAMING, "streaming 640x360 h264");
        log.onStreamState(NORTH, StreamState.OFFLINE, "no data for 10 s");
        log.onStreamState(NORTH, StreamState.CONNECTING, "");
        log.onStreamState(NORTH, StreamState.OFFLINE, "connection refused");
        log.onStreamState(NORTH, StreamState.OFFLINE, "connection refused");
        log.onStreamState(NORTH, StreamState.STREAMING, "streaming 640x360 h264");
        assertThat(said())
                .containsExactly(
                        "WARN home/living/north: away: 401 Unauthorized",
                        "INFO home/living/north: connected, streaming 640x360 h264",
                        "WARN home/living/north: lost: no data for 10 s",
                        "WARN home/living/north: away: connection refused",
                        "INFO home/living/north: recovered, streaming 640x360 h264");
    }

    @Test
    void aStreamThatChangesWasNotLost() {
        log.onStreamState(NORTH, StreamState.STREAMING, "streaming 640x360 h264");
        log.onStreamState(NORTH, StreamState.STREAMING, "streaming 320x180 h264");
        assertThat(said())
                .containsExactly(
                        "INFO home/living/north: connected, streaming 640x360 h264",
                        "INFO home/living/north: changed, streaming 320x180 h264");
    }

    @Test
    void tellsWhatBeginsAndEnds() {
        log.onAction(new ActionEvent(
                LIVING,
                ActionEvent.Kind.STARTED,
                "fall",
                0.94f,
                0.7f,
                1_000_000_000L,
                1_780_000_000L,
                12,
                WindowClock.RTCP,
                List.of("north", "south"),
                List.of(),
                List.of()));
        assertThat(said())
                .containsExactly("INFO home/living: fall started (score 0.94, threshold 0.70, 780 ms after it was seen,"
                        + " views north south)");
    }

    @Test
    void tellsTheFirstWindowOfARoomOnly() {
        RoomState state = new RoomState(
                LIVING, List.of(), Map.of(), List.of(), 0, 0, 0, WindowClock.RTCP, List.of("north"), List.of("south"));
        log.onRoomState(state);
        log.onRoomState(state);
        assertThat(said()).containsExactly("INFO home/living: first window, 1 of 2 views, clock rtcp");
    }

    private List<String> said() {
        return lines.said;
    }

    /** Remembers what is logged at level info and above. */
    private static final class Lines extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        private final transient List<String> said = new ArrayList<>();

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
            said.add(level + " " + MessageFormatter.basicArrayFormat(pattern, arguments));
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return "";
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
