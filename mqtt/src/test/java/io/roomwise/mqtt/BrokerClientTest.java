package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.Secret;
import io.roomwise.inference.ActionEvent.Score;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when the broker or the way to it fails. */
@Timeout(120)
class BrokerClientTest {
    private static final String HUB_STATE = "roomwise/bridge/box/state";
    private static final String STATE = "roomwise/home/living_room/state";
    private static final String EVENT = "roomwise/home/living_room/event";

    private final ManualClock utc = new ManualClock(Home.START_UTC_NANOS);
    private @Nullable ActionPublisher publisher;
    private LogLines log;

    @BeforeEach
    void listen() {
        log = new LogLines();
    }

    @AfterEach
    void close() {
        if (publisher != null) {
            publisher.close();
        }
        log.close();
    }

    private ActionPublisher start(MqttConfig config) {
        var started = new ActionPublisher(
                config,
                Home.HUB,
                List.of(Home.living(Home.CLASSES)),
                Optional.empty(),
                Home.OBEDIENT,
                utc,
                new Random(1),
                Home.fast());
        publisher = started;
        started.start();
        return started;
    }

    private static MqttConfig at(int port) {
        return MqttConfig.of("box", "127.0.0.1", port);
    }

    private static void awaitConnected(ActionPublisher publisher) {
        Await.until("connected", () -> publisher.stats().connected());
    }

    @Test
    void startsWithoutABrokerAndTellsItLater() {
        int port = TestBroker.freePort();
        ActionPublisher waiting = start(at(port));
        Await.until("told why", () -> log.any("connection refused, retrying"));
        waiting.onRoomState(Home.state(utc.getAsLong(), 1, new Score("drink", 0.9f)));
        waiting.onAction(Home.started("drink", utc.getAsLong()));
        assertThat(waiting.stats().connected()).isFalse();

        try (var broker = new TestBroker(false).start();
                var homeAssistant = new Subscriber(broker.port(), "home-assistant");
                var found = new Wire(port, broker.port())) {
            homeAssistant.awaitCount(EVENT, 1);
            assertThat(homeAssistant.newest(STATE).payload()).contains("\"action\":\"drink\"");
            assertThat(log.count("connection refused"))
                    .as("each reason is told once")
                    .isEqualTo(1);
            assertThat(log.any("mqtt: connected to 127.0.0.1:" + found.port())).isTrue();
            waiting.close();
        }
    }

    @Test
    void losesNoEventWhenTheBrokerRestarts() {
        try (var broker = new TestBroker(false).start()) {
            ActionPublisher survivor = start(at(broker.port()));
            awaitConnected(survivor);
            var heard = new HashSet<Integer>();
            try (var before = new Subscriber(broker.port(), "before")) {
                send(survivor, 0, 50);
                before.awaitCount(EVENT, 50);
                send(survivor, 50, 60);
                broker.stop();
                before.on(EVENT).forEach(event -> heard.add(number(event)));
            }
            send(survivor, 60, 100);
            survivor.onRoomState(Home.state(utc.getAsLong(), 1, new Score("vacuum", 0.9f)));
            Await.until("lost", () -> !survivor.stats().connected());

            broker.start();
            try (var after = new Subscriber(broker.port(), "after")) {
                Await.until("recovered", () -> log.any("mqtt: recovered after"));
                Await.until("all sent", () -> survivor.stats().queued() == 0);
                Await.until("all heard or acknowledged before", () -> {
                    after.on(EVENT).forEach(event -> heard.add(number(event)));
                    return survivor.stats().captureToPublish().count() >= 100;
                });
                after.awaitCount(STATE, 1);
                assertThat(after.newest(STATE).payload()).contains("\"action\":\"vacuum\"");
                after.awaitNewest(HUB_STATE, "online");
            }
            MqttStats stats = survivor.stats();
            assertThat(stats.dropped()).isZero();
            assertThat(stats.reconnects()).isEqualTo(1);
            assertThat(stats.captureToPublish().count())
                    .as("each event acknowledged once")
                    .isEqualTo(100);
            assertThat(log.all())
                    .filteredOn(line -> line.startsWith("mqtt: lost: "))
                    .hasSize(1);
            survivor.close();
        }
    }

    /** The number of the event is in its capture time. */
    private void send(ActionPublisher to, int from, int until) {
        IntStream.range(from, until)
                .forEach(i -> to.onAction(Home.started("drink", Home.START_UTC_NANOS + i * 1_000_000L)));
    }

