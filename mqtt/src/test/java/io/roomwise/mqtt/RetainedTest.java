package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.roomwise.inference.ActionClasses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an earlier configuration published is taken back, and nothing else. */
class RetainedTest {
    private static final Topics TOPICS = new Topics(MqttConfig.of("box", "localhost", 1883));
    private static final String ROOM_DISCOVERY = "homeassistant/device/roomwise_home_living_room/config";
    private static final String ROOM_STATE = "roomwise/home/living_room/state";
    private static final String HUB_STATE = "roomwise/bridge/box/state";
    private static final List<String> FEW = List.of("enter", "exit");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    /** What a broker keeps. */
    private final Map<String, String> kept = new TreeMap<>(Map.of("homeassistant/device/stranger/config", "{}"));

    private final LogLines log = new LogLines();

    @AfterEach
    void close() {
        log.close();
    }

    /** One life of the process. */
    private final class Life {
        private final Outbox outbox = new Outbox(() -> 0, () -> 0);
        private final Retained retained = new Retained(outbox, Optional.of(new Ledger(ledger())));
        private final List<String> toldTopics = new ArrayList<>();
        private final List<String> toldPayloads = new ArrayList<>();

        Life(RoomDevice... rooms) {
            for (RoomDevice room : rooms) {
                retained.addDevice(ROOM_DISCOVERY, new RoomDiscovery(TOPICS, "0.1.0").payload(room));
            }
            retained.add(HUB_STATE, () -> Payloads.ONLINE);
            if (rooms.length > 0) {
                retained.add(ROOM_STATE, () -> "{}");
            }
            retained.takeBackTheRest();
        }

        /** Connects and is acknowledged all, or, with a limit, dies before that. */
        Life connected(int acknowledged) {
            outbox.touchAll();
            for (int i = 0; i < acknowledged; i++) {
                Outbox.Message message = outbox.next();
                if (message == null) {
                    break;
                }
                toldTopics.add(message.topic());
                toldPayloads.add(message.payload());
                kept.put(message.topic(), message.payload());
                kept.values().removeIf(String::isEmpty);
                outbox.acknowledged(message, 0);
            }
            return this;
        }

        Life connected() {
            return connected(Integer.MAX_VALUE);
        }

        Life homeAssistantStarts() {
            toldTopics.clear();
            toldPayloads.clear();
            retained.replay();
            return connected();
        }

        List<String> told(String topic) {
            List<String> told = new ArrayList<>();
            for (int i = 0; i < toldTopics.size(); i++) {
                if (toldTopics.get(i).equals(topic)) {
                    told.add(toldPayloads.get(i));
                }
            }
            return told;
        }
    }

    private static RoomDevice living() {
        return Home.living(Home.CLASSES);
    }

    private Path ledger() {
        return folder.resolve("ledger.json");
    }

    private Ledger.Entries entries() {
        return new Ledger(ledger()).entries();
    }

    @Test
    void takesBackARoomThatIsGone() {
        new Life(living()).connected();
        assertThat(kept).containsKeys(ROOM_DISCOVERY, ROOM_STATE, HUB_STATE);

        Life without = new Life().connected();

        assertThat(kept).containsOnlyKeys(HUB_STATE, "homeassistant/device/stranger/config");
        assertThat(without.told(ROOM_DISCOVERY))
                .as("told in full, then emptied")
                .hasSize(2);
        assertThat(without.toldTopics.lastIndexOf(ROOM_DISCOVERY))
                .as("the device goes before its values")
                .isLessThan(without.toldTopics.indexOf(ROOM_STATE));
        assertThat(entries().published()).containsOnlyKeys(HUB_STATE);
        assertThat(new Life().connected().toldTopics).as("once is enough").containsExactly(HUB_STATE);
    }

