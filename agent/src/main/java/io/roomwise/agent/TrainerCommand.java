package io.roomwise.agent;

import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.config.ConfigFile;
import io.roomwise.agent.process.FailurePolicy;
import io.roomwise.agent.process.Lifetime;
import io.roomwise.agent.process.Logging;
import io.roomwise.agent.process.Version;
import io.roomwise.trainer.Trainer;
import io.roomwise.trainer.loop.TrainingListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code agent trainer}. Its own process: training and the live path never share a heap. */
@Command(
        name = "trainer",
        description = "Trains and judges models on simulated homes. A run that was killed goes on where it was when the"
                + " same command is given again.")
final class TrainerCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Job job = new Job();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "everything that the job makes; the finished model in DIR/bundle")
    private Path out = Path.of("");

    @Option(
            names = "--detector",
            paramLabel = "PATH",
            description = "person detector that the student learns with; default: the shipped one")
    private @Nullable Path detector;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "student whose weights a student begins with; default: from scratch")
    private @Nullable Path from;

    @Option(names = "--seed", paramLabel = "S", description = "default: ${DEFAULT-VALUE}", defaultValue = "1")
    private long seed;

    @Option(
            names = "--rooms",
            paramLabel = "N",
            description =
                    "simulated rooms to learn from or to judge on; default: 20000 for a detector, 300 for a student,"
                            + " 24 to judge")
    private @Nullable Integer rooms;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "optimizer steps; default: 6500 for a detector, 5000 for a student")
    private @Nullable Long steps;

    /** What to do. */
    private static final class Job {
        @Option(names = "--train-detector", description = "a person detector")
        private boolean trainDetector;

        @Option(names = "--train-student", description = "a student")
        private boolean trainStudent;

        @Option(
                names = "--evaluate",
                paramLabel = "DIR",
                description = "judge a student in rooms from which nobody has learned")
        private @Nullable Path student;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        Logging.apply(ConfigFile.defaults(System.getenv()).logger());
        try (Lifetime lifetime = new Lifetime(Runtime.getRuntime()::halt)) {
            lifetime.start();
            work(new Trainer(settings(), new Progress(spec.commandLine().getOut(), lifetime)));
        }
        return FailurePolicy.OK;
    }

    private void work(Trainer trainer) throws ConfigException, IOException {
        PrintWriter screen = spec.commandLine().getOut();
        Path persons = Optional.ofNullable(detector).orElseGet(() -> ConfigFile.defaults(System.getenv())
                .inference()
                .detect()
                .path());
        if (job.trainDetector) {
            trainer.trainDetector();
        } else if (job.trainStudent) {
            trainer.trainStudent(persons, Optional.ofNullable(from));
        } else if (job.student != null) {
            trainer.evaluate(job.student, persons)
                    .toMap()
                    .forEach((name, value) -> screen.println(name + ": " + value));
        }
        screen.flush();
        Logging.flush();
    }

    /** One line for each piece of news; a signal ends the run after the step that is being done. */
    private record Progress(PrintWriter screen, Lifetime lifetime) implements TrainingListener {
        @Override
        public void onProgress(String what, long done, long total, Map<String, Double> figures) {
            screen.println(what + " " + done + " of " + total
                    + figures.entrySet().stream()
                            .map(figure -> String.format(Locale.ROOT, "  %s %.4g", figure.getKey(), figure.getValue()))
                            .collect(Collectors.joining()));
            screen.flush();
        }

        @Override
        public boolean isStopped() {
            return lifetime.isEnding();
        }
    }

    private Trainer.Settings settings() {
        try {
            return new Trainer.Settings(
                    Agent.commandOf(spec),
                    out,
                    seed,
                    Optional.ofNullable(rooms).orElse(job.trainDetector ? 20_000 : job.trainStudent ? 300 : 24),
                    Optional.ofNullable(steps).orElse(job.trainDetector ? 6_500L : 5_000L),
                    Map.of("roomwise", Version.current(), "java", System.getProperty("java.version")));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