    private static int number(Subscriber.Heard event) {
        String captured = event.json().get("captured").getAsString();
        return Integer.parseInt(captured.substring(20, 23));
    }

    @Test
    void theBrokerTellsThatWeAreGoneWhenTheWireIsCut() {
        try (var broker = new TestBroker(false).start();
                var wire = new Wire(broker.port());
                var homeAssistant = new Subscriber(broker.port(), "home-assistant")) {
            ActionPublisher cut = start(at(wire.port()));
            homeAssistant.awaitNewest(HUB_STATE, "online");

            wire.cut();

            Await.until("said offline and came back", () -> homeAssistant.on(HUB_STATE).stream()
                    .map(Subscriber.Heard::payload)
                    .toList()
                    .equals(List.of("online", "offline", "online")));
            assertThat(cut.stats().reconnects()).isEqualTo(1);
            cut.close();
        }
    }

    @Test
    void noticesABrokerThatIsSilentAndSendsAgainWhatItDidNotAcknowledge() {
        try (var broker = new TestBroker(false).start();
                var wire = new Wire(broker.port());
                var homeAssistant = new Subscriber(broker.port(), "home-assistant")) {
            ActionPublisher stuck = start(at(wire.port()));
            homeAssistant.awaitNewest(HUB_STATE, "online");
            wire.freeze();
            send(stuck, 0, 3);

            Await.until("noticed", () -> log.any("mqtt: lost: no acknowledgement for 2 s, retrying"));
            wire.thaw();

            homeAssistant.awaitCount(EVENT, 3);
            assertThat(homeAssistant.on(EVENT).stream().map(BrokerClientTest::number))
                    .containsExactly(0, 1, 2);
            stuck.close();
        }
    }

    @Test
    void givesUpOnABrokerThatTakesTheConnectionAndSaysNothing() throws IOException {
        try (var mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            start(at(mute.getLocalPort()));

            Await.until("told why", () -> log.any("no answer in time, retrying"));
        }
    }

    @Test
    void saysThatThePasswordIsWrongAndNeverWhichItIs() {
        try (var broker = new TestBroker(true).start()) {
            var login = new MqttConfig.Login(TestBroker.USER, new Secret("wrong-7f3a"));
            ActionPublisher refused = start(at(broker.port()).withLogin(login));

            Await.until("told why", () -> log.any("wrong user or password"));
            assertThat(log.all()).noneMatch(line -> line.contains("wrong-7f3a"));
            assertThat(refused.stats().toString()).doesNotContain("wrong-7f3a");
            refused.close();
        }
    }

    @Test
    void comesInWithTheRightPassword() {
        try (var broker = new TestBroker(true).start()) {
            var login = new MqttConfig.Login(TestBroker.USER, new Secret(TestBroker.PASSWORD));
            ActionPublisher known = start(at(broker.port()).withLogin(login));

            awaitConnected(known);
            known.close();
        }
    }

    @Test
    void saysThatAHostIsUnknown() {
        start(MqttConfig.of("box", "no-such-host.invalid", 1883));

        Await.until("told why", () -> log.any("unknown host no-such-host.invalid"));
    }

    /** To be cut off is all that a client of MQTT 3.1.1 notices when another one comes with its id. */
    @Test
    void takesAnotherIdWhenCutOffTwice() {
        try (var broker = new TestBroker(false).start();
                var wire = new Wire(broker.port())) {
            ActionPublisher ours = start(at(wire.port()).withClientId("twin"));
            for (int times = 1; times <= 2; times++) {
                awaitConnected(ours);
                assertThat(broker.clients()).containsExactly("twin");
                wire.cut();
                int expected = times;
                Await.until("back", () -> ours.stats().reconnects() == expected);
            }

            assertThat(log.any("another client may use the id twin: going on as twin-"))
                    .isTrue();
            Await.until("under another id", () -> broker.clients().stream().anyMatch(id -> id.startsWith("twin-")));
            ours.close();
        }
    }

    @Test
    void leavesNoThreadsBehindFailedAttempts() throws IOException {
        try (var slammed = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            ActionPublisher hopeless = start(at(slammed.getLocalPort()).withClientId("hopeless"));
            for (int attempt = 0; attempt < 10; attempt++) {
                slammed.accept().close();
            }
            hopeless.close();
        }
        Await.until("all gone", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("hopeless")));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("mqtt-out"));
    }
}
