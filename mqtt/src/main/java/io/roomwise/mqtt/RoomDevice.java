package io.roomwise.mqtt;

import io.roomwise.capture.StreamId;
import io.roomwise.inference.ActionClasses;
import io.roomwise.sync.RoomLayout;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A room as Home Assistant lists it.
 *
 * @param name what people call it, "Living room"
 * @param area Home Assistant's area in which the device is put at first, if any
 * @param sensorNames what people call a sensor, by its key; a sensor without an entry is called by its key
 * @param layout streams that are really taken: microphones to which nobody listens are not among them
 * @param minViews the room is available while at least so many of its views stream
 * @param model of the student that watches it
 * @param alarms classes that are worth an entity of their own
 * @param settings as they hold at first
 */
public record RoomDevice(
        RoomLayout layout,
        String name,
        @Nullable String area,
        Map<String, String> sensorNames,
        int minViews,
        ActionClasses classes,
        String model,
        Set<String> alarms,
        RoomSettings settings) {
    public RoomDevice {
        sensorNames = Map.copyOf(sensorNames);
        alarms = Collections.unmodifiableSet(new LinkedHashSet<>(alarms));
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

    /** What can be changed by a command, as it is called in topics. */
    List<String> settingNames() {
        Stream<String> switches = layout.microphones().isEmpty()
                ? Stream.of(CommandReader.RECOGNITION)
                : Stream.of(CommandReader.RECOGNITION, CommandReader.MICROPHONES);
        return Stream.concat(switches, classes.names().stream().map(RoomDevice::thresholdOf))
                .toList();
    }

    /** The class whose threshold a setting is. */
    Optional<String> actionOf(String setting) {
        return classes.names().stream()
                .filter(action -> thresholdOf(action).equals(setting))
                .findFirst();
    }

    static String thresholdOf(String action) {
        return CommandReader.THRESHOLD + Topics.slug(action);
    }

    private static String key(RoomLayout layout) {
        return "homes." + layout.room().home() + ".rooms." + layout.room().room();
    }
}
