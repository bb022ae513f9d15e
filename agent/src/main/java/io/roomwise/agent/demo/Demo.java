package io.roomwise.agent.demo;

import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.config.ConfigFile;
import io.roomwise.agent.config.RoomConfig;
import io.roomwise.agent.demo.Agreement.Judged;
import io.roomwise.agent.demo.Agreement.TrueAction;
import io.roomwise.agent.process.FailurePolicy;
import io.roomwise.agent.process.HomeAgent;
import io.roomwise.agent.process.HomeStats;
import io.roomwise.agent.process.ServiceManager;
import io.roomwise.capture.Clocks;
import io.roomwise.inference.RoomState;
import io.roomwise.inference.StudentManifest;
import io.roomwise.mqtt.MqttConfig;
import io.roomwise.mqtt.MqttStats.Latency;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Simulated home, broker and agent, joined. Started, asked and closed by one thread. */
public final class Demo implements AutoCloseable {
    private static final String NODE = "demo";

    private final Settings settings;
    private final Optional<MqttConfig> realBroker;
    private final Map<String, String> environment;
    private final FailurePolicy failures;
    private final ServiceManager serviceManager;
    private final Consumer<String> progress;
    private final Clocks clocks = Clocks.system();
    private final Recognition recognition = new Recognition();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private @Nullable Running running;

    /** What is there once all has started. */
    private record Running(
            SimulatedHome home, HomeAgent agent, MqttConfig broker, List<RoomConfig> rooms, long delayNanos) {}

    /**
     * What is shown.
     *
     * @param seed chooses the life that is simulated, not negative
     * @param mqttUrl a real broker instead of the one inside; empty for that
     * @param model a student's bundle instead of the shipped one
     */
    public record Settings(long seed, String mqttUrl, Optional<Path> model) {}

    /**
     * @param environment for {@code ROOMWISE_HOME}, where the models are
     * @param progress told what is being done while it starts
     */
    public Demo(Settings settings, Map<String, String> environment, FailurePolicy failures, Consumer<String> progress) {
        this.settings = settings;
        String url = settings.mqttUrl();
        this.realBroker = url.isEmpty() ? Optional.empty() : Optional.of(BrokerUrl.parse(url, NODE));
        this.environment = environment;
        this.failures = failures;
        this.serviceManager = ServiceManager.of(environment);
        this.progress = progress;
    }

    /** @throws IOException if a camera or the broker cannot listen */
    public void start() throws ConfigException, IOException {
        SimulatedHome home = opened(new SimulatedHome(settings.seed(), clocks));
        progress.accept("Building a home of " + home.rooms().size() + " rooms (seed " + settings.seed() + ") with "
                + home.cameras() + " cameras");
        home.start();
        MqttConfig broker = realBroker.isPresent() ? realBroker.get() : ownBroker();
        progress.accept("Loading the models and connecting to the cameras");
        AgentConfig shipped = ConfigFile.defaults(environment);
        AgentConfig standard = settings.model().map(shipped::with).orElse(shipped);
        List<RoomConfig> rooms = home.rooms(standard.capture());
        HomeAgent agent =
                opened(new HomeAgent(standard.with(broker, rooms), recognition, failures, clocks, serviceManager));
        agent.start();
        StudentManifest student = agent.student();
        double delaySeconds = student.decisionDelay() / student.input().framesPerSecond();
        running = new Running(home, agent, broker, rooms, Math.round(delaySeconds * 1e9));
    }

    private MqttConfig ownBroker() throws IOException {
        boolean free = DemoBroker.isFree(DemoBroker.USUAL_PORT);
        if (!free) {
            progress.accept("Port " + DemoBroker.USUAL_PORT + " is taken, the MQTT broker of this demo takes another");
        }
        DemoBroker broker = opened(new DemoBroker(free ? DemoBroker.USUAL_PORT : 0));
        broker.start();
        progress.accept("MQTT broker: mqtt://" + DemoBroker.HOST + ":" + broker.port() + "  (mosquitto_sub -p "
                + broker.port() + " -v -t 'roomwise/#')");
        return MqttConfig.of(NODE, DemoBroker.HOST, broker.port());
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /** How it stands; after {@link #start}. */
    DemoSnapshot snapshot() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("not started");
        }
        HomeStats stats = now.agent().stats();
        Latency latency = stats.mqtt().map(mqtt -> mqtt.captureToPublish()).orElse(new Latency(0, 0, 0, 0));
        long utcNanos = clocks.utcNanos().getAsLong();
        return new DemoSnapshot(
                utcNanos,
                "mqtt://" + now.broker().host() + ":" + now.broker().port(),
                stats.mqtt().map(mqtt -> mqtt.connected()).orElse(false),
                now.rooms().stream().map(room -> room(now, room, utcNanos)).toList(),
                recognition.skewMillis(),
                new Percentiles(latency.p50Millis(), latency.p95Millis(), latency.p99Millis()),
                stats.inference().windows(),
                stats.windowsDropped());
    }

    private DemoSnapshot.Room room(Running now, RoomConfig room, long utcNanos) {
        // one more second: a start may be that much early
        List<TrueAction> truth = now.home().truth(room.id(), utcNanos + 1_000_000_000L);
        List<String> happening = truth.stream()
                .filter(action -> action.startUtcNanos() <= utcNanos && utcNanos <= action.endUtcNanos())
                .map(TrueAction::action)
                .toList();
        Optional<Long> warm = recognition.warmSince(room.id());
        Optional<RoomState> state = recognition.state(room.id());
        Judged judged = new Judged(
                warm.orElse(Long.MAX_VALUE),
                state.map(newest -> newest.slotUtcNanos() - now.delayNanos()).orElse(0L));
        Agreement agreement = Agreement.of(truth, recognition.starts(room.id()), judged);
        return new DemoSnapshot.Room(room.friendlyName(), happening, state, agreement, warm);
    }

    /** Closes the agent, then the broker, then the cameras; the process ends with it. */
    @Override
    public void close() {
        serviceManager.stopping();
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                progress.accept("cannot be closed: " + e.getMessage());
            }
        }
    }
}
