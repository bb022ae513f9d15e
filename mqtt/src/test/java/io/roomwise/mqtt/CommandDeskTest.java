package io.roomwise.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.roomwise.capture.StreamState;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.event.Level;

/** What people and others send over a real broker, and what comes of it. */
@Timeout(120)
class CommandDeskTest {
    private static final String ROOM = "roomwise/home/living_room/";
    private static final String HUB = "roomwise/bridge/box/";

    private final TestBroker broker = new TestBroker(false).start();
    private final ManualClock utc = new ManualClock(Home.START_UTC_NANOS);
    private final LogLines log = new LogLines();
    private final List<Command> asked = new CopyOnWriteArrayList<>();
    /** What the next commands come to; none: they hold at once. */
    private final LinkedBlockingQueue<CompletableFuture<Void>> outcomes = new LinkedBlockingQueue<>();

    private final ActionPublisher publisher = new ActionPublisher(
            MqttConfig.of("box", "127.0.0.1", broker.port()),
            Home.HUB,
            List.of(Home.living(Home.CLASSES)),
            Optional.empty(),
            this::carryOut,
            utc,
            new Random(1),
            Home.fast());
    private Subscriber people;

    private CompletionStage<Void> carryOut(Command command) {
        asked.add(command);
        CompletableFuture<Void> outcome = outcomes.poll();
        return outcome == null ? CompletableFuture.completedFuture(null) : outcome;
    }

    @BeforeEach
    void connect() {
        people = new Subscriber(broker.port(), "people");
        publisher.start();
        people.awaitCount(HUB + "state", 1); // the last that a start tells
    }

    @AfterEach
    void close() {
        publisher.close();
        people.close();
        log.close();
        broker.close();
    }

    @Test
    void echoesASettingOnceItHolds() {
        var closing = new CompletableFuture<Void>();
        outcomes.add(closing);
        publisher.onStreamState(Home.NORTH, StreamState.STREAMING, "");
        publisher.onRoomState(Home.state(utc.getAsLong(), 1));
        people.awaitNewest(ROOM + "availability", "online");
        people.forget();

        people.publish(ROOM + "recognition/set", "OFF");
        Await.until("asked", () -> asked.equals(List.of(new Command.Recognition(Home.LIVING, false))));
        people.publish(HUB + "request/health_check", "{}");
        people.awaitCount(HUB + "response/health_check", 1);
        assertThat(people.on(ROOM + "recognition/state")).isEmpty();

        closing.complete(null);
        people.awaitNewest(ROOM + "recognition/state", "OFF");
        Await.until("nobody is said to be there", () -> people.on(ROOM + "state").stream()
                .anyMatch(state -> state.json().get("action").isJsonNull()));
        publisher.onRoomState(Home.state(utc.getAsLong(), 1));
        publisher.onStreamState(Home.NORTH, StreamState.CLOSED, "");
        people.awaitNewest(ROOM + "availability", "offline");
        assertThat(people.newest(ROOM + "state").json().get("action").isJsonNull())
                .as("a window that was under way says nothing more")
                .isTrue();
    }

    @Test
    void echoesASettingThatHeldAlready() {
        people.forget();
        people.publish(ROOM + "threshold_drink/set", "0.5");
        people.awaitNewest(ROOM + "threshold_drink/state", "0.5");
        people.publish(ROOM + "threshold_drink/set", "0.66");
        people.awaitNewest(ROOM + "threshold_drink/state", "0.66");
    }

    @Test
    void answersARequestWithItsTransaction() {
        people.publish(
                HUB + "request/options", "{\"transaction\": 7, \"options\":{\"logger\":{\"default\":\"debug\"}}}");
        people.awaitCount(HUB + "response/options", 1);
        assertThat(people.newest(HUB + "response/options").payload())
                .isEqualTo("{\"status\":\"ok\",\"data\":{},\"transaction\":7}");
        assertThat(asked).containsExactly(new Command.LogLevel(Level.DEBUG));
        Await.until("told", () -> people.newest(HUB + "info")
                .json()
                .getAsJsonObject("logger")
                .get("default")
                .getAsString()
                .equals("debug"));

        people.publish(HUB + "request/options", "{\"transaction\": \"b\", \"options\":{}}");
        people.awaitCount(HUB + "response/options", 2);
        JsonObject refused = people.newest(HUB + "response/options").json();
        assertThat(refused.get("status").getAsString()).isEqualTo("error");
        assertThat(refused.get("error").getAsString()).startsWith("options.logger.default must be");
        assertThat(refused.get("transaction").getAsString()).isEqualTo("b");
    }

    @Test
    void saysWhyACommandIsNotCarriedOut() {
        outcomes.add(CompletableFuture.failedFuture(new CommandException("agent.yaml:3:1 node: must be a slug")));
        people.publish(HUB + "request/restart", "{\"transaction\":\"r\"}");
        people.awaitCount(HUB + "response/restart", 1);
        assertThat(people.newest(HUB + "response/restart").payload())
                .isEqualTo(
                        "{\"status\":\"error\",\"error\":\"agent.yaml:3:1 node: must be a slug\",\"transaction\":\"r\"}");
    }

    /** To obey again after each reconnect would undo what was asked for since. */
    @Test
    void doesNotObeyWhatTheBrokerKept() {
        var topics = new Topics(MqttConfig.of("box", "localhost", 1883));
        List<RoomDevice> rooms = List.of(Home.living(Home.CLASSES));
        var desk = new CommandDesk(
                topics,
                rooms,
                new CommandReader(topics, rooms, true),
                this::carryOut,
                command -> {},
                () -> true,
                new Outbox(utc, utc),
                new Refusals(utc));

        desk.received(ROOM + "recognition/set", "OFF".getBytes(UTF_8), true);

        assertThat(asked).isEmpty();
        assertThat(log.any("a retained command is not obeyed: clear it")).isTrue();
    }

    /** The broker takes a connection that broke in silence for alive, and calls us offline when we are long back. */
    @Test
    void saysOnlineAgainWhenTheWillOfAnEarlierConnectionComes() {
        people.forget();
        people.publishRetained(HUB + "state", "offline");
        people.awaitCount(HUB + "state", 2);
        people.awaitNewest(HUB + "state", "online");
    }

    @Test
    void refusesMoreThanItCanCarryOut() {
        for (int i = 0; i < 100; i++) {
            outcomes.add(new CompletableFuture<>());
        }
        for (int i = 0; i < 40; i++) {
            people.publish(ROOM + "threshold_fall/set", "0.5");
        }
        Await.until("refused", () -> log.any("too many commands at once"));
        assertThat(asked).hasSize(32);
    }
}
