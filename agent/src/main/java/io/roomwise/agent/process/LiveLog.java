package io.roomwise.agent.process;

import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamListener;
import io.roomwise.capture.StreamState;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionListener;
import io.roomwise.inference.RoomState;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** One line per change of state: what people read in the journal. Called by capture threads and inference. */
final class LiveLog implements ActionListener, StreamListener {
    private final Logger log;
    /** Last thing said about a stream. */
    private final Map<StreamId, String> said = new ConcurrentHashMap<>();

    private final Set<StreamId> streaming = ConcurrentHashMap.newKeySet();
    /** Those that have streamed before. */
    private final Set<StreamId> known = ConcurrentHashMap.newKeySet();

    private final Set<RoomId> seen = ConcurrentHashMap.newKeySet();

    LiveLog(Logger log) {
        this.log = log;
    }

    @Override
    public void onStreamState(StreamId stream, StreamState state, String reason) {
        // attempts that fail for the same reason are counted by capture, not told again
        if (state == StreamState.CONNECTING || (state + reason).equals(said.put(stream, state + reason))) {
            return;
        }
        if (state == StreamState.OFFLINE) {
            log.warn("{}: {}: {}", stream, streaming.remove(stream) ? "lost" : "away", reason);
        } else if (state == StreamState.STREAMING) {
            boolean back = streaming.add(stream);
            String how = known.add(stream) ? "connected" : back ? "recovered" : "changed";
            log.info("{}: {}, {}", stream, how, reason);
        } else {
            log.info("{}: {}", stream, reason);
        }
    }

    @Override
    public void onAction(ActionEvent event) {
        log.info(
                "{}: {} {} (score {}, threshold {}, {} ms after it was seen, views {})",
                event.room(),
                event.action(),
                event.kind().name().toLowerCase(Locale.ROOT),
                twoDigits(event.score()),
                twoDigits(event.threshold()),
                (event.decidedUtcNanos() - event.capturedUtcNanos()) / 1_000_000,
                String.join(" ", event.viewsUsed()));
    }

    @Override
    public void onRoomState(RoomState state) {
        if (seen.add(state.room())) {
            log.info(
                    "{}: first window, {} of {} views, clock {}",
                    state.room(),
                    state.viewsUsed().size(),
                    state.viewsUsed().size() + state.viewsMissing().size(),
                    state.clock().name().toLowerCase(Locale.ROOT));
        }
    }

    private static String twoDigits(float score) {
        return String.format(Locale.ROOT, "%.2f", score);
    }
}
