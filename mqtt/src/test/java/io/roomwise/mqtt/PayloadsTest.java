package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.roomwise.capture.ClockSource;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamState;
import io.roomwise.capture.StreamStats;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionEvent.Score;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class PayloadsTest {
    private final Topics topics = new Topics(MqttConfig.of("box-1", "localhost", 1883));
    private final HubPayloads payloads = new HubPayloads(topics, Home.HUB);
    private final RoomBoard board = new RoomBoard(Home.living(Home.CLASSES), new ManualClock(0));

    @Test
    void aStateTellsWhatHoldsInTheRoom() {
        board.onStream(Home.NORTH, StreamState.STREAMING);
        board.onState(Home.state(Home.START_UTC_NANOS, 1, new Score("drink", 0.912345f), new Score("fall", 0.6f)));

        JsonObject state = json(Payloads.state(board));

        assertThat(state.get("action").getAsString()).isEqualTo("drink");
        assertThat(state.get("confidence").getAsDouble()).isEqualTo(0.912);
        assertThat(state.getAsJsonObject("alarms").get("fall").getAsString()).isEqualTo("ON");
        assertThat(state.get("occupancy").getAsString()).isEqualTo("ON");
        assertThat(state.get("person_count").getAsInt()).isEqualTo(1);
        assertThat(state.get("skew_ms").isJsonNull()).as("of one view").isTrue();
        assertThat(state.get("glass_to_event_ms").toString()).isEqualTo("780");
        assertThat(state.get("clock").getAsString()).isEqualTo("rtcp");
        assertThat(state.get("captured").getAsString()).isEqualTo("2026-11-21T06:44:00.000+00:00");
        assertThat(state.get("sensors"))
                .isEqualTo(
                        json(
                                """
                {"north": {"video": "ON", "persons": 1, "audio": "ON"}, "south": {"video": "OFF", "persons": 0},
                 "table": {"audio": "OFF"}}"""));
        assertThat(state.get("attributes"))
                .isEqualTo(
                        json(
                                """
                {"since": "2026-11-21T06:44:00.000+00:00", "active": ["drink", "fall"],
                 "top": [["drink", 0.912], ["sit_down", 0.05]], "quality": "degraded",
                 "views_used": ["north"], "views_missing": ["South"], "model": "simulated-1"}"""));
    }

    @Test
    void aStateBeforeTheFirstWindowKnowsTheSensorsAlone() {
        JsonObject state = json(Payloads.state(board));

        for (String key : List.of("action", "confidence", "occupancy", "person_count", "skew_ms", "clock")) {
            assertThat(state.get(key).isJsonNull()).as(key).isTrue();
        }
        assertThat(state.getAsJsonObject("sensors").keySet()).containsExactly("north", "south", "table");
    }

    @Test
    void aStateWithoutAConfirmedActionHasNoConfidence() {
        board.onState(Home.state(Home.START_UTC_NANOS, 0));

        JsonObject state = json(Payloads.state(board));

        assertThat(state.get("action").getAsString()).isEqualTo("no_person");
        assertThat(state.get("confidence").isJsonNull()).isTrue();
        assertThat(state.getAsJsonObject("alarms").get("fall").getAsString()).isEqualTo("OFF");
        assertThat(state.get("occupancy").getAsString()).isEqualTo("OFF");
    }

    @Test
    void anEventTellsWhatBeganAndWhenItWasSeenAndSent() {
        ActionEvent event = Home.started("fall", Home.START_UTC_NANOS);

        JsonObject json = json(Payloads.event(event, "01ABC", Home.START_UTC_NANOS + 812_000_000L));

        assertThat(json)
                .isEqualTo(
                        json(
                                """
                {"event_type": "fall", "event_id": "01ABC", "score": 0.94, "threshold": 0.71,
                 "captured": "2026-11-21T06:44:00.000+00:00", "published": "2026-11-21T06:44:00.812+00:00",
                 "glass_to_event_ms": 812, "skew_ms": 23, "clock": "mixed", "quality": "full",
                 "views_used": ["north", "South"], "views_missing": [], "top": [["fall", 0.94]]}"""));
        assertThat(OffsetDateTime.parse(json.get("captured").getAsString())).isNotNull();
    }

    @Test
    void aScoreThatIsNoNumberBecomesUnknown() {
        board.onState(Home.state(Home.START_UTC_NANOS, 1, new Score("drink", Float.NaN)));

        assertThat(json(Payloads.state(board)).get("confidence").isJsonNull()).isTrue();
    }

    @Test
    void infoTellsVersionRoomsAndProblems() {
        JsonObject info = json(payloads.info(
                List.of(board),
                Home.HUB.model(),
                Level.INFO,
                List.of("person detector trained on simulated homes only")));

        assertThat(info.get("version").getAsString()).isEqualTo("0.1.0");
        assertThat(OffsetDateTime.parse(info.get("started").getAsString()).toInstant())
                .isEqualTo(Home.HUB.started());
        assertThat(info.getAsJsonArray("problems")).hasSize(1);
        assertThat(info.getAsJsonObject("rooms")
                        .getAsJsonObject("roomwise_home_living_room")
                        .get("state_topic")
                        .getAsString())
                .isEqualTo("roomwise/home/living_room/state");
    }

    @Test
    void healthHasTheShapeThatTheMemorySensorReads() {
        var health = new HubHealth(
                true,
                new HubHealth.Usage(86_400, 2_110, 310, 402, 61, 143),
                new HubHealth.Host(1.934, 41.25),
                43_160,
                12,
                3,
                0.0625,
                410,
                List.of(new HubHealth.Sensor(Home.NORTH, StreamState.STREAMING, 1, 7, 88)));
        var stats = new MqttStats(true, 18_211, 18_200, 4, 1, 2, 3, 0, 5, 2, new MqttStats.Latency(0, 0, 0, 0));

        assertThat(json(payloads.health(health, stats, Home.START_UTC_NANOS)))
                .isEqualTo(
                        json(
                                """
                {"response_time": 1795243440000, "status": "ok",
                 "process": {"uptime_sec": 86400, "rss_mib": 2110, "heap_mib": 310, "direct_mib": 402, "threads": 61,
                             "fds": 143},
                 "os": {"load_average": 1.93, "memory_percent": 41.3},
                 "mqtt": {"connected": true, "reconnects": 2, "queued": 5, "published": 18211, "dropped": 6},
                 "pipeline": {"windows": 43160, "windows_degraded": 12, "windows_dropped": 3, "ring_fill_percent": 6.3,
                              "last_window_age_ms": 410},
                 "sensors": {"home/living-room/north": {"state": "streaming", "reconnects": 1, "late": 7,
                                                      "last_frame_age_ms": 88}}}"""));
    }

    @Test
    void everyInputOfASensorIsToldOf() {
        var beside = new StreamId(7, Home.NORTH.room(), Home.NORTH.sensor());
        var streams = List.of(stats(Home.NORTH, "h264"), stats(beside, ""));
        var sensors = json(HubPayloads.stats(streams, 0)).get("sensors").getAsJsonObject();
        assertThat(sensors.keySet()).containsExactly("home/living-room/north", "home/living-room/north/7");
        assertThat(sensors.getAsJsonObject("home/living-room/north")
                        .get("decoder")
                        .getAsString())
                .isEqualTo("h264");
    }

    private static StreamStats stats(StreamId stream, String decoder) {
        return new StreamStats(
                stream, StreamState.STREAMING, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ClockSource.ARRIVAL, 0, decoder, 1, 0);
    }

    @Test
    void attributesStaySmallHoweverManyClassesThereAre() {
        JsonElement attributes = json(Payloads.state(board)).get("attributes");
        assertThat(attributes.toString().length()).isLessThan(16 * 1024);
        JsonArray top = json(Payloads.event(manyScores(), "1", 0)).getAsJsonArray("top");
        assertThat(top).hasSize(5);
    }

    private static ActionEvent manyScores() {
        ActionEvent one = Home.started("fall", 0);
        var top =
                IntStream.range(0, 157).mapToObj(i -> new Score("c" + i, 0.1f)).toList();
        return new ActionEvent(
                one.room(),
                one.kind(),
                one.action(),
                one.score(),
                one.threshold(),
                0,
                0,
                0,
                one.clock(),
                one.viewsUsed(),
                one.viewsMissing(),
                top);
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
