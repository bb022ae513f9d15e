package io.roomwise.agent.config;

import io.roomwise.capture.MediaRole;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamConfig;
import io.roomwise.capture.StreamId;
import io.roomwise.sync.RoomLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A room under {@code homes.<home>.rooms}.
 *
 * @param area Home Assistant's area in which the room is put at first
 * @param sensorNames what people call a sensor, by its key, where they call it differently
 * @param streams in the order of the file
 */
public record RoomConfig(
        RoomId id, String friendlyName, Optional<String> area, Map<String, String> sensorNames, List<Stream> streams) {
    /** One input of a sensor. */
    public record Stream(StreamId id, StreamConfig config) {}

    public RoomConfig {
        sensorNames = Map.copyOf(sensorNames);
        streams = List.copyOf(streams);
    }

    /** Views are the streams with pictures, microphones those with sound; one stream may be both. */
    public RoomLayout layout() {
        return new RoomLayout(id, withRole(MediaRole.VIDEO), withRole(MediaRole.AUDIO));
    }

    private List<StreamId> withRole(MediaRole role) {
        return streams.stream()
                .filter(stream -> stream.config().roles().contains(role))
                .map(Stream::id)
                .toList();
    }
}
