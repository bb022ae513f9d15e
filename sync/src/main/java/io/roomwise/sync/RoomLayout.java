package io.roomwise.sync;

import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import java.util.List;

/**
 * Which streams make up a room.
 *
 * @param views streams with pictures, in the order of the model's view axis
 * @param microphones streams with sound
 */
public record RoomLayout(RoomId room, List<StreamId> views, List<StreamId> microphones) {
    public RoomLayout {
        views = List.copyOf(views);
        microphones = List.copyOf(microphones);
    }
}
