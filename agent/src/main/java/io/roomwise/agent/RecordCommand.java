package io.roomwise.agent;

import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.config.RoomConfig;
import io.roomwise.agent.process.FailurePolicy;
import io.roomwise.agent.process.HomeAgent;
import io.roomwise.agent.process.Lifetime;
import io.roomwise.agent.process.Logging;
import io.roomwise.agent.process.ServiceManager;
import io.roomwise.agent.process.Switches;
import io.roomwise.agent.process.Version;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.StreamId;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.SyncConfig;
import io.roomwise.sync.SyncTap;
import io.roomwise.sync.recording.FrameRecorder;
import io.roomwise.sync.recording.FrameRecorder.Summary;
import io.roomwise.sync.recording.Manifest;
import io.roomwise.sync.recording.RecordingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code agent record}. */
@Command(
        name = "record",
        description = "Watches rooms as run does, without a broker, and writes what their windows are made of, pictures"
                + " of people and, of rooms with two microphones or more, all that is said, into a folder that only you"
                + " can read. Ends at the limit of its size. What is switched off in Home Assistant when it starts is not recorded:"
                + " ROOMWISE_STATE must be that of the service.")
final class RecordCommand implements Callable<Integer> {
    private static final Duration PROGRESS = Duration.ofSeconds(10);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private ConfigOption file = new ConfigOption();

