package io.roomwise.mqtt;

import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamListener;
import io.roomwise.capture.StreamState;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionListener;
import io.roomwise.inference.RoomState;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what the agent recognizes, and itself as devices of Home Assistant.
 *
 * <p>{@link #onAction} and {@link #onRoomState} belong to thread {@code inference}; every other method may be called by any
 * thread. All return at once: the rest happens on thread {@code mqtt-out}.
 */
public final class ActionPublisher implements ActionListener, StreamListener, AutoCloseable {
    private static final long HEALTH_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String ID_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final Topics topics;
    private final LongSupplier nanoTime;
    private final RandomGenerator idRandom;
    private final Outbox outbox;
    private final BrokerClient client;
    private final Map<RoomId, Room> rooms = new LinkedHashMap<>();
    private final Outbox.Value info;
    private final Outbox.Value healthReport;
    private final AtomicLong nextHealthNanos;
    private final LongAdder unknown = new LongAdder();
    private volatile List<String> problems = List.of();
    private volatile @Nullable HubHealth health;

    private record Room(RoomBoard board, Outbox.Value availability, Outbox.Value state) {}

    /**
     * Checks names and reads certificates; connects to nothing.
     *
     * @param utcNanos the clock of capture times, nanoseconds since 1970-01-01T00:00Z; asked by any thread
     * @throws IllegalArgumentException naming the configuration key that is wrong
     */
    public ActionPublisher(
            MqttConfig config, HubDevice hub, List<RoomDevice> rooms, LongSupplier utcNanos, RandomGenerator random) {
        this(config, hub, rooms, utcNanos, random, Timing.live());
    }

    ActionPublisher(
            MqttConfig config,
            HubDevice hub,
            List<RoomDevice> rooms,
            LongSupplier utcNanos,
            RandomGenerator random,
            Timing timing) {
        topics = new Topics(config);
        requireDifferentNames(rooms);
        nanoTime = timing.nanoTime();
        idRandom = new SplittableRandom(random.nextLong());
        outbox = new Outbox(utcNanos, nanoTime);
        var payloads = new Payloads(topics, hub);
        var discovery = new DiscoveryPayloads(topics, hub);
        var boards = rooms.stream().map(room -> new RoomBoard(room, nanoTime)).toList();

        // The order is that of publication: Home Assistant must know a device before it hears from it, and the hub
        // before the rooms that refer to it.
        retain(topics.hubDiscovery(), discovery.hub());
        for (RoomDevice room : rooms) {
            retain(topics.roomDiscovery(room.layout().room()), discovery.room(room));
        }
        retain(topics.hubState(), Payloads.ONLINE);
        info = outbox.value(topics.hubInfo(), true, () -> payloads.info(boards, problems));
        for (RoomBoard board : boards) {
            RoomId id = board.device().layout().room();
            var availability = outbox.value(
                    topics.roomAvailability(id), true, () -> board.available() ? Payloads.ONLINE : Payloads.OFFLINE);
            var state = outbox.value(topics.roomState(id), true, () -> payloads.state(board));
            this.rooms.put(id, new Room(board, availability, state));
        }
        healthReport = outbox.value(topics.hubHealth(), false, () -> health(payloads, utcNanos));
        nextHealthNanos = new AtomicLong(nanoTime.getAsLong());
        client = new BrokerClient(
                config, topics, outbox, this::everySecond, timing, new SplittableRandom(random.nextLong()));
    }

    private void retain(String topic, String payload) {
        outbox.value(topic, true, () -> payload);
    }

    /** Keys that differ only in case, '-' and '_', or in where a '_' belongs, would share entities. */
    private void requireDifferentNames(List<RoomDevice> devices) {
        Set<String> ids = new HashSet<>();
        for (RoomDevice device : devices) {
            RoomId room = device.layout().room();
            String key = "homes." + room.home();
            require(
                    !Topics.slug(room.home()).equals(Topics.BRIDGE),
                    key + ": the name '" + Topics.BRIDGE + "' is taken by the hubs' topics");
            require(
                    ids.add(topics.roomId(room)),
                    key + ".rooms." + room.room() + ": another room has the same name for Home Assistant, "
                            + topics.roomId(room));
            Set<String> sensors = new HashSet<>();
            for (String sensor : device.sensors()) {
                require(
                        sensors.add(Topics.slug(sensor)),
                        key + ".rooms." + room.room() + ".sensors." + sensor
                                + ": another sensor has the same name for Home Assistant, " + Topics.slug(sensor));
            }
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Connects in the background, for ever; a broker that is away is no error. */
    public void start() {
        client.start();
    }

    /** The beginning of an action is an event; its end shows in the room's state alone. */
    @Override
    public void onAction(ActionEvent event) {
        Room room = rooms.get(event.room());
        if (room == null || room.board.device().classes().indexOf(event.action()) < 0) {
            unknown.increment();
            return;
        }
        if (event.kind() == ActionEvent.Kind.STARTED) {
            String id = eventId(event.capturedUtcNanos(), idRandom);
            outbox.offer(
                    topics.roomEvent(event.room()),
                    event.capturedUtcNanos(),
                    publishedUtcNanos -> Payloads.event(event, id, publishedUtcNanos));
        }
    }

    /**
     * What a broker would have been told of an action that began, at once.
     *
     * @param random for the event's id
     */
    public static String payload(ActionEvent event, RandomGenerator random) {
        return Payloads.event(event, eventId(event.capturedUtcNanos(), random), event.decidedUtcNanos());
    }

    @Override
    public void onRoomState(RoomState state) {
        Room room = rooms.get(state.room());
        if (room == null) {
            unknown.increment();
        } else if (room.board.onState(state)) {
            room.state.touch();
        }
    }

    @Override
    public void onStreamState(StreamId stream, StreamState state, String reason) {
        Room room = rooms.get(stream.room());
        if (room == null) {
            unknown.increment();
            return;
        }
        room.board.onStream(stream, state);
        room.state.touch();
        room.availability.touch();
    }

    /** Published every 60 s; may be called more often. */
    public void onHealth(HubHealth newest) {
        health = newest;
        long now = nanoTime.getAsLong();
        long due = nextHealthNanos.get();
        if (now - due >= 0 && nextHealthNanos.compareAndSet(due, now + HEALTH_NANOS)) {
            healthReport.touch();
        }
    }

    private @Nullable String health(Payloads payloads, LongSupplier utcNanos) {
        HubHealth newest = health;
        return newest == null ? null : payloads.health(newest, stats(), utcNanos.getAsLong());
    }

    /** Replaces what the hub reports as its problems: one line each, for people; none: all is well. */
    public void onProblems(List<String> newest) {
        problems = List.copyOf(newest);
        info.touch();
    }

    /** A room whose windows stop says nothing more; this notices. */
    private void everySecond() {
        for (Room room : rooms.values()) {
            room.availability.touch();
        }
    }

    /** Time in milliseconds and chance, ten characters each: sorts by time. */
    private static String eventId(long capturedUtcNanos, RandomGenerator random) {
        long time = capturedUtcNanos / 1_000_000;
        var id = new StringBuilder(20);
        for (int shift = 45; shift >= 0; shift -= 5) {
            id.append(ID_ALPHABET.charAt((int) (time >>> shift) & 31));
        }
        for (int i = 0; i < 10; i++) {
            id.append(ID_ALPHABET.charAt(random.nextInt(32)));
        }
        return id.toString();
    }

    public MqttStats stats() {
        return new MqttStats(
                client.connected(),
                client.published(),
                client.acknowledged(),
                outbox.coalesced(),
                outbox.droppedFull(),
                outbox.droppedExpired(),
                unknown.sum(),
                client.ignored(),
                outbox.queued(),
                client.reconnects(),
                outbox.captureToPublish());
    }

    /** Sends what waits, says {@code offline} and disconnects, within about 2 s. */
    @Override
    public void close() {
        client.close();
    }
}
