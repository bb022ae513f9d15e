package io.roomwise.agent;

import com.google.gson.JsonObject;
import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.config.ConfigFile;
import io.roomwise.agent.config.LoggerConfig.Level;
import io.roomwise.agent.config.RoomConfig;
import io.roomwise.agent.probe.Advice;
import io.roomwise.agent.probe.ProbeAdvice;
import io.roomwise.agent.probe.ProbeJson;
import io.roomwise.agent.probe.ProbeProgress;
import io.roomwise.agent.probe.ProbeText;
import io.roomwise.agent.probe.Verdict;
import io.roomwise.agent.process.FailurePolicy;
import io.roomwise.agent.process.Logging;
import io.roomwise.capture.CaptureConfig;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.MediaRole;
import io.roomwise.capture.ProbeReport;
import io.roomwise.capture.RtspTransport;
import io.roomwise.capture.StreamConfig;
import io.roomwise.capture.StreamProbe;
import io.roomwise.capture.StreamUrl;
import io.roomwise.capture.SubStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agent probe}. */
@Command(
        name = "probe",
        description = "Watches a camera, a microphone or a film for a while and says how well it will work and what to"
                + " change. Ends with 69 if it cannot be used.")
final class ProbeCommand implements Callable<Integer> {
    private static final long MOST_SECONDS = 3600;

    /** Cameras send a key frame at once, or every two seconds. */
    private static final Duration GLANCE = Duration.ofSeconds(4);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "URL",
            arity = "0..1",
            description = "what inputs[].path takes: 'rtsp://USER:PASSWORD@HOST/PATH', alsa:DEVICE or a file;"
                    + " with --config: HOME/ROOM/SENSOR, default: every sensor")
    private String what = "";

    @Option(names = "--config", paramLabel = "FILE", description = "probe the sensors of this configuration")
    private @Nullable Path file;

    @Option(names = "--seconds", paramLabel = "N", description = "how long to watch; default: 20")
    private long seconds = 20;

    @Option(
            names = "--transport",
            paramLabel = "tcp|udp",
            description = "how RTP shall travel; default: tcp, with --config what it says")
    private @Nullable RtspTransport transport;

    @Option(names = "--json", description = "one JSON document instead of text")
    private boolean json;

    /** What is to be probed, and what it is called. */
    private record Target(String name, StreamConfig config) {}

    @Override
    public Integer call() throws ConfigException {
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw wrong("--seconds must be 1.." + MOST_SECONDS + ", was " + seconds);
        }
        List<Target> chosen = file == null ? List.of(target()) : configured(file);
        Logging.quiet(Level.ERROR);
        PrintWriter out = spec.commandLine().getOut();
        List<JsonObject> documents = new ArrayList<>();
        boolean usable = true;
        for (Target each : chosen) {
            ProbeReport report = probe(each, out);
            List<Advice> advice = ProbeAdvice.of(report, smaller(each, report));
            usable &= Verdict.of(report, advice) != Verdict.UNUSABLE;
            if (json) {
                documents.add(file == null ? ProbeJson.of(report, advice) : ProbeJson.of(each.name, report, advice));
            } else {
                out.println(each.name);
                ProbeText.of(report, advice).forEach(out::println);
                out.println();
            }
        }
        if (json) {
            out.println(file == null ? ProbeJson.text(documents.get(0)) : ProbeJson.text(documents));
        }
        out.flush();
        return usable ? FailurePolicy.OK : FailurePolicy.UNAVAILABLE;
    }

    private ProbeReport probe(Target target, PrintWriter out) {
        boolean isTerminal = !json && "1".equals(System.getenv("ROOMWISE_TERMINAL"));
        try (ProbeProgress progress = new ProbeProgress(out, isTerminal, seconds)) {
            return new StreamProbe(target.config, Duration.ofSeconds(seconds), Clocks.system()).run(progress);
        }
    }

    /** Where the stream is larger than it need be, and the maker's URLs are known. */
    private static Optional<ProbeReport> smaller(Target target, ProbeReport report) {
        return ProbeAdvice.wantsSmaller(report)
                ? SubStream.of(target.config.path())
                        .map(url -> new StreamProbe(target.config.with(url), GLANCE, Clocks.system())
                                .run((seconds, pictures, reports) -> {}))
                : Optional.empty();
    }

    private Target target() {
        if (what.isEmpty()) {
            throw wrong("a URL is wanted, or --config FILE");
        }
        try {
            StreamUrl url = new StreamUrl(what);
            Set<MediaRole> roles =
                    url.isMicrophone() ? Set.of(MediaRole.AUDIO) : Set.of(MediaRole.VIDEO, MediaRole.AUDIO);
            return new Target(url.toString(), overTransport(StreamConfig.of(url, roles, CaptureConfig.defaults())));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()).replace("inputs[].path", "URL"));
        }
    }

    private List<Target> configured(Path config) throws ConfigException {
        List<RoomConfig.Stream> streams = ConfigFile.read(config, System.getenv()).rooms().stream()
                .flatMap(room -> room.streams().stream())
                .toList();
        List<Target> chosen = streams.stream()
                .filter(stream -> what.isEmpty() || what.equals(stream.id().toString()))
                .map(stream -> new Target(stream.id().toString(), overTransport(stream.config())))
                .toList();
        if (chosen.isEmpty()) {
            throw wrong("no such sensor in " + config + "; there are "
                    + streams.stream()
                            .map(stream -> stream.id().toString())
                            .distinct()
                            .collect(Collectors.joining(", ")));
        }
        return chosen;
    }

    private StreamConfig overTransport(StreamConfig config) {
        return transport == null ? config : config.with(transport);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
