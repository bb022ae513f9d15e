package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.inference.ActionClasses;
import io.roomwise.sync.RoomLayout;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiscoveryPayloadsTest {
    /** What Home Assistant allows beside {@code components}; anything else makes it refuse the whole device. */
    private static final Set<String> ROOT_KEYS = Set.of(
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

    private static final Topics TOPICS = new Topics(MqttConfig.of("box-1", "localhost", 1883));
    private static final DiscoveryPayloads DISCOVERY = new DiscoveryPayloads(TOPICS, Home.HUB);

    static Stream<String> payloads() {
        var oneMicrophone = new RoomDevice(
                new RoomLayout(
                        new RoomId("h", "1"),
                        List.of(new StreamId(0, new RoomId("h", "1"), "1cam")),
                        List.of(new StreamId(1, new RoomId("h", "1"), "mic"))),
                "Küche",
                null,
                Map.of(),
                1,
                new ActionClasses(List.of("other", "drink")),
                "m");
        return Stream.of(DISCOVERY.hub(), DISCOVERY.room(Home.living(Home.CLASSES)), DISCOVERY.room(oneMicrophone));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void everyPayloadIsOneThatHomeAssistantAccepts(String text) {
        JsonObject payload = json(text);
        assertThat(ROOT_KEYS).containsAll(payload.keySet());
        assertThat(payload.getAsJsonObject("device").getAsJsonArray("identifiers"))
                .isNotEmpty();
        assertThat(payload.getAsJsonObject("origin").get("name").getAsString()).isNotBlank();
        assertThat(payload.get("qos").getAsInt()).isEqualTo(1);

        var uniqueIds = new TreeSet<String>();
        payload.getAsJsonObject("components").entrySet().forEach(entry -> {
            JsonObject component = entry.getValue().getAsJsonObject();
            assertThat(entry.getKey()).matches("[a-zA-Z0-9_-]+");
            assertThat(component.keySet()).contains("platform", "unique_id");
            String uniqueId = component.get("unique_id").getAsString();
            assertThat(uniqueIds.add(uniqueId)).as(uniqueId).isTrue();
            assertThat(uniqueId)
                    .isEqualTo(payload.getAsJsonObject("device")
                                    .getAsJsonArray("identifiers")
                                    .get(0)
                                    .getAsString() + "_" + entry.getKey());
            checkEntity(entry.getKey(), component, payload);
        });
        checkTopics(payload);
    }

    private static void checkEntity(String key, JsonObject component, JsonObject payload) {
        String platform = component.get("platform").getAsString();
        assertThat(platform).isIn("sensor", "binary_sensor", "event");
        if (component.has("options")) {
            assertThat(component.get("device_class").getAsString()).as(key).isEqualTo("enum");
            assertThat(component.has("unit_of_measurement") || component.has("state_class"))
                    .as(key)
                    .isFalse();
        }
        if (component.has("entity_category")) {
            assertThat(component.get("entity_category").getAsString()).as(key).isEqualTo("diagnostic");
        }
        if (platform.equals("event")) {
            assertThat(component.has("device_class"))
                    .as("events know no device class of ours")
                    .isFalse();
            assertThat(component.getAsJsonArray("event_types")).isNotEmpty();
        }
        assertThat(component.has("availability") && component.has("availability_topic"))
                .as(key)
                .isFalse();
        assertThat(component.has("state_topic") || payload.has("state_topic"))
                .as(key + " has a state topic")
                .isTrue();
        if (component.has("default_entity_id")) {
            assertThat(component.get("default_entity_id").getAsString()).matches(platform + "\\.[a-z0-9_]+");
        }
        boolean forever = !component.has("state_topic")
                || !component.get("state_topic").getAsString().endsWith("/health");
        if (forever) {
            assertThat(component.has("expire_after"))
                    .as(key + ": a retained value must not expire")
                    .isFalse();
        }
    }

    private static void checkTopics(JsonElement element) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(DiscoveryPayloadsTest::checkTopics);
        } else if (element.isJsonObject()) {
            element.getAsJsonObject().entrySet().forEach(entry -> {
                if (entry.getKey().endsWith("topic")) {
                    assertThat(entry.getValue().getAsString()).matches("[a-zA-Z0-9_-]+(/[a-zA-Z0-9_-]+)+");
                }
                checkTopics(entry.getValue());
            });
        }
    }

    @Test
    void theHubHasTheComponentsWhoseDataIsPublished() {
        JsonObject hub = json(DISCOVERY.hub());

        assertThat(hub.getAsJsonObject("components").keySet())
                .containsExactlyInAnyOrder("connection", "version", "started", "rss", "problem");
        assertThat(hub.getAsJsonObject("components")
                        .getAsJsonObject("connection")
                        .getAsJsonArray("availability"))
                .as("overrides the inherited list, so that it shows as disconnected")
                .isEmpty();
        assertThat(hub.getAsJsonArray("availability").toString())
                .isEqualTo("[{\"topic\":\"roomwise/bridge/box_1/state\"}]");
    }

    @Test
    void aRoomHasOneConnectivitySensorForEachSensor() {
        JsonObject room = json(DISCOVERY.room(Home.living(Home.CLASSES)));

        assertThat(room.getAsJsonObject("components").keySet())
                .containsExactlyInAnyOrder(
                        "action",
                        "action_event",
                        "fall",
                        "occupancy",
                        "person_count",
                        "confidence",
                        "skew",
                        "latency",
                        "clock",
                        "cam_north",
                        "cam_south",
                        "mic_table");
        JsonObject north = room.getAsJsonObject("components").getAsJsonObject("cam_north");
        assertThat(north.get("name").getAsString()).isEqualTo("Camera north");
        assertThat(north.get("value_template").getAsString()).isEqualTo("{{ value_json.sensors['north'].video }}");
        assertThat(north.getAsJsonArray("availability").toString())
                .isEqualTo("[{\"topic\":\"roomwise/bridge/box_1/state\"}]");
        JsonObject table = room.getAsJsonObject("components").getAsJsonObject("mic_table");
        assertThat(table.get("value_template").getAsString()).isEqualTo("{{ value_json.sensors['table'].audio }}");
    }

    @Test
    void aRoomReliesOnTheHubAndOnItself() {
        JsonObject room = json(DISCOVERY.room(Home.living(Home.CLASSES)));

        assertThat(room.getAsJsonArray("availability").toString())
                .isEqualTo("[{\"topic\":\"roomwise/bridge/box_1/state\"},"
                        + "{\"topic\":\"roomwise/home/living_room/availability\"}]");
        assertThat(room.get("availability_mode").getAsString()).isEqualTo("all");
        assertThat(room.getAsJsonObject("device").get("via_device").getAsString())
                .isEqualTo("roomwise_bridge_box_1");
        assertThat(room.getAsJsonObject("device").get("model").getAsString())
                .isEqualTo("Room (2 views, 2 microphones)");
    }

    @Test
    void optionsOfTheActionAreAllThatAStateCanSay() {
        JsonObject components = json(DISCOVERY.room(Home.living(Home.CLASSES))).getAsJsonObject("components");

        assertThat(components
                        .getAsJsonObject("action")
                        .getAsJsonArray("options")
                        .toString())
                .isEqualTo(
                        "[\"no_person\",\"other\",\"enter\",\"exit\",\"sit_down\",\"stand_up\",\"drink\",\"vacuum\",\"fall\"]");
        assertThat(components.getAsJsonObject("action_event").getAsJsonArray("event_types"))
                .hasSize(7);
    }

    @Test
    void aModelThatDoesNotKnowFallsHasNoFallSensor() {
        var classes = new ActionClasses(List.of("drink", "other"));
        JsonObject components = json(DISCOVERY.room(Home.living(classes))).getAsJsonObject("components");

        assertThat(components.has("fall")).isFalse();
        assertThat(components.getAsJsonObject("action").getAsJsonArray("options"))
                .as("a class of the same name as ours is no second option")
                .hasSize(3);
    }

    @Test
    void everyValueThatATemplateReadsIsInTheState() {
        var board = new RoomBoard(Home.living(Home.CLASSES), () -> 0);
        JsonObject state = json(new Payloads(TOPICS, Home.HUB).state(board));

        json(DISCOVERY.room(Home.living(Home.CLASSES)))
                .getAsJsonObject("components")
                .entrySet()
                .forEach(entry -> {
                    JsonObject component = entry.getValue().getAsJsonObject();
                    if (component.has("value_template")) {
                        String template = component.get("value_template").getAsString();
                        String key = template.replaceAll(".*value_json\\.(\\w+).*", "$1");
                        assertThat(state.has(key))
                                .as(entry.getKey() + ": " + template)
                                .isTrue();
                    }
                });
    }

    @Test
    void entityNamesAreSpeltInAscii() {
        assertThat(payloads().toList().get(2)).contains("\"sensor.1_action\"").contains("Küche");
        assertThatCode(() -> json(payloads().toList().get(2))).doesNotThrowAnyException();
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
