package io.roomwise.mqtt;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What people may change of a room while the agent runs, as it holds now.
 *
 * @param recognition whether the room is watched
 * @param microphones whether it is listened to
 * @param thresholds score above which an action begins, for each class of the model
 */
public record RoomSettings(boolean recognition, boolean microphones, Map<String, Float> thresholds) {
    public RoomSettings {
        thresholds = Map.copyOf(thresholds);
    }

    /** The same after a command for this room. */
    public RoomSettings after(Command command) {
        if (command instanceof Command.Recognition recognize) {
            return new RoomSettings(recognize.on(), microphones, thresholds);
        }
        if (command instanceof Command.Microphones hear) {
            return new RoomSettings(recognition, hear.on(), thresholds);
        }
        if (command instanceof Command.Threshold threshold) {
            Map<String, Float> changed = new LinkedHashMap<>(thresholds);
            changed.put(threshold.action(), threshold.start());
            return new RoomSettings(recognition, microphones, changed);
        }
        return this;
    }
}
