package io.roomwise.agent;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.config.ConfigFile;
import io.roomwise.agent.config.LoggerConfig.Level;
import io.roomwise.agent.process.FailurePolicy;
import io.roomwise.agent.process.HomeReplay;
import io.roomwise.agent.process.Lifetime;
import io.roomwise.agent.process.Logging;
import io.roomwise.agent.process.RunReport;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionListener;
import io.roomwise.inference.RoomState;
import io.roomwise.mqtt.ActionPublisher;
import io.roomwise.sync.recording.Recording;
import io.roomwise.sync.recording.Recording.Played;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agent replay}. */
@Command(
        name = "replay",
        description = "Plays what record wrote through the same pipeline and tells what is recognized, as it was seen"
                + " then: the windows are the same at any speed, on any machine.")
final class ReplayCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "what record wrote")
    private Path folder = Path.of("");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "models and actions of this configuration; default: the shipped ones")
    private @Nullable Path file;

    @Option(names = "--model", paramLabel = "DIR", description = "recognize with this student's bundle")
    private @Nullable Path model;

    @Option(names = "--speed", paramLabel = "X", description = "so many times as fast as it was; default: 1")
    private double speed = 1;

    @Option(names = "--fast", description = "as fast as the models are")
    private boolean fast;

    @Option(names = "--json", description = "each event and the summary as one line of JSON")
    private boolean json;

    @Mixin
    private ReportOption report = new ReportOption();

    @Override
    public Integer call() throws ConfigException, IOException {
        if (!(speed > 0 && speed <= 1_000)) {
            throw new ParameterException(spec.commandLine(), "--speed must be above 0 and at most 1000, was " + speed);
        }
        Recording recording = Recording.open(folder);
        AgentConfig given =
                file == null ? ConfigFile.defaults(System.getenv()) : ConfigFile.read(file, System.getenv());
        AgentConfig config = model == null ? given : given.with(model);
        Logging.quiet(Level.WARNING);
        try (Lifetime lifetime = new Lifetime(Runtime.getRuntime()::halt)) {
            lifetime.start();
            RunReport measured = new RunReport(Agent.commandOf(spec), Instant.now());
            Events events = new Events(spec.commandLine().getOut(), json);
            try (HomeReplay replay = HomeReplay.open(recording, config, events)) {
                Pace pace = new Pace(lifetime, fast ? Double.POSITIVE_INFINITY : speed);
                Played played = replay.play(pace);
                tellEnd(replay, played, events.count, pace);
                report.write(measured, replay.stats());
                return played.problem().isEmpty() ? FailurePolicy.OK : FailurePolicy.DATA;
            } finally {
                Logging.flush();
            }
        }
    }

    private void tellEnd(HomeReplay replay, Played played, int events, Pace pace) {
        PrintWriter out = spec.commandLine().getOut();
        long windows = replay.digest().windows();
        String sha256 = replay.digest().hexadecimal();
        if (json) {
            JsonObject end = new JsonObject();
            end.addProperty("windows", windows);
            end.addProperty("windows_sha256", sha256);
            end.addProperty("events", events);
            played.problem().ifPresent(problem -> end.addProperty("problem", problem));
            out.println(end);
        } else {
            out.println(String.format(
                    Locale.ROOT,
                    "Replayed %.1f s: %d windows, %d actions began\nwindows SHA-256 %s",
                    pace.playedSeconds(),
                    windows,
                    events,
                    sha256));
        }
        out.flush();
        played.problem().ifPresent(problem -> spec.commandLine().getErr().println("agent: " + folder + ": " + problem));
        spec.commandLine().getErr().flush();
    }

    /** Lets an entry pass when it is its turn. */
    private static final class Pace implements LongPredicate {
        private final Lifetime lifetime;
        private final double speed;
        private final long begin = System.nanoTime();
        private boolean started;
        private long first;
        private long latest;

        Pace(Lifetime lifetime, double speed) {
            this.lifetime = lifetime;
            this.speed = speed;
        }

        @Override
        public boolean test(long nanoTime) {
            if (!started) {
                started = true;
                first = nanoTime;
            }
            latest = nanoTime;
            long early = (long) ((nanoTime - first) / speed) - (System.nanoTime() - begin);
            if (early > 0 && lifetime.await(Duration.ofNanos(early)).isPresent()) {
                return false;
            }
            return !lifetime.isEnding();
        }

        double playedSeconds() {
            return (latest - first) / 1e9;
        }
    }

    /** One line for each beginning and end; as JSON what a broker is told, which is beginnings. */
    private static final class Events implements ActionListener {
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                        "yyyy-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
                .withZone(ZoneOffset.UTC);

        private final PrintWriter out;
        private final boolean json;
        private final SplittableRandom ids = new SplittableRandom(0);
        private int count;

        Events(PrintWriter out, boolean json) {
            this.out = out;
            this.json = json;
        }

        @Override
        public void onAction(ActionEvent event) {
            boolean began = event.kind() == ActionEvent.Kind.STARTED;
            count += began ? 1 : 0;
            if (!json) {
                out.println(String.format(
                        Locale.ROOT,
                        "%s  %-20s %-8s%-16s%.2f  %s",
                        TIME.format(Instant.ofEpochSecond(0, event.capturedUtcNanos())),
                        event.room(),
                        began ? "started" : "ended",
                        event.action(),
                        event.score(),
                        String.join(" ", event.viewsUsed())));
            } else if (began) {
                JsonObject line = new JsonObject();
                line.addProperty("room", event.room().toString());
                line.add("event", JsonParser.parseString(ActionPublisher.payload(event, ids)));
                out.println(line);
            }
            out.flush();
        }

        @Override
        public void onRoomState(RoomState state) {}
    }
}
