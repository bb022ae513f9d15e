package io.roomwise.agent.process;

import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.config.RoomConfig;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.FrameSink;
import io.roomwise.capture.MediaRole;
import io.roomwise.capture.StreamConfig;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamListener;
import io.roomwise.capture.StreamReader;
import io.roomwise.inference.ActionListener;
import io.roomwise.inference.ActionRecognizer;
import io.roomwise.inference.BundleException;
import io.roomwise.inference.DetectorManifest;
import io.roomwise.inference.InferenceConfig;
import io.roomwise.inference.StudentManifest;
import io.roomwise.mqtt.ActionPublisher;
import io.roomwise.mqtt.HubDevice;
import io.roomwise.mqtt.MqttConfig;
import io.roomwise.mqtt.RoomDevice;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.SyncConfig;
import io.roomwise.sync.SyncTap;
import io.roomwise.sync.Synchronizer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All modules, joined. {@code agent run} and {@code agent demo} differ in what it is connected to, not in here. Started
 * and closed by one thread.
 */
public final class HomeAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.roomwise.home");

    /** No student listens yet: sound is not waited for, and decoded only where it is a second witness of time. */
    private static final boolean SOUND = false;

    private final AgentConfig config;
    private final FailurePolicy failures;
    private final Clocks clocks;
    private final ServiceManager serviceManager;
    private final SplittableRandom random = new SplittableRandom();
    private final Listeners listeners = new Listeners();
    private final List<StreamReader> readers = new ArrayList<>();
    private final Deque<Opened> opened = new ArrayDeque<>();

    private BiFunction<SyncConfig, List<RoomLayout>, SyncTap> tap = (sync, layouts) -> SyncTap.NONE;
    private @Nullable ActionRecognizer recognizer;
    private @Nullable ActionPublisher publisher;
    private @Nullable Synchronizer synchronizer;

    /** Something to be closed, and what to call it if that fails. */
    private record Opened(String name, AutoCloseable part) {}

    /**
     * @param listener told what was recognized, beside the broker and the log; on thread inference
     */
    public HomeAgent(
            AgentConfig config,
            ActionListener listener,
            FailurePolicy failures,
            Clocks clocks,
            ServiceManager serviceManager) {
        this.config = config;
        this.failures = failures;
        this.clocks = clocks;
        this.serviceManager = serviceManager;
        LiveLog log = new LiveLog(LOG);
        listeners.add((ActionListener) log);
        listeners.add((StreamListener) log);
        listeners.add(listener);
    }

    /** Lets somebody listen to what the windows are made of; before {@link #start}. */
    public void tapInto(BiFunction<SyncConfig, List<RoomLayout>, SyncTap> made) {
        tap = made;
    }

    /**
     * Loads the models, then starts everything. What has been opened is closed again if something cannot be.
     *
     * @throws ConfigException if the models or the configuration that depends on them are refused
     */
    public void start() throws ConfigException {
        try {
            open();
        } catch (BundleException | IllegalArgumentException e) {
            close();
            throw refusal(config, e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open() {
        recognizer = opened("models", ActionRecognizer.open(config.inference(), listeners, clocks.utcNanos()));
        StudentManifest student = recognizer.student();
        requireViews(config.rooms().stream().map(RoomConfig::layout).toList(), student);
        LOG.info(
                "model {} {}, classes {}",
                student.name(),
                student.version(),
                student.classes().names());
        SensorBoard board =
                new SensorBoard(wanted().stream().map(RoomConfig.Stream::id).toList());
        listeners.add(board);
        config.mqtt().ifPresent(mqtt -> publisher = openPublisher(mqtt, student));
        synchronizer = openSynchronizer(recognizer, student);
        openReaders(synchronizer);
        Health health = new Health(this::stats, board, views(), serviceManager, publisher, clocks);
        opened("health", health);
        health.start();
    }

    /** @throws IllegalArgumentException if a room has more than the model takes */
    static void requireViews(List<RoomLayout> layouts, StudentManifest student) {
        for (RoomLayout layout : layouts) {
            int views = layout.views().size();
            if (views > student.student().views()) {
                throw new IllegalArgumentException("room " + layout.room() + " has " + views
                        + " cameras, the model takes up to " + student.student().views());
            }
        }
    }

    private ActionPublisher openPublisher(MqttConfig mqtt, StudentManifest student) {
        String model = student.name() + " " + student.version();
        List<RoomDevice> rooms = config.rooms().stream()
                .map(room -> new RoomDevice(
                        room.layout(),
                        room.friendlyName(),
                        room.area().orElse(null),
                        room.sensorNames(),
                        config.windows().minViews(),
                        student.classes(),
                        model))
                .toList();
        HubDevice hub = new HubDevice(Version.current(), new Machine().hardware(), Instant.now());
        ActionPublisher made = opened("mqtt", new ActionPublisher(mqtt, hub, rooms, clocks.utcNanos(), random.split()));
        listeners.add((ActionListener) made);
        listeners.add((StreamListener) made);
        made.start();
        return made;
    }

    private Synchronizer openSynchronizer(ActionRecognizer handler, StudentManifest student) {
        var limit = config.capture().pictureLimit();
        SyncConfig sync =
                config.windows().sync(student.input().framesPerSecond(), SOUND, limit.width(), limit.height());
        List<RoomLayout> layouts =
                config.rooms().stream().map(RoomConfig::layout).toList();
        Synchronizer made =
                opened("windows", new Synchronizer(sync, layouts, handler, Thread::new, clocks, failures::onFatal));
        made.tapInto(tap.apply(sync, layouts));
        made.start();
        return made;
    }

    private void openReaders(FrameSink sink) {
        for (RoomConfig.Stream stream : wanted()) {
            StreamReader reader =
                    new StreamReader(stream.id(), stream.config(), sink, listeners, clocks, random.split());
            readers.add(opened("stream " + reader, reader));
            reader.start();
        }
    }

    private List<RoomConfig.Stream> wanted() {
        return config.rooms().stream().flatMap(room -> wanted(room).stream()).toList();
    }

    /** All streams of a room, without the media that nobody asks for and without those of which nothing is left. */
    private static List<RoomConfig.Stream> wanted(RoomConfig room) {
        // The sound of one microphone has none to be compared with.
        if (SOUND || room.layout().microphones().size() > 1) {
            return room.streams();
        }
        return room.streams().stream()
                .filter(stream -> stream.config().roles().contains(MediaRole.VIDEO))
                .map(stream -> new RoomConfig.Stream(stream.id(), silent(stream.config())))
                .toList();
    }

    private static StreamConfig silent(StreamConfig stream) {
        return new StreamConfig(
                stream.path(),
                Set.of(MediaRole.VIDEO),
                stream.playback(),
                stream.clockOffsetMillis(),
                stream.audioOffsetMillis(),
                stream.capture());
    }

    private List<StreamId> views() {
        return config.rooms().stream()
                .flatMap(room -> room.layout().views().stream())
                .toList();
    }

    private <T extends AutoCloseable> T opened(String name, T part) {
        opened.push(new Opened(name, part));
        return part;
    }

    /** The counters of all modules; after {@link #start}, also after {@link #close}. */
    public HomeStats stats() {
        return new HomeStats(
                readers.stream().map(StreamReader::stats).toList(),
                started(synchronizer).stats(),
                started(recognizer).stats(),
                Optional.ofNullable(publisher).map(ActionPublisher::stats));
    }

    /** The model that is served; after {@link #start}. */
    public StudentManifest student() {
        return started(recognizer).student();
    }

    /** Whether the person detector has never seen a real camera. */
    public boolean detectorKnowsSimulatedHomesOnly() {
        return started(recognizer)
                .detector()
                .manifest()
                .map(DetectorManifest::trainedOn)
                .filter(DetectorManifest.SIMULATED_HOMES::equals)
                .isPresent();
    }

    /** Tells people, in the log and by the hub's state, what is not as it should be. */
    public void report(List<String> problems) {
        problems.forEach(LOG::warn);
        Optional.ofNullable(publisher).ifPresent(hub -> hub.onProblems(problems));
    }

    /** Closes in reverse order, whatever fails on the way. */
    @Override
    public void close() {
        serviceManager.stopping();
        while (!opened.isEmpty()) {
            Opened last = opened.pop();
            try {
                last.part().close();
            } catch (Exception e) {
                LOG.error("{} cannot be closed", last.name(), e);
            }
        }
    }

    /**
     * Loads the models of a configuration and lets go of them again.
     *
     * @throws ConfigException if they are refused
     */
    public static void checkModels(AgentConfig config) throws ConfigException {
        try {
            ActionRecognizer.open(config.inference(), new Listeners(), () -> 0).close();
        } catch (BundleException | IllegalArgumentException e) {
            throw refusal(config, e);
        }
    }

    static ConfigException refusal(AgentConfig config, RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        if (!(e instanceof BundleException)) {
            return config.places().refuse(message);
        }
        InferenceConfig inference = config.inference();
        boolean detector = message.startsWith(inference.detect().path() + ":") || message.startsWith("detect.");
        return config.places().refuse(detector ? "detect.model" : "model.path", message);
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("not started");
        }
        return part;
    }
}
