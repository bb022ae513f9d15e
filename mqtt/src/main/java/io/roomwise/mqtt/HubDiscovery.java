package io.roomwise.mqtt;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/**
 * The hub for device-based discovery of Home Assistant (2024.11 and later): which entities there are and how to read them
 * from the topics and keys of {@link Payloads}.
 *
 * <p>Unique ids and the keys of components are kept by Home Assistant for ever: they are never renamed.
 */
final class HubDiscovery {
    /** Five reports missed. */
    private static final int HEALTH_EXPIRES_SECONDS = 300;

    private final Topics topics;
    private final HubDevice hub;

    HubDiscovery(Topics topics, HubDevice hub) {
        this.topics = topics;
        this.hub = hub;
    }

    String payload() {
        var device = new JsonObject();
        device.add("identifiers", Components.texts(topics.hubId()));
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
        components.add("restart", restart());
        components.add("log_level", logLevel());
        components.add("model", model());
        return Payloads.text(
                Components.payload(hub.version(), "roomwise_" + topics.node(), device, components, topics.hubState()));
    }

    /** Its empty list of availabilities goes before the hub's: shown as disconnected, not as unavailable. */
    private JsonObject connection() {
        var connection = Components.diagnostic("binary_sensor", topics.hubId(), "connection", "Connection");
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
        var problem = Components.diagnostic("binary_sensor", topics.hubId(), "problem", "Problem");
        problem.addProperty("device_class", "problem");
        problem.addProperty("state_topic", topics.hubInfo());
        problem.addProperty("value_template", "{{ 'ON' if value_json.problems else 'OFF' }}");
        problem.addProperty("json_attributes_topic", topics.hubInfo());
        problem.addProperty("json_attributes_template", "{{ {'problems': value_json.problems} | tojson }}");
        return problem;
    }

    private JsonObject restart() {
        var restart = Components.config("button", topics.hubId(), "restart", "Restart");
        restart.addProperty("device_class", "restart");
        restart.addProperty("command_topic", topics.request(CommandReader.RESTART));
        restart.addProperty("payload_press", "{}");
        return restart;
    }

    private JsonObject logLevel() {
        var level = Components.config("select", topics.hubId(), "log_level", "Log level");
        level.addProperty("icon", "mdi:text-box-outline");
        level.addProperty("command_topic", topics.request(CommandReader.OPTIONS));
        level.addProperty("command_template", "{\"options\":{\"logger\":{\"default\":\"{{ value }}\"}}}");
        level.addProperty("state_topic", topics.hubInfo());
        level.addProperty("value_template", "{{ value_json.logger.default }}");
        level.add("options", Components.texts(CommandReader.LEVELS.toArray(String[]::new)));
        return level;
    }

    /** Without somewhere to look for a newer model it only shows which one is served. */
    private JsonObject model() {
        var model = Components.component("update", topics.hubId(), "model", "Action model");
        model.addProperty("entity_category", hub.model().installable() ? "config" : "diagnostic");
        model.addProperty("state_topic", topics.hubModel());
        if (hub.model().installable()) {
            model.addProperty("command_topic", topics.request(CommandReader.MODEL_INSTALL));
            model.addProperty("payload_install", "{}");
        }
        return model;
    }

    private JsonObject hubSensor(String key, String name, String topic, String value) {
        var sensor = Components.diagnostic("sensor", topics.hubId(), key, name);
        sensor.addProperty("state_topic", topic);
        sensor.addProperty("value_template", "{{ value_json." + value + " }}");
        return sensor;
    }
}
