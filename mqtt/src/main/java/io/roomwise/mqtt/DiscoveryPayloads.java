package io.roomwise.mqtt;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.sync.WindowClock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Device-based discovery of Home Assistant (2024.11 and later): which devices and entities there are and how to read them
 * from the topics and keys of {@link Payloads}.
 *
 * <p>Unique ids and the keys of components are kept by Home Assistant for ever: they are never renamed.
 */
final class DiscoveryPayloads {
    /** Five reports missed. */
    private static final int HEALTH_EXPIRES_SECONDS = 300;
    /** An alarm that nobody ended, by a restart for instance, goes out by itself. */
    private static final int FALL_OFF_SECONDS = 600;

    private final Topics topics;
    private final HubDevice hub;

    DiscoveryPayloads(Topics topics, HubDevice hub) {
        this.topics = topics;
        this.hub = hub;
    }

    String hub() {
        var device = new JsonObject();
        device.add("identifiers", texts(topics.hubId()));
        device.addProperty("name", "Roomwise " + topics.node());
        device.addProperty("manufacturer", "Roomwise");
        device.addProperty("model", "Edge agent");
        device.addProperty("sw_version", hub.version());
        if (!hub.hardware().isBlank()) {
            device.addProperty("hw_version", hub.hardware());
        }
        var components = new JsonObject();
        components.add("connection", connection());
        components.add("version", hubSensor("version", "Version", topics.hubInfo(), "version"));
        components.getAsJsonObject("version").addProperty("icon", "mdi:tag");
        components.add("started", hubSensor("started", "Started", topics.hubInfo(), "started"));
        components.getAsJsonObject("started").addProperty("device_class", "timestamp");
        components.add("rss", memory());
        components.add("problem", problem());
        var payload = payload(device, components, topics.hubState());
        return Payloads.text(payload);
    }

    /** Its empty list of availabilities goes before the hub's: shown as disconnected, not as unavailable. */
    private JsonObject connection() {
        var connection = diagnostic("binary_sensor", topics.hubId(), "connection", "Connection");
        connection.addProperty("default_entity_id", "binary_sensor.roomwise_" + topics.node() + "_connection");
        connection.addProperty("device_class", "connectivity");
        connection.addProperty("state_topic", topics.hubState());
        connection.addProperty("payload_on", Payloads.ONLINE);
        connection.addProperty("payload_off", Payloads.OFFLINE);
        connection.add("availability", new JsonArray());
        return connection;
    }

    private JsonObject memory() {
        var memory = hubSensor("rss", "Memory", topics.hubHealth(), "process.rss_mib");
        memory.addProperty("device_class", "data_size");
        memory.addProperty("unit_of_measurement", "MiB");
        memory.addProperty("state_class", "measurement");
        memory.addProperty("suggested_display_precision", 0);
        memory.addProperty("enabled_by_default", false);
        memory.addProperty("expire_after", HEALTH_EXPIRES_SECONDS);
        return memory;
    }

    private JsonObject problem() {
        var problem = diagnostic("binary_sensor", topics.hubId(), "problem", "Problem");
        problem.addProperty("default_entity_id", "binary_sensor.roomwise_" + topics.node() + "_problem");
        problem.addProperty("device_class", "problem");
        problem.addProperty("state_topic", topics.hubInfo());
        problem.addProperty("value_template", "{{ 'ON' if value_json.problems else 'OFF' }}");
        problem.addProperty("json_attributes_topic", topics.hubInfo());
        problem.addProperty("json_attributes_template", "{{ {'problems': value_json.problems} | tojson }}");
        return problem;
    }

    private JsonObject hubSensor(String key, String name, String topic, String value) {
        var sensor = diagnostic("sensor", topics.hubId(), key, name);
        sensor.addProperty("state_topic", topic);
        sensor.addProperty("value_template", "{{ value_json." + value + " }}");
        return sensor;
    }

    String room(RoomDevice room) {
        RoomId id = room.layout().room();
        var device = new JsonObject();
        device.add("identifiers", texts(topics.roomId(id)));
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
        var payload = payload(device, roomComponents(room), topics.hubState(), topics.roomAvailability(id));
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
        if (room.classes().names().stream().anyMatch(RoomDevice::isFall)) {
            JsonObject fall = binary(room, id, "fall", "Fall", "safety");
            fall.addProperty("off_delay", FALL_OFF_SECONDS);
            components.add("fall", fall);
        }
        components.add("occupancy", binary(room, id, "occupancy", "Occupancy", "occupancy"));
        components.add("person_count", personCount(id));
        components.add("confidence", confidence(id));
        components.add("skew", milliseconds(id, "skew", "Window skew", "skew_ms"));
        components.add("latency", milliseconds(id, "latency", "Glass to event", "glass_to_event_ms"));
        components.add("clock", clock(id));
        for (String sensor : room.sensors()) {
            boolean camera = room.hasView(sensor);
            String key = (camera ? "cam_" : "mic_") + Topics.slug(sensor);
            components.add(key, stream(room, id, key, sensor, camera ? "video" : "audio"));
        }
        return components;
    }

