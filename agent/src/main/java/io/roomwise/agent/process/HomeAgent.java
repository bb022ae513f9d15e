package io.roomwise.agent.process;

import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.config.RoomConfig;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamListener;
import io.roomwise.inference.ActionListener;
import io.roomwise.inference.ActionRecognizer;
import io.roomwise.inference.BundleException;
import io.roomwise.inference.DetectorManifest;
import io.roomwise.inference.InferenceConfig;
import io.roomwise.inference.StudentManifest;
import io.roomwise.mqtt.ActionPublisher;
import io.roomwise.mqtt.CommandException;
import io.roomwise.mqtt.Ledger;
import io.roomwise.mqtt.ModelUpdate;
import io.roomwise.mqtt.MqttConfig;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.SyncConfig;
import io.roomwise.sync.SyncTap;
import io.roomwise.sync.Synchronizer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * All modules, joined. {@code agent run} and {@code agent demo} differ in what it is connected to, not in here. Started
 * and closed by one thread.
 */
public final class HomeAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.roomwise.home");

    /** No student listens yet: sound is not waited for, and decoded only where it is a second witness of time. */
    static final boolean SOUND = false;

    private static final long MIB = 1L << 20;
    /** Models, tensors, sockets; in bytes. */
    private static final long BESIDE_PICTURES = 64 * MIB;

    private final AgentConfig config;
    private final FailurePolicy failures;
    private final Clocks clocks;
    private final ServiceManager serviceManager;
    private final SplittableRandom random = new SplittableRandom();
    private final Listeners listeners = new Listeners();
    private final Deque<Opened> opened = new ArrayDeque<>();

    private BiFunction<SyncConfig, List<RoomLayout>, SyncTap> tap = (sync, layouts) -> SyncTap.NONE;
    private @Nullable ActionRecognizer recognizer;
    private HomeControl.Restarter restarter = student -> {
        throw new CommandException("only agent run can be restarted");
    };
    private @Nullable ActionPublisher publisher;
    private @Nullable Synchronizer synchronizer;
    private @Nullable RoomStreams streams;

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

    /** Lets people restart the process by a command; before {@link #start}. */
    public void onRestart(HomeControl.Restarter made) {
        restarter = made;
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
        Settings settings = new Switches(config).settings();
        Models served = openModels(config, settings, listeners, clocks.utcNanos());
        ActionRecognizer handler = opened("models", served.recognizer());
        recognizer = handler;
        StudentManifest student = handler.student();
        LOG.info(
                "model {} {}, classes {}",
                student.name(),
                student.version(),
                student.classes().names());
        SensorBoard board = new SensorBoard(config.rooms().stream()
                .flatMap(room -> RoomStreams.taken(room, SOUND).stream())
                .map(RoomConfig.Stream::id)
                .toList());
        listeners.add(board);
        synchronizer = synchronizer(handler, student);
        streams = new RoomStreams(config.rooms(), SOUND, synchronizer, listeners, clocks, random.split());
        ModelOffers models = new ModelOffers(
                served.student(), config.offeredModel(), config.storage().map(HomeAgent::installedModel));
        HomeControl control =
                opened("commands", new HomeControl(config, settings, handler, models, streams, restarter));
        Level logLevel = logLevel(settings);
        config.mqtt().ifPresent(mqtt -> publisher = openPublisher(mqtt, student, control, models.look(), logLevel));
        opened("windows", synchronizer).start();
        opened("streams", streams);
        control.start(update -> Optional.ofNullable(publisher).ifPresent(hub -> hub.onModel(update)));
        Health health = new Health(this::stats, board, views(), serviceManager, publisher);
        opened("health", health);
        health.start();
    }

    /** A student that fits this home, loaded with the detector. */
    private record Models(Path student, ActionRecognizer recognizer) {}

    /** What was installed by a command serves as long as it can be used; else, what the configuration says. */
    private static Models openModels(
            AgentConfig config, Settings settings, ActionListener listener, LongSupplier utcNanos) {
        Path configured = config.inference().model();
        Optional<Path> installed = settings.model(configured);
        if (installed.isPresent()) {
            try {
                return openModels(config, installed.get(), listener, utcNanos);
            } catch (BundleException | IllegalArgumentException e) {
                LOG.warn("the installed model is not used, model.path is: {}", e.getMessage());
            }
        }
        return openModels(config, configured, listener, utcNanos);
    }

    /** @throws IllegalArgumentException if the student is none for these rooms or windows */
    private static Models openModels(AgentConfig config, Path folder, ActionListener listener, LongSupplier utcNanos) {
        ActionRecognizer opened = ActionRecognizer.open(config.inference().with(folder), listener, utcNanos);
        try {
            requireViews(layouts(config), opened.student());
            requireMemory(sync(config, opened.student()), layouts(config), Machine.directBytes());
            return new Models(folder, opened);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static List<RoomLayout> layouts(AgentConfig config) {
        return config.rooms().stream().map(RoomConfig::layout).toList();
    }

    private static SyncConfig sync(AgentConfig config, StudentManifest student) {
        var limit = config.capture().pictureLimit();
        return config.windows().sync(student.input().framesPerSecond(), SOUND, limit.width(), limit.height());
    }

    private Level logLevel(Settings settings) {
        Level configured = HomeControl.configuredLevel(config);
        Optional<String> changed = settings.logLevel(configured.name());
        return Stream.of(Level.values())
                .filter(level -> changed.filter(level.name()::equals).isPresent())
                .findFirst()
                .orElse(configured);
    }

    private static Path installedModel(Path storage) {
        return storage.resolve("models").resolve("student");
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

    /**
     * @param limit what the JVM gives, in bytes
     * @throws IllegalArgumentException if there is none for the pictures of so many cameras
     */
    static void requireMemory(SyncConfig sync, List<RoomLayout> layouts, long limit) {
        long bytes = Synchronizer.pictureBytes(sync, layouts);
        if (bytes > limit - BESIDE_PICTURES) {
            int views =
                    layouts.stream().mapToInt(layout -> layout.views().size()).sum();
            throw new IllegalArgumentException(views + " cameras with pictures of up to detect.width x detect.height = "
                    + sync.maxWidth() + "x" + sync.maxHeight() + " take " + (bytes >> 20)
                    + " MiB of native memory, of which the JVM gives " + (limit >> 20)
                    + ": lower both, or start with ROOMWISE_JAVA_OPTS=-XX:MaxDirectMemorySize="
                    + ((bytes + BESIDE_PICTURES) / MIB + 1) + "m");
        }
    }

    private ActionPublisher openPublisher(
            MqttConfig mqtt, StudentManifest student, HomeControl control, ModelUpdate model, Level logLevel) {
        Devices devices = new Devices(config, student);
        ActionPublisher made = opened(
                "mqtt",
                new ActionPublisher(
                        mqtt,
                        devices.hub(model, logLevel),
                        devices.rooms(control::settings),
                        config.storage().map(folder -> new Ledger(folder.resolve("ledger.json"))),
                        control,
                        clocks.utcNanos(),
                        random.split()));
        listeners.add((ActionListener) made);
        listeners.add((StreamListener) made);
        if (logLevel != HomeControl.configuredLevel(config)) {
            Logging.level(logLevel);
        }
        if (mqtt.logging()) {
            opened("log", Logging.tell(made::onLog));
        }
        made.start();
        return made;
    }

    private Synchronizer synchronizer(ActionRecognizer handler, StudentManifest student) {
        SyncConfig sync = sync(config, student);
        List<RoomLayout> layouts = layouts(config);
        Synchronizer made = new Synchronizer(sync, layouts, handler, Thread::new, clocks, failures::onFatal);
        made.tapInto(tap.apply(sync, layouts));
        return made;
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
                started(streams).stats(),
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

    /** Closes in reverse order, whatever fails on the way. Whether the process ends with it is for the caller to say. */
    @Override
    public void close() {
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
     * Loads the models of a configuration and lets go of them again; makes what would be published, which is checked by the
     * same rules as before it is.
     *
     * @param offered the student that would be served; empty: the one that is
     * @return retained payloads by topic; none where no broker is told
     * @throws ConfigException if anything is refused
     */
    public static Map<String, String> publications(AgentConfig config, Optional<Path> offered) throws ConfigException {
        Settings settings = new Switches(config).settings();
        try {
            Models served = offered.isPresent()
                    ? openModels(config, offered.get(), new Listeners(), () -> 0)
                    : openModels(config, settings, new Listeners(), () -> 0);
            try (ActionRecognizer models = served.recognizer()) {
                return publications(config, settings, served.student(), models);
            }
        } catch (BundleException | IllegalArgumentException e) {
            throw refusal(config, e, offered.isPresent() ? "model.offered" : "model.path");
        }
    }

    private static Map<String, String> publications(
            AgentConfig config, Settings settings, Path served, ActionRecognizer models) {
        ModelOffers offers =
                new ModelOffers(served, config.offeredModel(), config.storage().map(HomeAgent::installedModel));
        Devices devices = new Devices(config, models.student());
        if (config.mqtt().isEmpty()) {
            return Map.of();
        }
        return new ActionPublisher(
                        config.mqtt().get(),
                        devices.hub(offers.look(), HomeControl.configuredLevel(config)),
                        devices.rooms(room -> settings.of(room, models.thresholds())),
                        Optional.empty(),
                        command -> CompletableFuture.failedFuture(new CommandException("not running")),
                        () -> 0,
                        new SplittableRandom())
                .retained();
    }

    static ConfigException refusal(AgentConfig config, RuntimeException e) {
        return refusal(config, e, "model.path");
    }

    /** @param studentKey what names the student that was to be loaded */
    private static ConfigException refusal(AgentConfig config, RuntimeException e, String studentKey) {
        String message = String.valueOf(e.getMessage());
        if (!(e instanceof BundleException)) {
            return config.places().refuse(message);
        }
        InferenceConfig inference = config.inference();
        boolean detector = message.startsWith(inference.detect().path() + ":") || message.startsWith("detect.");
        return config.places().refuse(detector ? "detect.model" : studentKey, message);
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("not started");
        }
        return part;
    }
}