    @Test
    void takesBackComponentsInThreeSteps() {
        new Life(living()).connected();

        List<JsonObject> told = new Life(Home.living(new ActionClasses(FEW)))
                .connected().told(ROOM_DISCOVERY).stream()
                        .map(payload -> JsonParser.parseString(payload)
                                .getAsJsonObject()
                                .getAsJsonObject("components"))
                        .toList();

        assertThat(told).hasSize(3);
        JsonObject known = told.get(0).getAsJsonObject("alarm_fall");
        assertThat(known.has("unique_id"))
                .as("Home Assistant removes only what it knows")
                .isTrue();
        assertThat(known.get("state_topic").getAsString())
                .as("nobody reads a value that is gone")
                .isEqualTo(ROOM_DISCOVERY + "/gone");
        assertThat(told.get(1).getAsJsonObject("alarm_fall").toString()).isEqualTo("{\"platform\":\"binary_sensor\"}");
        assertThat(told.get(1).getAsJsonObject("trigger_fall").toString())
                .isEqualTo("{\"platform\":\"device_automation\"}");
        assertThat(told.get(1).getAsJsonObject("recognition").size()).isGreaterThan(3);
        assertThat(told.get(2).keySet())
                .contains("recognition", "threshold_enter")
                .doesNotContain("alarm_fall");
    }

    /** It may not have been there when a room went, and starts with what its registry remembers. */
    @Test
    void tellsHomeAssistantAgainWhatIsGoneWhenItStarts() {
        new Life(living()).connected();
        new Life().connected();
        assertThat(entries().takenBack()).containsOnlyKeys(ROOM_DISCOVERY);

        Life later = new Life().connected();
        assertThat(later.told(ROOM_DISCOVERY)).isEmpty();

        later.homeAssistantStarts();
        assertThat(later.told(ROOM_DISCOVERY)).hasSize(2);
        assertThat(later.told(ROOM_DISCOVERY).get(0)).contains("\"unique_id\"");
        assertThat(later.told(ROOM_DISCOVERY).get(1)).isEmpty();
        assertThat(entries().takenBack()).isEmpty();
        assertThat(later.homeAssistantStarts().told(ROOM_DISCOVERY)).isEmpty();
    }

    @Test
    void tellsHomeAssistantAgainWhichComponentsAreGone() {
        RoomDevice few = Home.living(new ActionClasses(FEW));
        new Life(living()).connected();
        new Life(few).connected();

        Life later = new Life(few).connected();
        assertThat(later.told(ROOM_DISCOVERY)).hasSize(1);
        assertThat(later.homeAssistantStarts().told(ROOM_DISCOVERY)).hasSize(3);
        assertThat(entries().takenBack()).isEmpty();
        assertThat(kept.get(ROOM_DISCOVERY)).isEqualTo(new RoomDiscovery(TOPICS, "0.1.0").payload(few));
    }

    @Test
    void aComponentThatIsBackIsNotTakenBackAnyMore() {
        new Life(living()).connected();
        new Life(Home.living(new ActionClasses(FEW))).connected();

        Life back = new Life(living()).connected();

        assertThat(back.homeAssistantStarts().told(ROOM_DISCOVERY))
                .hasSize(1)
                .allMatch(payload -> payload.contains("alarm_fall"));
        assertThat(entries().takenBack()).isEmpty();
    }

    @Test
    void forgetsNothingThatItDidNotGetToTakeBack() {
        new Life(living()).connected();
        new Life();
        new Life().connected(2);

        new Life().connected();

        assertThat(kept).containsOnlyKeys(HUB_STATE, "homeassistant/device/stranger/config");
        assertThat(entries().published()).containsOnlyKeys(HUB_STATE);
    }

    @Test
    void goesOnWithoutALedgerThatIsDamaged() throws Exception {
        for (String damage : List.of(
                "{\"published\": {\"roomwise",
                "[]",
                "{\"published\": 1}",
                "{\"published\": {\"a\": \"{}\"}, \"taken_back\": {}}",
                "{\"published\": {}, \"taken_back\": {\"a\": \"{\\\"components\\\": {\\\"b\\\": 1}}\"}}")) {
            Files.writeString(ledger(), damage);
            new Life(living()).connected();
            assertThat(folder.resolve("ledger.json.damaged")).as(damage).hasContent(damage);
            assertThat(entries().published()).containsKeys(ROOM_DISCOVERY, HUB_STATE);
            Files.delete(folder.resolve("ledger.json.damaged"));
        }
        assertThat(log.count("ledger.json: is damaged and put aside")).isEqualTo(5);
    }
}
