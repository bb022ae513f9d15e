package io.roomwise.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * What Home Assistant does at a broker: it asks for devices, listens to the topics that they name and to no others, and says
 * when it comes; the broker says when it goes. From one start to the next it knows only what it has heard.
 */
final class HomeAssistantStandIn implements LastingClient.Listener {
    private static final String STATUS = "homeassistant/status";

    private final int port;
    private final Map<String, String> known = new LinkedHashMap<>();
    private final Set<String> named = new HashSet<>();
    private @Nullable LastingClient client;

    HomeAssistantStandIn(int port) {
        this.port = port;
    }

    synchronized void start() {
        known.clear();
        named.clear();
        client = new LastingClient(port, STATUS, this);
        client.start();
    }

    /** The broker publishes its Will. */
    void kill() {
        LastingClient running = client;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public synchronized void connected(LastingClient self) throws MqttException {
        self.subscribe("homeassistant/device/+/config");
        for (String topic : named) {
            self.subscribe(topic);
        }
        self.publish(STATUS, "online".getBytes(UTF_8));
    }

    @Override
    public synchronized void received(String topic, String payload, boolean retained) throws MqttException {
        known.put(topic, payload);
        LastingClient self = client;
        if (self == null || !topic.endsWith("/config") || payload.isEmpty()) {
            return;
        }
        for (String of : topics(JsonParser.parseString(payload))) {
            if (named.add(of)) {
                self.subscribe(of);
            }
        }
    }

    /** All of {@code state_topic}, {@code json_attributes_topic} and {@code availability[].topic}. */
    private static List<String> topics(JsonElement json) {
        List<String> topics = new ArrayList<>();
        if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(element -> topics.addAll(topics(element)));
        } else if (json.isJsonObject()) {
            json.getAsJsonObject().asMap().forEach((key, value) -> {
                if (value.isJsonPrimitive() && (key.equals("topic") || key.matches("(state|json_attributes)_topic"))) {
                    topics.add(value.getAsString());
                } else {
                    topics.addAll(topics(value));
                }
            });
        }
        return topics;
    }

    /** The newest payload of each topic, since the start. */
    synchronized Map<String, String> known() {
        return new LinkedHashMap<>(known);
    }
}
