package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.inference.ActionClasses;
import io.roomwise.sync.RoomLayout;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiscoveryTest {
    private static final Topics TOPICS = new Topics(MqttConfig.of("box-1", "localhost", 1883));
    private static final String HUB = new HubDiscovery(TOPICS, Home.HUB).payload();
    private static final RoomDiscovery ROOMS = new RoomDiscovery(TOPICS, "0.1.0");

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
                "m",
                Set.of(),
                Home.settings(new ActionClasses(List.of("other", "drink"))));
        return Stream.of(HUB, ROOMS.payload(Home.living(Home.CLASSES)), ROOMS.payload(oneMicrophone));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void everyPayloadIsOneThatHomeAssistantAccepts(String text) {
        assertThat(DiscoveryRules.faults(text)).isEmpty();
        JsonObject payload = json(text);
        assertThat(payload.get("qos").getAsInt()).isEqualTo(1);
        String device = payload.getAsJsonObject("device")
                .getAsJsonArray("identifiers")
                .get(0)
                .getAsString();
        payload.getAsJsonObject("components").asMap().forEach((key, component) -> {
            if (component.getAsJsonObject().has("unique_id")) {
                assertThat(component.getAsJsonObject().get("unique_id").getAsString())
                        .isEqualTo(device + "_" + key);
            }
        });
    }

    @Test
    void theHubHasTheComponentsWhoseDataIsPublished() {
        JsonObject hub = json(HUB);

        assertThat(hub.getAsJsonObject("components").keySet())
                .containsExactlyInAnyOrder(
                        "connection", "version", "started", "rss", "problem", "restart", "log_level", "model");
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
        JsonObject room = json(ROOMS.payload(Home.living(Home.CLASSES)));

        assertThat(room.getAsJsonObject("components").keySet())
                .filteredOn(key -> !key.startsWith("threshold_") && !key.startsWith("trigger_"))
                .containsExactlyInAnyOrder(
                        "action",
                        "action_event",
                        "alarm_fall",
                        "occupancy",
                        "person_count",
                        "confidence",
                        "skew",
                        "latency",
                        "clock",
                        "cam_north",
                        "cam_south",
                        "mic_table",
                        "recognition",
                        "microphones");
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
        JsonObject room = json(ROOMS.payload(Home.living(Home.CLASSES)));

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
        JsonObject components = json(ROOMS.payload(Home.living(Home.CLASSES))).getAsJsonObject("components");

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
        JsonObject components = json(ROOMS.payload(Home.living(classes))).getAsJsonObject("components");

        assertThat(components.has("alarm_fall")).isFalse();
        assertThat(components.getAsJsonObject("action").getAsJsonArray("options"))
                .as("a class of the same name as ours is no second option")
                .hasSize(3);
    }

    @Test
    void everyValueThatATemplateReadsIsInTheState() {
        var board = new RoomBoard(Home.living(Home.CLASSES), () -> 0);
        JsonObject state = json(Payloads.state(board));

        json(ROOMS.payload(Home.living(Home.CLASSES)))
                .getAsJsonObject("components")
                .entrySet()
                .forEach(entry -> {
                    JsonObject component = entry.getValue().getAsJsonObject();
                    if (component.has("value_template")) {
                        String template = component.get("value_template").getAsString();
                        String key = template.replaceAll(".*value_json\\.(\\w+).*", "$1");
                        assertThat(state.has(key) || key.equals("event_type"))
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