    @Option(names = "--room", paramLabel = "HOME/ROOM", description = "only this room; default: all")
    private String room = "";

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "a folder that does not exist yet")
    private Path folder = Path.of("");

    @Option(
            names = "--max-size",
            paramLabel = "MB",
            description = "end before it gets larger; default: ${DEFAULT-VALUE}")
    private long maxMegabytes = 1024;

    @Option(names = "--seconds", paramLabel = "N", description = "end by itself after so many seconds")
    private long seconds;

    private @Nullable FrameRecorder recorder;

    @Override
    public Integer call() throws ConfigException, IOException {
        if (maxMegabytes < 1 || maxMegabytes > 1L << 20) {
            throw new ParameterException(
                    spec.commandLine(), "--max-size must be 1.." + (1L << 20) + ", was " + maxMegabytes);
        }
        AgentConfig config = file.read();
        requireSwitches(config);
        AgentConfig chosen = config.silent(rooms(config));
        Logging.apply(config.logger());
        try (Lifetime lifetime = new Lifetime(Runtime.getRuntime()::halt)) {
            lifetime.start();
            FailurePolicy failures = new FailurePolicy(lifetime::end);
            Thread.setDefaultUncaughtExceptionHandler(failures);
            try {
                return record(chosen, lifetime, failures);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } finally {
                Logging.flush();
            }
        }
    }

    /** Whoever cannot know what people have switched off must not record it. */
    private void requireSwitches(AgentConfig config) {
        Path kept = new Switches(config).file().orElseThrow();
        if (!Files.isReadable(kept) && !Files.notExists(kept)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "cannot read " + kept
                            + ", which tells what is switched off in Home Assistant: record as the user of"
                            + " the service");
        }
    }

    private List<RoomConfig> rooms(AgentConfig config) {
        List<RoomConfig> chosen = config.rooms().stream()
                .filter(candidate -> room.isEmpty() || candidate.id().toString().equals(room))
                .toList();
        if (chosen.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--room must be one of "
                            + config.rooms().stream()
                                    .map(RoomConfig::id)
                                    .map(Object::toString)
                                    .collect(Collectors.joining(", "))
                            + ", was " + room);
        }
        List<RoomConfig> watched =
                chosen.stream().filter(new Switches(config)::isWatched).toList();
        if (watched.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "recognition is switched off in " + (room.isEmpty() ? "every room" : room)
                            + ": nothing is recorded there until it is switched on");
        }
        return watched;
    }

    private int record(AgentConfig config, Lifetime lifetime, FailurePolicy failures)
            throws ConfigException, IOException {
        long begin = System.nanoTime();
        int code;
        long givenUp;
        ServiceManager serviceManager = ServiceManager.of(System.getenv());
        try (HomeAgent home =
                new HomeAgent(config, new RunCommand.Silence(), failures, Clocks.system(), serviceManager)) {
            home.tapInto((sync, layouts) -> open(config, sync, layouts, lifetime));
            home.start();
            code = await(lifetime);
            serviceManager.stopping();
            lifetime.closeWithin(code);
            givenUp = home.stats().windowsDropped();
        } finally {
            if (recorder != null) {
                recorder.close();
            }
        }
        tellEnd((System.nanoTime() - begin) / 1_000_000_000L, givenUp);
        return code;
    }

    private SyncTap open(AgentConfig config, SyncConfig sync, List<RoomLayout> layouts, Lifetime lifetime) {
        Manifest manifest = Manifest.of("roomwise " + Version.current(), Instant.now(), sync, layouts);
        FrameRecorder made =
                new FrameRecorder(folder, manifest, maxMegabytes << 20, () -> lifetime.end(FailurePolicy.OK));
        try {
            made.start();
        } catch (RecordingException e) {
            throw new UncheckedIOException(e);
        }
        recorder = made;
        PrintWriter out = spec.commandLine().getOut();
        Switches switches = new Switches(config);
        for (RoomConfig one : config.rooms()) {
            String cameras = one.layout().views().stream().map(StreamId::sensor).collect(Collectors.joining(" "));
            String sound = switches.isHeard(one) ? ", with all that is said there" : "";
            out.println("Recording " + one.id() + " (" + cameras + ")" + sound);
        }
        Path kept = switches.file().orElseThrow();
        out.println(
                Files.exists(kept)
                        ? "What is switched off now, by " + kept + ", is left out"
                        : "Nothing is switched off by " + kept + ", which does not exist");
        out.println("to " + folder.toAbsolutePath() + ", at most " + maxMegabytes
                + " MB. It is of people and not encrypted: only you can read the folder, delete it after use.");
        out.flush();
        return made;
    }

    private int await(Lifetime lifetime) {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (true) {
            long left = seconds == 0 ? PROGRESS.toNanos() : end - System.nanoTime();
            if (left <= 0) {
                return FailurePolicy.OK;
            }
            OptionalInt code = lifetime.await(Duration.ofNanos(Math.min(left, PROGRESS.toNanos())));
            if (code.isPresent()) {
                return code.getAsInt();
            }
            Summary now = summary();
            spec.commandLine().getOut().println(megabytes(now) + " MB" + lost(now));
            spec.commandLine().getOut().flush();
        }
    }

    private Summary summary() {
        return recorder == null ? Summary.NOTHING : recorder.summary();
    }

    private void tellEnd(long elapsedSeconds, long givenUp) throws IOException {
        Summary end = summary();
        String why = end.stopped().map(stop -> "; " + stop.reason()).orElse("");
        PrintWriter out = spec.commandLine().getOut();
        out.println("Recorded " + elapsedSeconds + " s, " + megabytes(end) + " MB" + lost(end) + why);
        if (givenUp > 0) {
            out.println(givenUp + " windows came too fast to be recognized live; a replay recognizes all");
        }
        out.println("Play it: agent replay " + folder + " --config " + file);
        out.flush();
        if (end.stopped().filter(FrameRecorder.Stop::failed).isPresent()) {
            throw new IOException("recording ended early" + why);
        }
    }

    private static String megabytes(Summary summary) {
        return String.format(Locale.ROOT, "%.1f", summary.bytes() / (double) (1 << 20));
    }

    private static String lost(Summary summary) {
        return summary.lost() == 0
                ? ""
                : ", " + summary.lost()
                        + " entries lost because disk or processor are too slow: a replay differs there";
    }
}
