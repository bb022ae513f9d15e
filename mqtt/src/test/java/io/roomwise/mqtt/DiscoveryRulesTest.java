package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.roomwise.inference.ActionEvent.Score;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule refuses what Home Assistant was seen to refuse. */
class DiscoveryRulesTest {
    private static final Topics TOPICS = new Topics(MqttConfig.of("box", "localhost", 1883));

    private static String room() {
        return new RoomDiscovery(TOPICS, "0.1.0").payload(Home.living(Home.CLASSES));
    }

    static Stream<Arguments> spoilt() {
        return Stream.of(
                spoilt("a key beside components", json -> json.addProperty("icon", "x"), "key 'icon' is not allowed"),
                spoilt("no identity", json -> object(json, "device").remove("identifiers"), "neither identifiers"),
                spoilt("no origin", json -> json.remove("origin"), "origin has no name"),
                spoilt("no components", json -> json.add("components", new JsonObject()), "there are no components"),
                spoilt("no platform", json -> component(json, "skew").remove("platform"), "skew: has no platform"),
                spoilt("no id", json -> component(json, "skew").remove("unique_id"), "skew: has no unique_id"),
                spoilt(
                        "an id twice",
                        json -> component(json, "skew").addProperty("unique_id", "roomwise_home_living_room_clock"),
                        "has no unique_id of its own"),
                spoilt(
                        "a sensor that could be changed",
                        json -> component(json, "skew").addProperty("entity_category", "config"),
                        "skew: has the category of what can be changed"),
                spoilt(
                        "options without enum",
                        json -> component(json, "action").remove("device_class"),
                        "action: has options and is no enum"),
                spoilt(
                        "an enum with a unit",
                        json -> component(json, "action").addProperty("unit_of_measurement", "ms"),
                        "action: has options and a unit"),
                spoilt(
                        "an enum that is measured",
                        json -> component(json, "action").addProperty("state_class", "measurement"),
                        "action: has options and a state_class"),
                spoilt(
                        "ends that are confused",
                        json -> component(json, "threshold_fall").addProperty("min", 2),
                        "threshold_fall: has a min above its max"),
                spoilt(
                        "a tiny step",
                        json -> component(json, "threshold_fall").addProperty("step", 0.0001),
                        "threshold_fall: has a step below"),
                spoilt(
                        "nothing to command",
                        json -> component(json, "recognition").remove("command_topic"),
                        "recognition: has no command_topic"),
                spoilt(
                        "two forms of availability",
                        json -> component(json, "recognition").addProperty("availability_topic", "a"),
                        "recognition: has two forms of availability"),
                spoilt(
                        "no events",
                        json -> component(json, "action_event").remove("event_types"),
                        "action_event: has no event_types"),
                spoilt(
                        "a trigger of nothing",
                        json -> component(json, "trigger_fall").remove("subtype"),
                        "trigger_fall: has no subtype"),
                spoilt(
                        "a wildcard",
                        json -> component(json, "recognition").addProperty("state_topic", "a/#"),
                        "is the topic 'a/#'"),
                spoilt(
                        "a retained state that expires",
                        json -> component(json, "clock").addProperty("expire_after", 60),
                        "clock: expires although"),
                spoilt(
                        "an entity id of another kind",
                        json -> component(json, "clock").addProperty("default_entity_id", "switch.clock"),
                        "clock: has the entity id 'switch.clock'"),
                spoilt(
                        "an image of two kinds",
                        json -> {
                            JsonObject image = component(json, "clock");
                            image.addProperty("platform", "image");
                            image.addProperty("image_topic", "a");
                            image.addProperty("url_topic", "b");
                            image.addProperty("default_entity_id", "image.clock");
                        },
                        "clock: needs image_topic or url_topic"));
    }

    private static Arguments spoilt(String name, Consumer<JsonObject> spoil, String fault) {
        return Arguments.of(Named.of(name, spoil), fault);
    }

    private static JsonObject object(JsonObject json, String key) {
        return json.getAsJsonObject(key);
    }

    private static JsonObject component(JsonObject json, String key) {
        return json.getAsJsonObject("components").getAsJsonObject(key);
    }

    @ParameterizedTest
    @MethodSource("spoilt")
    void refuses(Consumer<JsonObject> spoil, String fault) {
        JsonObject payload = JsonParser.parseString(room()).getAsJsonObject();
        assertThat(DiscoveryRules.faults(Payloads.text(payload))).isEmpty();
        spoil.accept(payload);
        assertThat(DiscoveryRules.faults(Payloads.text(payload)))
                .anySatisfy(found -> assertThat(found).contains(fault));
    }

    @Test
    void takesARemovalForNoEntity() {
        JsonObject payload = JsonParser.parseString(room()).getAsJsonObject();
        var removal = new JsonObject();
        removal.addProperty("platform", "sensor");
        payload.getAsJsonObject("components").add("skew", removal);
        assertThat(DiscoveryRules.faults(Payloads.text(payload))).isEmpty();
    }

    @Test
    void readsAState() {
        var board = new RoomBoard(Home.living(Home.CLASSES), () -> 0);
        assertThat(DiscoveryRules.stateFaults(room(), Payloads.state(board))).isEmpty();
        board.onState(Home.state(Home.START_UTC_NANOS, 1, new Score("drink", 0.9f)));
        String good = Payloads.state(board);
        assertThat(DiscoveryRules.stateFaults(room(), good)).isEmpty();

        assertThat(DiscoveryRules.stateFaults(room(), good.replace("\"action\":\"drink\"", "\"action\":\"dance\"")))
                .containsExactly("action: is \"dance\", which is no option");
        assertThat(DiscoveryRules.stateFaults(room(), good.replace("+00:00", "")))
                .contains("since: is a time without a zone");
        assertThat(DiscoveryRules.stateFaults(
                        room(), good.replace("\"model\":\"", "\"model\":\"" + "x".repeat(17_000))))
                .containsExactly("attributes: are larger than 16384");
    }
}