    private JsonObject action(RoomDevice room, String id) {
        var action = component("sensor", id, "action", "Action");
        action.addProperty("default_entity_id", "sensor." + room.entityName() + "_action");
        action.addProperty("icon", "mdi:run");
        action.addProperty("device_class", "enum");
        action.add(
                "options",
                texts(Stream.concat(Stream.of(RoomBoard.NO_PERSON, RoomBoard.OTHER), room.classes().names().stream())
                        .distinct()
                        .toArray(String[]::new)));
        action.addProperty("value_template", "{{ value_json.action }}");
        action.addProperty(
                "json_attributes_topic", topics.roomState(room.layout().room()));
        action.addProperty("json_attributes_template", "{{ value_json.attributes | tojson }}");
        return action;
    }

    private JsonObject actionEvent(RoomDevice room, String id) {
        var event = component("event", id, "action_event", "Action event");
        event.addProperty("default_entity_id", "event." + room.entityName() + "_action");
        event.addProperty("icon", "mdi:gesture-double-tap");
        event.addProperty("state_topic", topics.roomEvent(room.layout().room()));
        event.add("event_types", texts(room.classes().names().toArray(String[]::new)));
        return event;
    }

    private static JsonObject binary(RoomDevice room, String id, String key, String name, String deviceClass) {
        var binary = component("binary_sensor", id, key, name);
        binary.addProperty("default_entity_id", "binary_sensor." + room.entityName() + "_" + key);
        binary.addProperty("device_class", deviceClass);
        addOnOff(binary, "{{ value_json." + key + " }}");
        return binary;
    }

    private static void addOnOff(JsonObject binary, String template) {
        binary.addProperty("payload_on", Payloads.ON);
        binary.addProperty("payload_off", Payloads.OFF);
        binary.addProperty("value_template", template);
    }

    private static JsonObject personCount(String id) {
        var count = component("sensor", id, "person_count", "People");
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
        var measurement = diagnostic("sensor", id, key, name);
        measurement.addProperty("unit_of_measurement", unit);
        measurement.addProperty("state_class", "measurement");
        measurement.addProperty("suggested_display_precision", 0);
        measurement.addProperty("enabled_by_default", false);
        return measurement;
    }

    private static JsonObject clock(String id) {
        var clock = diagnostic("sensor", id, "clock", "Clock source");
        clock.addProperty("device_class", "enum");
        clock.add(
                "options",
                texts(Arrays.stream(WindowClock.values()).map(Payloads::name).toArray(String[]::new)));
        clock.addProperty("value_template", "{{ value_json.clock }}");
        return clock;
    }

    /** Available with the hub: that its camera is away is what it is there to tell. */
    private JsonObject stream(RoomDevice room, String id, String key, String sensor, String medium) {
        var stream = diagnostic("binary_sensor", id, key, room.sensorNames().getOrDefault(sensor, sensor));
        stream.addProperty("device_class", "connectivity");
        addOnOff(stream, "{{ value_json.sensors['" + Topics.slug(sensor) + "']." + medium + " }}");
        stream.add("availability", availability(topics.hubState()));
        return stream;
    }

    private JsonObject payload(JsonObject device, JsonObject components, String... availability) {
        var origin = new JsonObject();
        origin.addProperty("name", "roomwise");
        origin.addProperty("sw_version", hub.version());
        var payload = new JsonObject();
        payload.add("device", device);
        payload.add("origin", origin);
        payload.addProperty("qos", 1);
        payload.add("availability", availability(availability));
        payload.addProperty("availability_mode", "all");
        payload.add("components", components);
        return payload;
    }

    private static JsonArray availability(String... topics) {
        var list = new JsonArray();
        for (String topic : topics) {
            var entry = new JsonObject();
            entry.addProperty("topic", topic);
            list.add(entry);
        }
        return list;
    }

    private static JsonObject diagnostic(String platform, String device, String key, String name) {
        var component = component(platform, device, key, name);
        component.addProperty("entity_category", "diagnostic");
        return component;
    }

    private static JsonObject component(String platform, String device, String key, String name) {
        var component = new JsonObject();
        component.addProperty("platform", platform);
        component.addProperty("unique_id", device + "_" + key);
        component.addProperty("name", name);
        return component;
    }

    private static JsonArray texts(String... texts) {
        var array = new JsonArray();
        for (String text : texts) {
            array.add(text);
        }
        return array;
    }
}
