package io.roomwise.mqtt;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Home Assistant demands of a device's discovery payload and of the state that its entities read. It refuses a whole
 * device for one wrong key, and says so in its own log only.
 */
public final class DiscoveryRules {
    /** What may stand beside {@code components}. */
    private static final Set<String> ROOT = Set.of(
            "device",
            "origin",
            "components",
            "availability",
            "availability_mode",
            "availability_topic",
            "availability_template",
            "payload_available",
            "payload_not_available",
            "state_topic",
            "command_topic",
            "qos",
            "encoding",
            "message_expiry_interval");

    private static final Set<String> READ_ONLY = Set.of("sensor", "binary_sensor");
    private static final Set<String> COMMANDED = Set.of("switch", "number", "select", "button");
    private static final double SMALLEST_STEP = 0.001;
    private static final int LONGEST_STATE = 255;
    /** Home Assistant's recorder keeps no more. */
    private static final int LARGEST_ATTRIBUTES = 16_384;

    private final List<String> faults = new ArrayList<>();
    private final JsonObject payload;

    private DiscoveryRules(JsonObject payload) {
        this.payload = payload;
    }

    /** What is wrong with a device's discovery payload, each with its component; empty: nothing. */
    public static List<String> faults(String discovery) {
        if (!(JsonParser.parseString(discovery) instanceof JsonObject payload)) {
            return List.of("discovery is no JSON object");
        }
        var rules = new DiscoveryRules(payload);
        rules.checkDevice();
        rules.checkComponents();
        rules.checkTopics("", payload);
        return List.copyOf(rules.faults);
    }

    /**
     * What is wrong with a room's state for the entities of a device.
     *
     * @param discovery of the room, without faults
     */
    public static List<String> stateFaults(String discovery, String state) {
        var rules = new DiscoveryRules(JsonParser.parseString(discovery).getAsJsonObject());
        rules.checkState(JsonParser.parseString(state).getAsJsonObject());
        return List.copyOf(rules.faults);
    }

    private void checkDevice() {
        for (String key : payload.keySet()) {
            demand(ROOT.contains(key), "", "key '" + key + "' is not allowed beside components");
        }
        JsonObject device = object(payload, "device");
        demand(
                !array(device, "identifiers").isEmpty()
                        || !array(device, "connections").isEmpty(),
                "",
                "device has neither identifiers nor connections");
        demand(!text(object(payload, "origin"), "name").isEmpty(), "", "origin has no name");
        demand(!object(payload, "components").isEmpty(), "", "there are no components");
    }

    private void checkComponents() {
        Set<String> uniqueIds = new HashSet<>();
        object(payload, "components").asMap().forEach((key, element) -> {
            demand(key.matches("[a-zA-Z0-9_-]+"), key, "the key is no slug");
            if (!(element instanceof JsonObject component)) {
                demand(false, key, "is no JSON object");
                return;
            }
            String platform = text(component, "platform");
            demand(!platform.isEmpty(), key, "has no platform");
            if (platform.equals("device_automation")) {
                checkTrigger(key, component);
            } else if (component.size() > 1) { // a platform alone is the removal of the component
                demand(
                        uniqueIds.add(text(component, "unique_id")) && component.has("unique_id"),
                        key,
                        "has no unique_id of its own");
                checkEntity(key, platform, component);
            }
        });
    }

    private void checkTrigger(String key, JsonObject trigger) {
        for (String needed : List.of("automation_type", "topic", "type", "subtype")) {
            demand(!text(trigger, needed).isEmpty(), key, "has no " + needed);
        }
    }

