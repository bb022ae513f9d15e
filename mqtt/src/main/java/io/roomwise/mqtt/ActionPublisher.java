package io.roomwise.mqtt;

import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamListener;
import io.roomwise.capture.StreamState;
import io.roomwise.capture.StreamStats;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionListener;
import io.roomwise.inference.RoomState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.event.Level;

/**
 * Publishes what the agent recognizes, and itself as devices of Home Assistant.
 *
 * <p>{@link #onAction} and {@link #onRoomState} belong to thread {@code inference}; every other method may be called by any
 * thread. All return at once: the rest happens on thread {@code mqtt-out}.
 */
public final class ActionPublisher implements ActionListener, StreamListener, AutoCloseable {
    private final Topics topics;
    private final RandomGenerator idRandom;
    private final Outbox outbox;
    private final Refusals refusals;
    private final Retained retained;
    private final BrokerClient client;
    private final Map<RoomId, Room> rooms = new LinkedHashMap<>();
    private final Outbox.Value hubState;
    private final Outbox.Value info;
    private final Outbox.Value modelState;
    private final HubReports reports;
    private final LongAdder unknown = new LongAdder();
    private volatile List<String> problems = List.of();
    private volatile Level logLevel;
    private volatile ModelUpdate model;

    private record Room(
            RoomBoard board, Outbox.Value availability, Outbox.Value state, Map<String, Outbox.Value> settings) {}

    /**
     * Checks names and reads certificates; connects to nothing.
     *
     * @param ledger of what was published before; empty where nothing needs to be taken back
     * @param handler carries out commands
     * @param utcNanos the clock of capture times, nanoseconds since 1970-01-01T00:00Z; asked by any thread
     * @throws IllegalArgumentException naming the configuration key that is wrong
     */
    public ActionPublisher(
            MqttConfig config,
            HubDevice hub,
            List<RoomDevice> rooms,
            Optional<Ledger> ledger,
            CommandHandler handler,
            LongSupplier utcNanos,
            RandomGenerator random) {
        this(config, hub, rooms, ledger, handler, utcNanos, random, Timing.live());
    }

    ActionPublisher(
            MqttConfig config,
            HubDevice hub,
            List<RoomDevice> rooms,
            Optional<Ledger> ledger,
            CommandHandler handler,
            LongSupplier utcNanos,
            RandomGenerator random,
            Timing timing) {
        topics = new Topics(config);
        RoomNames.requireDifferent(topics, rooms);
        LongSupplier nanoTime = timing.nanoTime();
        idRandom = new SplittableRandom(random.nextLong());
        outbox = new Outbox(utcNanos, nanoTime);
        refusals = new Refusals(nanoTime);
        logLevel = hub.logLevel();
        model = hub.model();
        var payloads = new HubPayloads(topics, hub);
        retained = new Retained(outbox, ledger);
        var boards = rooms.stream().map(room -> new RoomBoard(room, nanoTime)).toList();

        // The order is that of publication: Home Assistant must know a device before it hears from it, and the hub
        // before the rooms that refer to it. The hub is online at last, when nothing is left of what an earlier run
        // said:
        // an alarm of then would be one of now.
        retained.addDevice(topics.hubDiscovery(), checked(new HubDiscovery(topics, hub).payload()));
        var discovery = new RoomDiscovery(topics, hub.version());
        for (RoomDevice room : rooms) {
            retained.addDevice(topics.roomDiscovery(room.layout().room()), checked(discovery.payload(room)));
        }
        for (RoomBoard board : boards) {
            RoomId id = board.device().layout().room();
            this.rooms.put(id, room(id, board));
        }
        info = retained.add(topics.hubInfo(), () -> payloads.info(boards, model, logLevel, problems));
        modelState = retained.add(topics.hubModel(), () -> HubPayloads.model(model));
        hubState = retained.add(topics.hubState(), () -> Payloads.ONLINE);
        retained.takeBackTheRest();
        reports = new HubReports(config, topics, payloads, outbox, this::stats, utcNanos, nanoTime);
        var desk = new CommandDesk(
                topics,
                rooms,
                new CommandReader(topics, rooms, hub.model().installable()),
                handler,
                this::onCommand,
                reports::healthy,
                outbox,
                refusals);
        client = new BrokerClient(
                config,
                topics,
                outbox,
                desk,
                this::everySecond,
                hubState::repeat,
                this::onBirth,
                timing,
                new SplittableRandom(random.nextLong()));
    }

    private Room room(RoomId id, RoomBoard board) {
        Map<String, Outbox.Value> settings = new LinkedHashMap<>();
        for (String name : board.device().settingNames()) {
            settings.put(
                    name,
                    retained.add(
                            topics.settingState(id, name),
                            () -> Payloads.setting(board.device(), board.settings(), name)));
        }
        return new Room(
                board,
                retained.add(topics.roomAvailability(id), () -> board.available() ? Payloads.ONLINE : Payloads.OFFLINE),
                retained.add(topics.roomState(id), () -> Payloads.state(board)),
                settings);
    }

    /** What Home Assistant would refuse must not leave the house: it would refuse the whole device. */
    private static String checked(String discovery) {
        List<String> faults = DiscoveryRules.faults(discovery);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("homeassistant: " + String.join("; ", faults));
        }
        return discovery;
    }

    /** All that is retained, by topic, as it would be published now; before {@link #start}. */
    public Map<String, String> retained() {
        return outbox.retained();
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
            String id = EventId.of(event.capturedUtcNanos(), idRandom);
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
        return Payloads.event(event, EventId.of(event.capturedUtcNanos(), random), event.decidedUtcNanos());
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
        reports.onHealth(newest);
    }

    /** Published every {@code mqtt.stats_interval}; may be called more often. */
    public void onStats(List<StreamStats> newest) {
        reports.onStats(newest);
    }

    /** A line of the log; where many come at once only the newest is published, and none of them twice. */
    public void onLog(Level level, String message) {
        reports.onLog(level, message);
    }

    /** Shows another model as installed or on offer. */
    public void onModel(ModelUpdate newest) {
        model = newest;
        modelState.touch();
    }

    /** The effect of a command holds: shows it. */
    private void onCommand(Command command) {
        if (command instanceof Command.LogLevel level) {
            logLevel = level.level();
            info.repeat();
        } else if (command instanceof Command.Recognition recognition) {
            shown(recognition.room(), command, CommandReader.RECOGNITION);
        } else if (command instanceof Command.Microphones microphones) {
            shown(microphones.room(), command, CommandReader.MICROPHONES);
        } else if (command instanceof Command.Threshold threshold) {
            shown(threshold.room(), command, RoomDevice.thresholdOf(threshold.action()));
        }
    }

    private void shown(RoomId id, Command command, String setting) {
        Room room = rooms.get(id);
        if (room != null) {
            room.board.onCommand(command);
            Optional.ofNullable(room.settings.get(setting)).ifPresent(Outbox.Value::repeat);
            room.state.touch();
            room.availability.touch();
        }
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

    /** What is not retained would be unknown to Home Assistant for up to a minute. */
    private void onBirth() {
        retained.replay();
        reports.repeatHealth();
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
                client.ignored() + refusals.count(),
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
