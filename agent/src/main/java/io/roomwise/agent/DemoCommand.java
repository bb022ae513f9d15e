package io.roomwise.agent;

import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.config.LoggerConfig.Level;
import io.roomwise.agent.demo.Demo;
import io.roomwise.agent.demo.Demo.Settings;
import io.roomwise.agent.demo.DemoScreen;
import io.roomwise.agent.demo.DemoScreen.Mode;
import io.roomwise.agent.process.FailurePolicy;
import io.roomwise.agent.process.Lifetime;
import io.roomwise.agent.process.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code agent demo}. */
@Command(
        name = "demo",
        description =
                "Watches a simulated home through RTSP cameras on loopback and shows what is recognized beside what"
                        + " really happens.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--seconds", paramLabel = "N", description = "end by itself after so many seconds")
    private long seconds;

    @Option(names = "--seed", paramLabel = "S", description = "which life is simulated, from 0 on; default: 1")
    private long seed = 1;

    @Option(names = "--json", description = "instead of the view, one line of JSON at the end")
    private boolean json;

    @Option(
            names = "--mqtt",
            paramLabel = "URL",
            description = "publish to this broker, mqtt[s]://[user:password@]host[:port], not to one of our own")
    private String mqtt = "";

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "recognize with this student's bundle; default: the shipped one")
    private @Nullable Path model;

    @Override
    public Integer call() throws ConfigException, IOException {
        PrintWriter err = spec.commandLine().getErr();
        Logging.quiet(Level.ERROR);
        try (Lifetime lifetime = new Lifetime(Runtime.getRuntime()::halt)) {
            lifetime.start();
            FailurePolicy failures = new FailurePolicy(lifetime::end);
            Thread.setDefaultUncaughtExceptionHandler(failures);
            try (Demo demo = demo(failures, err)) {
                demo.start();
                String title = "Roomwise demo, seed " + seed + (seconds > 0 ? ", " + seconds + " s" : ", until Ctrl-C");
                int code =
                        new DemoScreen(demo, mode(), title, spec.commandLine().getOut()).show(lifetime, seconds);
                lifetime.closeWithin(code);
                return code;
            } finally {
                Logging.flush();
            }
        }
    }

    private Demo demo(FailurePolicy failures, PrintWriter err) {
        if (seed < 0 || seed > Integer.MAX_VALUE) {
            throw new ParameterException(
                    spec.commandLine(), "--seed must be 0.." + Integer.MAX_VALUE + ", was " + seed);
        }
        try {
            return new Demo(new Settings(seed, mqtt, Optional.ofNullable(model)), System.getenv(), failures, line -> {
                err.println(line);
                err.flush();
            });
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--mqtt " + e.getMessage(), e);
        }
    }

    /** The launcher knows whether standard output is a terminal; Java cannot ask before release 22. */
    private Mode mode() {
        if (json) {
            return Mode.JSON;
        }
        return "1".equals(System.getenv("ROOMWISE_TERMINAL")) ? Mode.TERMINAL : Mode.LINES;
    }
}
