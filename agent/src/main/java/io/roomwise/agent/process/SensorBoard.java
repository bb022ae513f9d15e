package io.roomwise.agent.process;

import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamListener;
import io.roomwise.capture.StreamState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What every stream is doing. Written by capture threads, read by any. */
final class SensorBoard implements StreamListener {
    private final Map<StreamId, StreamState> states = new ConcurrentHashMap<>();
    /** Streams that failed since they last delivered; one that is being opened for the first time is not among them. */
    private final Map<StreamId, Boolean> knownOffline = new ConcurrentHashMap<>();

    SensorBoard(Collection<StreamId> streams) {
        streams.forEach(stream -> states.put(stream, StreamState.CONNECTING));
    }

    @Override
    public void onStreamState(StreamId stream, StreamState state, String reason) {
        states.put(stream, state);
        if (state == StreamState.STREAMING) {
            knownOffline.remove(stream);
        } else if (state != StreamState.CONNECTING) {
            knownOffline.put(stream, true);
        }
    }

    /** Whether all of these are known to deliver nothing: windows cannot be expected of them. */
    boolean allKnownOffline(Collection<StreamId> streams) {
        return streams.stream().allMatch(knownOffline::containsKey);
    }

    /** Those that stream now, of all. */
    List<StreamId> streaming() {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue() == StreamState.STREAMING)
                .map(Map.Entry::getKey)
                .toList();
    }

    int size() {
        return states.size();
    }
}
