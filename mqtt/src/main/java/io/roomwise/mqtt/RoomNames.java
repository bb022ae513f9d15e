package io.roomwise.mqtt;

import io.roomwise.capture.RoomId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keys that differ only in case, '-' and '_', or in where a '_' belongs, would share entities. */
final class RoomNames {
    private RoomNames() {}

    /** @throws IllegalArgumentException naming the configuration key whose name is taken */
    static void requireDifferent(Topics topics, List<RoomDevice> devices) {
        Set<String> ids = new HashSet<>();
        for (RoomDevice device : devices) {
            RoomId room = device.layout().room();
            String key = "homes." + room.home();
            require(
                    !Topics.slug(room.home()).equals(Topics.BRIDGE),
                    key + ": the name '" + Topics.BRIDGE + "' is taken by the hubs' topics");
            require(
                    ids.add(topics.roomId(room)),
                    key + ".rooms." + room.room() + ": another room has the same name for Home Assistant, "
                            + topics.roomId(room));
            Set<String> sensors = new HashSet<>();
            for (String sensor : device.sensors()) {
                require(
                        sensors.add(Topics.slug(sensor)),
                        key + ".rooms." + room.room() + ".sensors." + sensor
                                + ": another sensor has the same name for Home Assistant, " + Topics.slug(sensor));
            }
            Set<String> actions = new HashSet<>();
            for (String action : device.classes().names()) {
                require(
                        actions.add(Topics.slug(action)),
                        "model.path: another class of the model has the same name for Home Assistant as " + action);
            }
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
