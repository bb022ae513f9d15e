package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamState;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionEvent.Score;
import io.roomwise.sync.RoomLayout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a broker and Home Assistant hear while all goes well. */
@Timeout(120)
class ActionPublisherTest {
    private static final String HUB_DISCOVERY = "homeassistant/device/roomwise_bridge_box/config";
    private static final String ROOM_DISCOVERY = "homeassistant/device/roomwise_home_living_room/config";
    private static final String HUB_STATE = "roomwise/bridge/box/state";
    private static final String INFO = "roomwise/bridge/box/info";
    private static final String MODEL = "roomwise/bridge/box/model";
    private static final String HEALTH = "roomwise/bridge/box/health";
    private static final String STATE = "roomwise/home/living_room/state";
    private static final String EVENT = "roomwise/home/living_room/event";
    private static final String AVAILABILITY = "roomwise/home/living_room/availability";

    private final ManualClock utc = new ManualClock(Home.START_UTC_NANOS);
    private final TestBroker broker = new TestBroker(false).start();
    private final ActionPublisher publisher = publisher(Home.fast());
    private Subscriber homeAssistant;

    @BeforeEach
    void connect() {
        homeAssistant = new Subscriber(broker.port(), "home-assistant");
        publisher.start();
        Await.until("connected", () -> publisher.stats().connected());
    }

    @AfterEach
    void close() {
        publisher.close();
        homeAssistant.close();
        broker.close();
    }

    private ActionPublisher publisher(Timing timing) {
        return new ActionPublisher(
                MqttConfig.of("box", "127.0.0.1", broker.port()),
                Home.HUB,
                List.of(Home.living(Home.CLASSES)),
                Optional.empty(),
                Home.OBEDIENT,
                utc,
                new Random(1),
                timing);
    }

    @Test
    void introducesTheHubThenTheRoomThenSpeaks() {
        homeAssistant.awaitCount(HUB_STATE, 1);

        assertThat(homeAssistant.all().stream().map(Subscriber.Heard::topic).filter(topic -> !isSetting(topic)))
                .containsExactly(HUB_DISCOVERY, ROOM_DISCOVERY, AVAILABILITY, STATE, INFO, MODEL, HUB_STATE);
        assertThat(homeAssistant.all().stream().map(Subscriber.Heard::topic).filter(ActionPublisherTest::isSetting))
                .as("recognition, microphones and a threshold for each class")
                .hasSize(2 + Home.CLASSES.size());
    }

    private static boolean isSetting(String topic) {
        return topic.matches("roomwise/home/living_room/[a-z_]+/state");
    }

    @Test
    void whoeverComesLaterHearsAllButTheEvents() {
        publisher.onAction(Home.started("drink", utc.getAsLong()));
        publisher.onHealth(health());
        homeAssistant.awaitCount(EVENT, 1);
        homeAssistant.awaitCount(HEALTH, 1);

        try (var late = new Subscriber(broker.port(), "late")) {
            Await.until("all topics", () -> late.all().size() >= 7 + 2 + Home.CLASSES.size());
            assertThat(late.all().stream().map(Subscriber.Heard::topic).filter(topic -> !isSetting(topic)))
                    .containsExactlyInAnyOrder(
                            HUB_DISCOVERY, ROOM_DISCOVERY, HUB_STATE, INFO, MODEL, AVAILABILITY, STATE);
        }
    }

    @Test
    void publishesTheBeginningOfAnActionAsAnEventAndItsEndAsState() {
        publisher.onAction(Home.started("drink", utc.getAsLong()));
        publisher.onRoomState(Home.state(utc.getAsLong(), 1, new Score("drink", 0.9f)));
        publisher.onAction(Home.event(ActionEvent.Kind.ENDED, "drink", utc.getAsLong()));
        publisher.onRoomState(Home.state(utc.getAsLong(), 1));
        publisher.onAction(Home.started("fall", utc.getAsLong()));

        homeAssistant.awaitCount(EVENT, 2);
        assertThat(homeAssistant.on(EVENT).stream()
                        .map(event -> event.json().get("event_type").getAsString()))
                .containsExactly("drink", "fall");
        Await.until("other", () -> action().equals("other"));
    }

