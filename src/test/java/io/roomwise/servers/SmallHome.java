package io.roomwise.servers;

import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamState;
import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionEvent.Score;
import io.roomwise.inference.RoomState;
import io.roomwise.mqtt.ActionPublisher;
import io.roomwise.mqtt.HubDevice;
import io.roomwise.mqtt.Ledger;
import io.roomwise.mqtt.ModelUpdate;
import io.roomwise.mqtt.MqttConfig;
import io.roomwise.mqtt.RoomDevice;
import io.roomwise.mqtt.RoomSettings;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.WindowClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.event.Level;

/**
 * Rooms with one camera each, in which somebody drinks all the time: what it publishes is the same whenever it is started,
 * so that it can be compared to the letter.
 */
public final class SmallHome {
    private static final long START_MILLIS = 1_795_243_440_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final String ACTION = "drink";
    private static final ActionClasses CLASSES = new ActionClasses(List.of("enter", ACTION, "fall"));
    private static final HubDevice HUB = new HubDevice(
            "0.1.0",
            "amd64",
            Instant.ofEpochMilli(START_MILLIS),
            "1a2b3c4d",
            Level.INFO,
            ModelUpdate.none("simulated-1"));

    private final List<StreamId> cameras;

    /** @param rooms how many */
    public SmallHome(int rooms) {
        cameras = IntStream.range(0, rooms)
                .mapToObj(i -> new StreamId(i, new RoomId("home", "room" + i), "camera"))
                .toList();
    }

    /** @param keepaliveSeconds 5 or more */
    public static MqttConfig config(int port, int keepaliveSeconds) {
        MqttConfig usual = MqttConfig.of("box", Mosquitto.HOST, port);
        return new MqttConfig(
                usual.node(),
                usual.host(),
                usual.port(),
                null,
                null,
                usual.clientId(),
                usual.topicPrefix(),
                keepaliveSeconds,
                usual.statsSeconds(),
                usual.logging(),
                usual.discoveryTopic(),
                usual.statusTopic());
    }

    /** Not started yet. */
    public ActionPublisher publisher(MqttConfig config, Optional<Path> ledger) {
        return new ActionPublisher(
                config,
                HUB,
                cameras.stream().map(SmallHome::room).toList(),
                ledger.map(Ledger::new),
                command -> CompletableFuture.completedFuture(null),
                () -> System.currentTimeMillis() * NANOS_PER_MILLI,
                new SplittableRandom());
    }

    private static RoomDevice room(StreamId camera) {
        return new RoomDevice(
                new RoomLayout(camera.room(), List.of(camera), List.of()),
                camera.room().room(),
                null,
                Map.of(),
                1,
                CLASSES,
                "simulated-1",
                Set.of("fall"),
                new RoomSettings(
                        true, true, CLASSES.names().stream().collect(Collectors.toMap(name -> name, name -> 0.5f))));
    }

    /** All cameras stream, and each room has had a window. */
    public void awaken(ActionPublisher publisher) {
        cameras.forEach(camera -> publisher.onStreamState(camera, StreamState.STREAMING, ""));
        IntStream.range(0, cameras.size()).forEach(room -> publisher.onRoomState(state(room)));
    }

    /** By topic, all that must be retained while the home is awake. */
    public Map<String, String> expected() {
        ActionPublisher model = publisher(config(1883, 30), Optional.empty());
        awaken(model);
        return model.retained();
    }

    public RoomState state(int room) {
        return new RoomState(
                cameras.get(room).room(),
                List.of(new Score(ACTION, 0.91f)),
                Map.of("camera", 1),
                List.of(new Score(ACTION, 0.91f), new Score("enter", 0.05f)),
                START_MILLIS * NANOS_PER_MILLI,
                (START_MILLIS + 780) * NANOS_PER_MILLI,
                0,
                WindowClock.RTCP,
                List.of("camera"),
                List.of());
    }

    /** @param number told apart by the time of capture, which is the start and so many milliseconds */
    public ActionEvent event(int room, int number) {
        return new ActionEvent(
                cameras.get(room).room(),
                ActionEvent.Kind.STARTED,
                ACTION,
                0.94f,
                0.71f,
                (START_MILLIS + number) * NANOS_PER_MILLI,
                (START_MILLIS + number + 500) * NANOS_PER_MILLI,
                0,
                WindowClock.RTCP,
                List.of("camera"),
                List.of(),
                List.of(new Score(ACTION, 0.94f)));
    }

    /** @param captured of an event's payload */
    static int number(String captured) {
        return (int) (Instant.parse(captured).toEpochMilli() - START_MILLIS);
    }
}
