package io.roomwise.mqtt;

import com.google.gson.JsonObject;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.sync.WindowClock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rooms for device-based discovery of Home Assistant (2024.11 and later): which entities there are and how to read them
 * from the topics and keys of {@link Payloads}.
 *
 * <p>Unique ids and the keys of components are kept by Home Assistant for ever: they are never renamed. What automations
 * and dashboards refer to has a default entity id; it holds when the entity is registered first.
 */
final class RoomDiscovery {
    /** An alarm that nobody ended, by a restart for instance, goes out by itself. */
    private static final int ALARM_OFF_SECONDS = 600;

    private final Topics topics;
    private final String version;

    /** @param version of the program */
    RoomDiscovery(Topics topics, String version) {
        this.topics = topics;
        this.version = version;
    }

    String payload(RoomDevice room) {
        RoomId id = room.layout().room();
        var device = new JsonObject();
        device.add("identifiers", Components.texts(topics.roomId(id)));
        device.addProperty("name", room.name());
        device.addProperty("manufacturer", "Roomwise");
        device.addProperty(
                "model",
                "Room (" + counted(room.layout().views(), "view") + ", "
                        + counted(room.layout().microphones(), "microphone") + ")");
        device.addProperty("sw_version", room.model());
        if (room.area() != null) {
            device.addProperty("suggested_area", room.area());
        }
        device.addProperty("via_device", topics.hubId());
        var payload = Components.payload(
                version,
                room.entityName(),
                device,
                roomComponents(room),
                topics.hubState(),
                topics.roomAvailability(id));
        payload.addProperty("state_topic", topics.roomState(id));
        return Payloads.text(payload);
    }

    private static String counted(List<StreamId> streams, String what) {
        return streams.size() + " " + what + (streams.size() == 1 ? "" : "s");
    }

    private JsonObject roomComponents(RoomDevice room) {
        String id = topics.roomId(room.layout().room());
        var components = new JsonObject();
        components.add("action", action(room, id));
        components.add("action_event", actionEvent(room, id));
        for (String alarm : room.alarms()) {
            components.add("alarm_" + Topics.slug(alarm), alarm(room, id, alarm));
        }
        components.add("occupancy", occupancy(id));
        components.add("person_count", personCount(room, id));
        components.add("confidence", confidence(id));
        components.add("skew", milliseconds(id, "skew", "Window skew", "skew_ms"));
        components.add("latency", milliseconds(id, "latency", "Glass to event", "glass_to_event_ms"));
        components.add("clock", clock(id));
        for (String sensor : room.sensors()) {
            boolean camera = room.hasView(sensor);
            String key = (camera ? "cam_" : "mic_") + Topics.slug(sensor);
            components.add(key, stream(room, id, key, sensor, camera ? "video" : "audio"));
        }
        for (String setting : room.settingNames()) {
            components.add(setting, setting(room, id, setting));
        }
        for (String action : room.classes().names()) {
            components.add("trigger_" + Topics.slug(action), trigger(room, action));
        }
        return components;
    }

    /** Available with the hub: a room that is not watched must be possible to be watched again. */
    private JsonObject setting(RoomDevice room, String id, String name) {
        Optional<String> action = room.actionOf(name);
        String platform = action.isPresent() ? "number" : "switch";
        var setting = Components.component(
                platform, id, name, action.map(a -> "Threshold " + words(a)).orElse(spoken(name)));
        RoomId at = room.layout().room();
        setting.addProperty("command_topic", topics.setting(at, name));
        setting.addProperty("state_topic", topics.settingState(at, name));
        setting.add("availability", Components.availability(topics.hubState()));
        if (!name.equals(CommandReader.RECOGNITION)) {
            setting.addProperty("entity_category", "config");
        }
        if (action.isPresent()) {
            setting.addProperty("min", CommandReader.LOWEST_THRESHOLD);
            setting.addProperty("max", CommandReader.HIGHEST_THRESHOLD);
            setting.addProperty("step", 0.01);
            setting.addProperty("mode", "slider");
        } else {
            setting.addProperty("icon", name.equals(CommandReader.MICROPHONES) ? "mdi:microphone" : "mdi:eye");
        }
        return setting;
    }

    /** For automations that begin with "when somebody". */
    private JsonObject trigger(RoomDevice room, String action) {
        var trigger = new JsonObject();
        trigger.addProperty("platform", "device_automation");
        trigger.addProperty("automation_type", "trigger");
        trigger.addProperty("topic", topics.roomEvent(room.layout().room()));
        trigger.addProperty("type", action);
        trigger.addProperty("subtype", "person");
        trigger.addProperty("value_template", "{{ value_json.event_type }}");
        trigger.addProperty("payload", action);
        return trigger;
    }

