package io.roomwise.mqtt;

import io.roomwise.inference.ActionClasses;
import io.roomwise.sync.RoomLayout;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A room as Home Assistant lists it.
 *
 * @param name what people call it, "Living room"
 * @param area Home Assistant's area in which the device is put at first, if any
 * @param sensorNames what people call a sensor, by its key; a sensor without an entry is called by its key
 * @param minViews the room is available while at least so many of its views stream
 * @param model of the student that watches it
 */
public record RoomDevice(
        RoomLayout layout,
        String name,
        @Nullable String area,
        Map<String, String> sensorNames,
        int minViews,
        ActionClasses classes,
        String model) {
    public RoomDevice {
        sensorNames = Map.copyOf(sensorNames);
        if (name.isBlank()) {
            throw new IllegalArgumentException(key(layout) + ".friendly_name must not be blank");
        }
        if (minViews < 1) {
            throw new IllegalArgumentException(key(layout) + ".windows.min_views must be at least 1, was " + minViews);
        }
    }

    private static String key(RoomLayout layout) {
        return "homes." + layout.room().home() + ".rooms." + layout.room().room();
    }
}
