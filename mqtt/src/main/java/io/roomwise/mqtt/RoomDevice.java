package io.roomwise.mqtt;

import io.roomwise.capture.StreamId;
import io.roomwise.inference.ActionClasses;
import io.roomwise.sync.RoomLayout;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
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

    /** The room's sensors, each once: those with pictures first. */
    List<String> sensors() {
        return Stream.concat(layout.views().stream(), layout.microphones().stream())
                .map(StreamId::sensor)
                .distinct()
                .toList();
    }

    boolean hasView(String sensor) {
        return layout.views().stream().anyMatch(view -> view.sensor().equals(sensor));
    }

    /** The room's part of its first entity ids: its name where that can be spelt in ASCII, else its key. */
    String entityName() {
        String spelt =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
        boolean ascii = name.chars().allMatch(c -> c < 128);
        return ascii && !spelt.isEmpty() ? spelt : Topics.slug(layout.room().room());
    }

    /** Whether an action deserves an entity of its own that raises an alarm. */
    static boolean isFall(String action) {
        return action.equals("fall") || action.equals("falling");
    }

    private static String key(RoomLayout layout) {
        return "homes." + layout.room().home() + ".rooms." + layout.room().room();
    }
}
