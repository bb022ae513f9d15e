package io.roomwise.mqtt;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** What discovery payloads of hub and rooms are made of. */
final class Components {
    private Components() {}

    /**
     * A device with its components.
     *
     * @param entities what the ids of its entities begin with where they have none: Home Assistant's own choice repeats the
     *     area before the device and changed between its versions
     */
    static JsonObject payload(
            String version, String entities, JsonObject device, JsonObject components, String... availability) {
        components.asMap().forEach((key, element) -> {
            JsonObject component = element.getAsJsonObject();
            if (component.has("unique_id") && !component.has("default_entity_id")) {
                component.addProperty(
                        "default_entity_id",
                        component.get("platform").getAsString() + "." + entities + "_" + Topics.slug(key));
            }
        });
        var origin = new JsonObject();
        origin.addProperty("name", "roomwise");
        origin.addProperty("sw_version", version);
        var payload = new JsonObject();
        payload.add("device", device);
        payload.add("origin", origin);
        payload.addProperty("qos", 1);
        payload.add("availability", availability(availability));
        payload.addProperty("availability_mode", "all");
        payload.add("components", components);
        return payload;
    }

    static JsonArray availability(String... topics) {
        var list = new JsonArray();
        for (String topic : topics) {
            var entry = new JsonObject();
            entry.addProperty("topic", topic);
            list.add(entry);
        }
        return list;
    }

    static JsonObject diagnostic(String platform, String device, String key, String name) {
        var component = component(platform, device, key, name);
        component.addProperty("entity_category", "diagnostic");
        return component;
    }

    static JsonObject config(String platform, String device, String key, String name) {
        var component = component(platform, device, key, name);
        component.addProperty("entity_category", "config");
        return component;
    }

    static JsonObject component(String platform, String device, String key, String name) {
        var component = new JsonObject();
        component.addProperty("platform", platform);
        component.addProperty("unique_id", device + "_" + key);
        component.addProperty("name", name);
        return component;
    }

    static JsonArray texts(String... texts) {
        var array = new JsonArray();
        for (String text : texts) {
            array.add(text);
        }
        return array;
    }

    static void addOnOff(JsonObject binary, String template) {
        binary.addProperty("payload_on", Payloads.ON);
        binary.addProperty("payload_off", Payloads.OFF);
        binary.addProperty("value_template", template);
    }
}
