package io.roomwise.agent.process;

import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamStats;
import io.roomwise.inference.InferenceStats;
import io.roomwise.mqtt.MqttStats;
import io.roomwise.sync.SyncStats;
import java.util.List;
import java.util.Optional;

/**
 * The counters of all modules, taken at one time.
 *
 * @param streams in the order of the configuration
 * @param mqtt empty where no broker is used
 */
public record HomeStats(List<StreamStats> streams, SyncStats sync, InferenceStats inference, Optional<MqttStats> mqtt) {
    public HomeStats {
        streams = List.copyOf(streams);
    }

    /** Frames of a stream that came after their window had left. */
    public long late(StreamId stream) {
        return sync.streams().get(stream.index()).late();
    }

    /** Windows that were given up because inference was busy, in all rooms. */
    public long windowsDropped() {
        return sync.rooms().stream().mapToLong(SyncStats.RoomStats::givenUp).sum();
    }

    /** Windows in which a view was missing, in all rooms. */
    public long windowsDegraded() {
        return sync.rooms().stream().mapToLong(SyncStats.RoomStats::degraded).sum();
    }

    /** Since inference finished its newest window of any room; -1 before the first. */
    public long lastWindowAgeMillis() {
        return sync.rooms().stream()
                .mapToLong(SyncStats.RoomStats::lastWindowAgeMillis)
                .filter(age -> age >= 0)
                .min()
                .orElse(-1);
    }
}
