package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.roomwise.inference.ActionClasses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an earlier configuration published is taken back, and nothing else. */
@Timeout(120)
class RetainedTest {
    private static final String ROOM_DISCOVERY = "homeassistant/device/roomwise_home_living_room/config";
    private static final String HUB_DISCOVERY = "homeassistant/device/roomwise_bridge_box/config";
    private static final String HUB_STATE_OF_LATEST = "roomwise/bridge/box/state";
    private static final String STRANGER = "homeassistant/device/roomwise_home_kitchen/config";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final TestBroker broker = new TestBroker(false).start();
    private final LogLines log = new LogLines();
    private Subscriber homeAssistant;

    @BeforeEach
    void listen() {
        homeAssistant = new Subscriber(broker.port(), "home-assistant");
        homeAssistant.publishRetained(STRANGER, "{\"another\": \"box\"}");
    }

    @AfterEach
    void close() {
        homeAssistant.close();
        log.close();
        broker.close();
    }

    private void run(String node, List<RoomDevice> rooms) {
        run(node, rooms, () -> {});
    }

    private void run(String node, List<RoomDevice> rooms, Runnable meanwhile) {
        Set<String> topics = publisher(node, rooms, broker.port(), Optional.empty())
                .retained()
                .keySet();
        try (var publisher = publisher(node, rooms, broker.port(), Optional.of(new Ledger(ledger())))) {
            publisher.start();
            Await.until(
                    "all is told and taken back",
                    () -> publisher.stats().connected()
                            && publisher.stats().queued() == 0
                            && new Ledger(ledger())
                                    .entries()
                                    .published()
                                    .keySet()
                                    .equals(topics));
            meanwhile.run();
        }
    }

    private static ActionPublisher publisher(String node, List<RoomDevice> rooms, int port, Optional<Ledger> ledger) {
        return new ActionPublisher(
                MqttConfig.of(node, "127.0.0.1", port),
                Home.HUB,
                rooms,
                ledger,
                Home.OBEDIENT,
                () -> Home.START_UTC_NANOS,
                new Random(1),
                Home.fast());
    }

    private Path ledger() {
        return folder.resolve("ledger.json");
    }

    /** What somebody hears who comes now. */
    private Map<String, String> kept() {
        try (var late = new Subscriber(broker.port(), "late")) {
            late.awaitCount(HUB_STATE_OF_LATEST, 1);
            late.awaitCount(STRANGER, 1);
            return late.byTopic();
        }
    }

    @Test
    void takesBackARoomThatIsGone() {
        run("box", List.of(Home.living(Home.CLASSES)));
        assertThat(kept()).containsKey(ROOM_DISCOVERY);
        homeAssistant.forget();

        run("box", List.of());

        assertThat(kept()).containsKeys(HUB_DISCOVERY, STRANGER).allSatisfy((topic, payload) -> assertThat(topic)
                .doesNotContain("living_room"));
        Await.until("all is taken back", () -> emptied().size() >= 1 + 2 + 2 + Home.CLASSES.size());
        assertThat(emptied())
                .as("the device goes before its values")
                .startsWith(ROOM_DISCOVERY)
                .doesNotHaveDuplicates();
        homeAssistant.forget();

        run("box", List.of());

        assertThat(emptied()).as("once is enough").isEmpty();
    }

    private List<String> emptied() {
        return homeAssistant.all().stream()
                .filter(message -> message.payload().isEmpty())
                .map(Subscriber.Heard::topic)
                .toList();
    }

    @Test
    void takesBackAComponentInTwoSteps() {
        run("box", List.of(Home.living(Home.CLASSES)));
        homeAssistant.forget();

        run("box", List.of(Home.living(new ActionClasses(List.of("enter", "exit")))));

        homeAssistant.awaitCount(ROOM_DISCOVERY, 3);
        List<JsonObject> told = homeAssistant.on(ROOM_DISCOVERY).stream()
                .map(message -> message.json().getAsJsonObject("components"))
                .toList();
        assertThat(told).hasSize(3);
        assertThat(told.get(0).getAsJsonObject("alarm_fall").has("unique_id"))
                .as("Home Assistant removes only what it knows")
                .isTrue();
        assertThat(told.get(0).getAsJsonObject("alarm_fall").get("state_topic").getAsString())
                .as("nobody reads a value that is gone")
                .isEqualTo(ROOM_DISCOVERY + "/gone");
        assertThat(told.get(1).getAsJsonObject("alarm_fall").toString()).isEqualTo("{\"platform\":\"binary_sensor\"}");
        assertThat(told.get(1).getAsJsonObject("trigger_fall").toString())
                .isEqualTo("{\"platform\":\"device_automation\"}");
        assertThat(told.get(1).getAsJsonObject("recognition").size()).isGreaterThan(3);
        assertThat(told.get(2).keySet())
                .contains("recognition", "threshold_enter")
                .doesNotContain("alarm_fall");
        assertThat(kept()).doesNotContainKey("roomwise/home/living_room/threshold_fall/state");
    }

    /** It may not have been there when a room went, and starts with what its registry remembers. */
    @Test
    void tellsHomeAssistantAgainWhatIsGoneWhenItStarts() {
        run("box", List.of(Home.living(Home.CLASSES)));
        run("box", List.of());
        assertThat(new Ledger(ledger()).entries().takenBack()).containsOnlyKeys(ROOM_DISCOVERY);
        homeAssistant.forget();

        run("box", List.of(), () -> {
            assertThat(homeAssistant.on(ROOM_DISCOVERY)).isEmpty();
            Await.until("told and done", () -> {
                homeAssistant.publish("homeassistant/status", "online"); // it may start before we listen
                return new Ledger(ledger()).entries().takenBack().isEmpty();
            });
        });

        Await.until("gone", () -> emptied().contains(ROOM_DISCOVERY));
        assertThat(homeAssistant.on(ROOM_DISCOVERY).get(0).payload()).contains("\"unique_id\"");
        assertThat(homeAssistant.newest(ROOM_DISCOVERY).payload()).isEmpty();
    }

    @Test
    void keepsTheRoomsWhenTheBoxIsCalledDifferently() {
        run("attic", List.of(Home.living(Home.CLASSES)));

        run("box", List.of(Home.living(Home.CLASSES)));

        assertThat(kept())
                .containsKeys(HUB_DISCOVERY, ROOM_DISCOVERY, STRANGER)
                .allSatisfy((topic, payload) -> assertThat(topic).doesNotContain("attic"));
    }

    @Test
    void goesOnWithoutALedgerThatIsDamaged() throws Exception {
        Files.writeString(ledger(), "{\"topics\": {\"roomwise");

        run("box", List.of(Home.living(Home.CLASSES)));

        assertThat(log.any("ledger.json: is damaged and put aside")).isTrue();
        assertThat(folder.resolve("ledger.json.damaged")).exists();
        assertThat(new Ledger(ledger()).entries().published()).containsKeys(HUB_DISCOVERY, ROOM_DISCOVERY);
    }

    @Test
    void forgetsNothingThatItCouldNotTakeBack() {
        run("box", List.of(Home.living(Home.CLASSES)));
        try (var unreachable = publisher("box", List.of(), TestBroker.freePort(), Optional.of(new Ledger(ledger())))) {
            unreachable.start();
        }

        run("box", List.of());

        assertThat(kept()).allSatisfy((topic, payload) -> assertThat(topic).doesNotContain("living_room"));
    }
}