    private static JsonObject alarm(RoomDevice room, String id, String action) {
        String slug = Topics.slug(action);
        var alarm = Components.component("binary_sensor", id, "alarm_" + slug, spoken(action));
        alarm.addProperty("default_entity_id", "binary_sensor." + room.entityName() + "_" + slug);
        alarm.addProperty("device_class", "safety");
        alarm.addProperty("off_delay", ALARM_OFF_SECONDS);
        Components.addOnOff(alarm, "{{ value_json.alarms['" + slug + "'] }}");
        return alarm;
    }

    private static JsonObject occupancy(String id) {
        var occupancy = Components.component("binary_sensor", id, "occupancy", "Occupancy");
        occupancy.addProperty("device_class", "occupancy");
        Components.addOnOff(occupancy, "{{ value_json.occupancy }}");
        return occupancy;
    }

    private static String words(String name) {
        return name.replace('_', ' ').replace('-', ' ');
    }

    private static String spoken(String name) {
        String words = words(name);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private JsonObject action(RoomDevice room, String id) {
        var action = Components.component("sensor", id, "action", "Action");
        action.addProperty("icon", "mdi:run");
        action.addProperty("device_class", "enum");
        action.add(
                "options",
                Components.texts(
                        Stream.concat(Stream.of(RoomBoard.NO_PERSON, RoomBoard.OTHER), room.classes().names().stream())
                                .distinct()
                                .toArray(String[]::new)));
        action.addProperty("value_template", "{{ value_json.action }}");
        action.addProperty(
                "json_attributes_topic", topics.roomState(room.layout().room()));
        action.addProperty("json_attributes_template", "{{ value_json.attributes | tojson }}");
        return action;
    }

    private JsonObject actionEvent(RoomDevice room, String id) {
        var event = Components.component("event", id, "action_event", "Action event");
        event.addProperty("default_entity_id", "event." + room.entityName() + "_action");
        event.addProperty("icon", "mdi:gesture-double-tap");
        event.addProperty("state_topic", topics.roomEvent(room.layout().room()));
        event.add("event_types", Components.texts(room.classes().names().toArray(String[]::new)));
        return event;
    }

    private static JsonObject personCount(RoomDevice room, String id) {
        var count = Components.component("sensor", id, "person_count", "People");
        count.addProperty("default_entity_id", "sensor." + room.entityName() + "_people");
        count.addProperty("icon", "mdi:account-group");
        count.addProperty("state_class", "measurement");
        count.addProperty("suggested_display_precision", 0);
        count.addProperty("value_template", "{{ value_json.person_count }}");
        return count;
    }

    /** Arithmetic on an unknown value would be an error in Home Assistant's log with each state. */
    private static JsonObject confidence(String id) {
        var confidence = measurement(id, "confidence", "Confidence", "%");
        confidence.addProperty(
                "value_template",
                "{{ (value_json.confidence * 100) | round(1) if value_json.confidence is number else 'None' }}");
        return confidence;
    }

    private static JsonObject milliseconds(String id, String key, String name, String value) {
        var milliseconds = measurement(id, key, name, "ms");
        milliseconds.addProperty("device_class", "duration");
        milliseconds.addProperty("value_template", "{{ value_json." + value + " }}");
        return milliseconds;
    }

    private static JsonObject measurement(String id, String key, String name, String unit) {
        var measurement = Components.diagnostic("sensor", id, key, name);
        measurement.addProperty("unit_of_measurement", unit);
        measurement.addProperty("state_class", "measurement");
        measurement.addProperty("suggested_display_precision", 0);
        measurement.addProperty("enabled_by_default", false);
        return measurement;
    }

    private static JsonObject clock(String id) {
        var clock = Components.diagnostic("sensor", id, "clock", "Clock source");
        clock.addProperty("device_class", "enum");
        clock.add(
                "options",
                Components.texts(
                        Arrays.stream(WindowClock.values()).map(Payloads::name).toArray(String[]::new)));
        clock.addProperty("value_template", "{{ value_json.clock }}");
        return clock;
    }

    /** Available with the hub: that its camera is away is what it is there to tell. */
    private JsonObject stream(RoomDevice room, String id, String key, String sensor, String medium) {
        var stream = Components.diagnostic(
                "binary_sensor", id, key, room.sensorNames().getOrDefault(sensor, sensor));
        stream.addProperty("device_class", "connectivity");
        Components.addOnOff(stream, "{{ value_json.sensors['" + Topics.slug(sensor) + "']." + medium + " }}");
        stream.add("availability", Components.availability(topics.hubState()));
        return stream;
    }
}