    @Test
    void givesEachEventAnIdThatSortsByTime() {
        publisher.onAction(Home.started("drink", utc.getAsLong()));
        publisher.onAction(Home.started("drink", utc.getAsLong() + 1_000_000));
        homeAssistant.awaitCount(EVENT, 2);

        List<String> ids = homeAssistant.on(EVENT).stream()
                .map(event -> event.json().get("event_id").getAsString())
                .toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9A-Z]{20}"));
    }

    @Test
    void measuresFromCaptureToAcknowledgement() {
        utc.advance(Duration.ofMillis(640));
        publisher.onAction(Home.started("drink", Home.START_UTC_NANOS));

        Await.until("acknowledged", () -> publisher.stats().captureToPublish().count() == 1);
        assertThat(publisher.stats().captureToPublish()).isEqualTo(new MqttStats.Latency(1, 640, 640, 640));
    }

    @Test
    void theRoomIsAvailableWhileAViewStreamsAndWindowsCome() {
        homeAssistant.awaitNewest(AVAILABILITY, "offline");
        publisher.onStreamState(Home.NORTH, StreamState.STREAMING, "streaming");
        publisher.onRoomState(Home.state(utc.getAsLong(), 0));
        homeAssistant.awaitNewest(AVAILABILITY, "online");

        publisher.onStreamState(Home.NORTH, StreamState.OFFLINE, "no data for 10 s");
        homeAssistant.awaitNewest(AVAILABILITY, "offline");
        Await.until("north off", () -> sensor("north").equals("OFF"));
    }

    @Test
    void aCameraThatComesAndGoesShowsInTheState() {
        publisher.onStreamState(Home.SOUTH, StreamState.STREAMING, "streaming");

        Await.until(
                "south on",
                () -> !homeAssistant.on(STATE).isEmpty() && sensor("south").equals("ON"));
    }

    @Test
    void problemsOfTheHubAreRetained() {
        publisher.onProblems(List.of("person detector trained on simulated homes only"));

        Await.until(
                "told",
                () -> !homeAssistant.on(INFO).isEmpty()
                        && homeAssistant.newest(INFO).payload().contains("simulated homes only"));
    }

    @Test
    void reportsItsHealthOnceAMinute() {
        for (int i = 0; i < 20; i++) {
            publisher.onHealth(health());
        }
        publisher.onAction(Home.started("drink", utc.getAsLong()));
        homeAssistant.awaitCount(EVENT, 1);

        assertThat(homeAssistant.on(HEALTH)).hasSize(1);
    }

    @Test
    void tellsEverythingAgainWhenHomeAssistantHasStarted() {
        homeAssistant.awaitCount(HUB_STATE, 1); // the last that a start tells
        homeAssistant.forget();

        homeAssistant.publish("homeassistant/status", "online");
        homeAssistant.publish("homeassistant/status", "online");

        homeAssistant.awaitCount(HUB_STATE, 1);
        assertThat(homeAssistant.on(HUB_DISCOVERY)).hasSize(1);
        assertThat(homeAssistant.on(ROOM_DISCOVERY)).hasSize(1);
        assertThat(homeAssistant.on(STATE)).hasSize(1);
    }

    @Test
    void countsMessagesThatMeanNothingAndGoesOn() {
        homeAssistant.awaitCount(STATE, 1); // which was sent after the subscription
        homeAssistant.publish("homeassistant/status", "{\"state\": \"onl");
        homeAssistant.publish("homeassistant/status", "x".repeat(5_000));
        homeAssistant.publish("roomwise/home/living_room/state", "not ours");

        Await.until("ignored", () -> publisher.stats().ignored() == 2);
        publisher.onAction(Home.started("drink", utc.getAsLong()));
        homeAssistant.awaitCount(EVENT, 1);
        assertThat(publisher.stats().reconnects()).isZero();
    }

    @Test
    void countsWhatNobodyAnnounced() {
        publisher.onAction(Home.started("somersault", utc.getAsLong()));
        publisher.onStreamState(new StreamId(9, new RoomId("home", "attic"), "x"), StreamState.STREAMING, "");
        publisher.onAction(Home.started("drink", utc.getAsLong()));

        homeAssistant.awaitCount(EVENT, 1);
        assertThat(homeAssistant.on(EVENT)).hasSize(1);
        assertThat(publisher.stats().droppedUnknown()).isEqualTo(2);
    }

    @Test
    void saysWhatWaitsThenGoodbyeWithoutAWill() {
        publisher.onAction(Home.started("drink", utc.getAsLong()));
        publisher.close();
        publisher.close();

        homeAssistant.awaitNewest(HUB_STATE, "offline");
        assertThat(homeAssistant.on(EVENT)).hasSize(1);
        assertThat(homeAssistant.on(HUB_STATE)).hasSize(2);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("mqtt-out"));
        MqttStats stats = publisher.stats();
        assertThat(stats.acknowledged()).isEqualTo(stats.published()).isEqualTo(8 + 2 + Home.CLASSES.size());
        assertThat(stats.queued()).isZero();
    }

    @Test
    void refusesNamesThatHomeAssistantCouldNotTellApart() {
        RoomDevice one = Home.living(Home.CLASSES);
        RoomDevice two = room(new RoomId("home", "Living_Room"), "north");
        RoomDevice bridge = room(new RoomId("bridge", "box"), "north");
        RoomDevice twins = room(new RoomId("home", "attic"), "cam-1", "cam_1");

        refused(List.of(one, two), "homes.home.rooms.Living_Room");
        refused(List.of(bridge), "homes.bridge");
        refused(List.of(twins), "homes.home.rooms.attic.sensors.cam_1");
    }

    private static void refused(List<RoomDevice> rooms, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ActionPublisher(
                        MqttConfig.of("box", "localhost", 1883),
                        Home.HUB,
                        rooms,
                        Optional.empty(),
                        Home.OBEDIENT,
                        () -> 0,
                        new Random(1)))
                .withMessageStartingWith(message);
    }

    private static RoomDevice room(RoomId id, String... sensors) {
        List<StreamId> views =
                Stream.of(sensors).map(sensor -> new StreamId(0, id, sensor)).toList();
        return new RoomDevice(
                new RoomLayout(id, views, List.of()),
                "Room",
                null,
                Map.of(),
                1,
                Home.CLASSES,
                "m",
                Set.of(),
                Home.settings(Home.CLASSES));
    }

    private String action() {
        var action = homeAssistant.newest(STATE).json().get("action");
        return action.isJsonNull() ? "" : action.getAsString();
    }

    private String sensor(String key) {
        return homeAssistant
                .newest(STATE)
                .json()
                .getAsJsonObject("sensors")
                .getAsJsonObject(key)
                .get("video")
                .getAsString();
    }

    private static HubHealth health() {
        return new HubHealth(
                true, new HubHealth.Usage(1, 2, 3, 4, 5, 6), new HubHealth.Host(0.5, 10), 1, 0, 0, 0, 10, List.of());
    }
}