    private void checkEntity(String key, String platform, JsonObject entity) {
        if (READ_ONLY.contains(platform)) {
            demand(!text(entity, "entity_category").equals("config"), key, "has the category of what can be changed");
            demand(entity.has("state_topic") || payload.has("state_topic"), key, "has no state_topic");
        }
        if (COMMANDED.contains(platform)) {
            demand(entity.has("command_topic"), key, "has no command_topic");
        }
        if (platform.equals("sensor") && entity.has("options")) {
            demand(text(entity, "device_class").equals("enum"), key, "has options and is no enum");
            demand(!entity.has("unit_of_measurement"), key, "has options and a unit");
            demand(!entity.has("state_class"), key, "has options and a state_class");
        }
        if (platform.equals("number")) {
            demand(number(entity, "min", 1) <= number(entity, "max", 100), key, "has a min above its max");
            demand(number(entity, "step", 1) >= SMALLEST_STEP, key, "has a step below " + SMALLEST_STEP);
        }
        if (platform.equals("image")) {
            boolean image = entity.has("image_topic");
            boolean url = entity.has("url_topic");
            demand(image != url, key, "needs image_topic or url_topic");
            demand(!url || !entity.has("content_type"), key, "has a content_type beside an URL");
        }
        if (platform.equals("event")) {
            demand(!array(entity, "event_types").isEmpty(), key, "has no event_types");
        }
        demand(!(entity.has("availability") && entity.has("availability_topic")), key, "has two forms of availability");
        String topic = text(entity, "state_topic");
        demand(
                !entity.has("expire_after") || topic.endsWith("/health") || topic.endsWith("/stats"),
                key,
                "expires although its state is retained");
        String id = text(entity, "default_entity_id");
        demand(id.isEmpty() || id.matches(platform + "\\.[a-z0-9_]+"), key, "has the entity id '" + id + "'");
    }

    private void checkTopics(String key, JsonElement element) {
        if (element instanceof JsonArray array) {
            array.forEach(item -> checkTopics(key, item));
        } else if (element instanceof JsonObject object) {
            object.asMap().forEach((name, value) -> checkTopics(name, value));
        } else if (key.endsWith("topic")) {
            demand(
                    element.getAsString().matches("[a-zA-Z0-9_-]+(/[a-zA-Z0-9_-]+)*"),
                    key,
                    "is the topic '" + element.getAsString() + "'");
        }
    }

    private void checkState(JsonObject state) {
        object(payload, "components").asMap().forEach((key, element) -> {
            JsonObject component = element.getAsJsonObject();
            JsonElement value = state.get(key);
            if (component.has("options") && value instanceof JsonPrimitive word) {
                demand(array(component, "options").contains(word), key, "is " + word + ", which is no option");
            }
        });
        state.asMap().forEach((key, value) -> {
            if (value instanceof JsonPrimitive primitive) {
                demand(primitive.getAsString().length() <= LONGEST_STATE, key, "is longer than " + LONGEST_STATE);
            }
        });
        int attributes = object(state, "attributes").toString().length();
        demand(attributes <= LARGEST_ATTRIBUTES, "attributes", "are larger than " + LARGEST_ATTRIBUTES);
        for (Map.Entry<String, JsonElement> attribute :
                object(state, "attributes").entrySet()) {
            if (attribute.getKey().equals("since")) {
                demand(
                        attribute.getValue().getAsString().matches(".*([+-]\\d\\d:\\d\\d|Z)"),
                        "since",
                        "is a time without a zone");
            }
        }
    }

    private void demand(boolean holds, String component, String fault) {
        if (!holds) {
            faults.add(component.isEmpty() ? fault : component + ": " + fault);
        }
    }

    private static JsonObject object(JsonObject json, String key) {
        return json.get(key) instanceof JsonObject object ? object : new JsonObject();
    }

    private static JsonArray array(JsonObject json, String key) {
        return json.get(key) instanceof JsonArray array ? array : new JsonArray();
    }

    private static String text(JsonObject json, String key) {
        return json.get(key) instanceof JsonPrimitive text ? text.getAsString() : "";
    }

    private static double number(JsonObject json, String key, double standard) {
        return json.get(key) instanceof JsonPrimitive number && number.isNumber() ? number.getAsDouble() : standard;
    }
}
