package io.roomwise.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.RoomId;
import io.roomwise.capture.Secret;
import io.roomwise.capture.StreamId;
import io.roomwise.inference.ActionClasses;
import io.roomwise.mqtt.ActionPublisher;
import io.roomwise.mqtt.Command;
import io.roomwise.mqtt.HubDevice;
import io.roomwise.mqtt.ModelUpdate;
import io.roomwise.mqtt.MqttConfig;
import io.roomwise.mqtt.RoomDevice;
import io.roomwise.mqtt.RoomSettings;
import io.roomwise.sync.RoomLayout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/** Whoever may publish to the broker can neither break the agent nor make it do what is not offered. */
@Timeout(180)
class HostilePayloadsTest {
    private static final int MESSAGES = 20_000;
    private static final String HUB = "roomwise/bridge/box/";
    private static final String ROOM = "roomwise/home/living/";
    private static final RoomId LIVING = new RoomId("home", "living");
    private static final ActionClasses CLASSES = new ActionClasses(List.of("drink", "fall"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final List<Command> obeyed = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @Test
    void outlivesTwentyThousandMessagesOnAllItsTopics() throws Exception {
        int port = RealServers.freePort();
        var before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
        try (LocalProcess broker = RealServers.broker(folder, port);
                LocalProcess subscriber = RealServers.subscriber(port);
                ActionPublisher publisher = publisher(port);
                HostilePublisher enemy = new HostilePublisher(port, RealServers.USER, RealServers.PASSWORD)) {
            publisher.start();
            subscriber.await(0, 20, line -> line.startsWith("0 " + ROOM + "state "));
            Random random = new Random(4711);
            List<String> topics = topics();
            for (int sent = 1; sent <= MESSAGES; sent++) {
                enemy.publish(topics.get(sent % topics.size()), HostilePayloads.any(random), random.nextInt(50) == 0);
                if (sent % 500 == 0) {
                    awaitAnswer(enemy, subscriber, sent);
                }
            }
            // what would fill the memory if it were taken in
            for (int i = 0; i < 4; i++) {
                enemy.publish(ROOM + "recognition/set", new byte[60_000_000], true);
                awaitAnswer(enemy, subscriber, MESSAGES + i + 1);
            }
            assertThat(failures).isEmpty();
            assertThat(obeyed).isEmpty();
            assertThat(publisher.stats().ignored()).isGreaterThan(MESSAGES * 9L / 10);
            assertThat(publisher.stats().reconnects()).isZero();

            obeysStill(enemy, subscriber);
            assertThat(broker.isAlive()).isTrue();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    private void obeysStill(HostilePublisher friend, LocalProcess subscriber) throws Exception {
        friend.publish(ROOM + "recognition/set", "OFF".getBytes(UTF_8), false);
        subscriber.await(0, 20, line -> line.equals("0 " + ROOM + "recognition/state OFF"));
        assertThat(obeyed).containsExactly(new Command.Recognition(LIVING, false));
    }

    private static void awaitAnswer(HostilePublisher enemy, LocalProcess subscriber, int transaction) throws Exception {
        String asked = "{\"transaction\":\"after " + transaction + "\"}";
        enemy.publish(HUB + "request/health_check", asked.getBytes(UTF_8), false);
        subscriber.await(
                0,
                30,
                line -> line.startsWith("0 " + HUB + "response/health_check ")
                        && line.contains("\"after " + transaction + "\""));
    }

    private static List<String> topics() {
        List<String> topics = new ArrayList<>(List.of("homeassistant/status", ROOM + "nothing/set"));
        for (String name : List.of("health_check", "options", "restart", "model_install", "nothing")) {
            topics.add(HUB + "request/" + name);
        }
        for (String name : List.of("recognition", "threshold_drink", "threshold_fall")) {
            topics.add(ROOM + name + "/set");
        }
        return topics;
    }

    private ActionPublisher publisher(int port) {
        var view = new StreamId(0, LIVING, "north");
        return new ActionPublisher(
                MqttConfig.of("box", "127.0.0.1", port)
                        .withLogin(new MqttConfig.Login(RealServers.USER, new Secret(RealServers.PASSWORD))),
                new HubDevice("0", "test", Instant.EPOCH, "0", Level.INFO, ModelUpdate.none("m")),
                List.of(new RoomDevice(
                        new RoomLayout(LIVING, List.of(view), List.of()),
                        "Living",
                        null,
                        Map.of(),
                        1,
                        CLASSES,
                        "m",
                        Set.of("fall"),
                        new RoomSettings(true, true, Map.of("drink", 0.5f, "fall", 0.5f)))),
                Optional.empty(),
                command -> {
                    obeyed.add(command);
                    return CompletableFuture.completedFuture(null);
                },
                () -> 0,
                new Random(1));
    }
}
