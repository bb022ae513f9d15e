package io.roomwise.agent;

import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.config.ConfigFile;
import io.roomwise.agent.process.FailurePolicy;
import io.roomwise.agent.process.Lifetime;
import io.roomwise.agent.process.Logging;
import io.roomwise.agent.process.Machine;
import io.roomwise.agent.process.Version;
import io.roomwise.trainer.HomeTrainer;
import io.roomwise.trainer.Trainer;
import io.roomwise.trainer.dataset.HomeData;
import io.roomwise.trainer.dataset.HomeInspection;
import io.roomwise.trainer.dataset.MultiSensorHome.Labels;
import io.roomwise.trainer.dataset.SimulatedHome;
import io.roomwise.trainer.loop.TrainingListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
        description =
                "Trains and judges models. A run that was killed goes on where it was when the same command is given"
                        + " again.",
        sortOptions = false)
final class TrainerCommand implements Callable<Integer> {
    /** Twice as often as networks look, for there is something to leave out. */
    private static final double FILMED_PER_SECOND = 5;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Job job = new Job();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "everything that the job makes; the finished model in DIR/bundle")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            description = "only go on with what is in DIR; without it that is gone on with, too, or else begun")
    private boolean resume;

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

    @ArgGroup(exclusive = false, heading = "%nFor --distill and --compare, --data for --evaluate:%n")
    private DistillOptions distilling = new DistillOptions();

    @ArgGroup(exclusive = false, heading = "%nFor --compare:%n")
    private CompareOptions comparing = new CompareOptions();

    @ArgGroup(exclusive = false, heading = "%nFor --simulate:%n")
    private SimulateOptions simulating = new SimulateOptions();

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
                description =
                        "judge a student in rooms from which nobody has learned, or a distilled one on the test list of"
                                + " --data")
        private @Nullable Path student;

        @Option(
                names = "--distill",
                description = "a student by cross-modal distillation (ViCoKD), from films of a home: its people found,"
                        + " a teacher if there is none, the student, its thresholds")
        private boolean distill;

        @Option(
                names = "--compare",
                description = "many students as --distill makes them, their figures in DIR/table.csv")
        private boolean compare;

        @Option(
                names = "--inspect",
                paramLabel = "DIR",
                description = "read the data of a home to its end and say what is in it and what does not fit")
        private @Nullable Path inspected;

        @Option(
                names = "--simulate",
                description = "film a simulated room in the layout of MultiSensor-Home, to try --distill on")
        private boolean simulate;
    }

    /** Length and number of the films. */
    private static final class SimulateOptions {
        @Option(names = "--clips", paramLabel = "N", description = "default: 200")
        private int clips = 200;

        @Option(names = "--views", paramLabel = "N", description = "cameras, 3 to 5; default: 5")
        private int views = 5;

        @Option(names = "--seconds", paramLabel = "S", description = "length of a clip; default: 28")
        private double seconds = 28;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        Logging.apply(ConfigFile.defaults(System.getenv()).logger());
        try (Lifetime lifetime = new Lifetime(Runtime.getRuntime()::halt)) {
            lifetime.start();
            TrainingListener progress = new TrainingProgress(
                    spec.commandLine().getOut(),
                    "1".equals(System.getenv("ROOMWISE_TERMINAL")),
                    lifetime,
                    System::nanoTime);
            if (job.simulate) {
                new SimulatedHome(seed, simulating.views, simulating.clips, simulating.seconds, FILMED_PER_SECOND)
                        .write(folder(), progress);
            } else if (job.inspected != null) {
                return inspect(job.inspected, progress);
            } else {
                work(settings(), progress);
            }
        }
        return FailurePolicy.OK;
    }

    private void work(Trainer.Settings settings, TrainingListener progress) throws ConfigException, IOException {
        Trainer trainer = new Trainer(settings, progress);
        HomeTrainer homeTrainer = new HomeTrainer(settings, progress);
        Path persons = Optional.ofNullable(detector).orElseGet(() -> ConfigFile.defaults(System.getenv())
                .inference()
                .detect()
                .path());
        if (job.trainDetector) {
            trainer.trainDetector();
        } else if (job.trainStudent) {
            trainer.trainStudent(persons, Optional.ofNullable(from));
        } else if (job.student != null && distilling.data().isPresent()) {
            print(homeTrainer.evaluate(job.student, persons, distilling.data().get()));
        } else if (job.student != null) {
            print(trainer.evaluate(job.student, persons).toMap());
        } else if (job.distill) {
            print(homeTrainer.distill(lessons(persons), distilling.choices()));
        } else if (job.compare) {
            Path table = homeTrainer.compare(
                    lessons(persons), distilling.choices(), comparing.rows(), new Machine().description());
            spec.commandLine().getOut().println(table);
        }
        spec.commandLine().getOut().flush();
        Logging.flush();
    }

    private int inspect(Path folder, TrainingListener progress) throws IOException {
        HomeInspection found = HomeInspection.of(HomeData.read(folder, Labels.ALL), progress);
        PrintWriter screen = spec.commandLine().getOut();
        found.summary().forEach(screen::println);
        found.problems().forEach(problem -> screen.println("note: " + problem));
        found.faults().forEach(fault -> screen.println("error: " + fault));
        screen.flush();
        return found.faults().isEmpty() ? FailurePolicy.OK : FailurePolicy.CONFIG;
    }

    private HomeTrainer.Lessons lessons(Path persons) throws ConfigException {
        return distilling.lessons(
                given(distilling.data().orElse(null), "--data"),
                persons,
                ConfigFile.defaults(System.getenv()).inference().model());
    }

    private void print(Map<String, Object> figures) {
        figures.forEach((name, value) -> spec.commandLine().getOut().println(name + ": " + value));
    }

    private <T> T given(@Nullable T value, String option) {
        if (value == null) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '" + option + "'");
        }
        return value;
    }

    private Path folder() {
        Path folder = given(out, "--out");
        if (resume && Files.notExists(folder)) {
            throw new ParameterException(spec.commandLine(), "there is nothing to go on with in " + folder);
        }
        return folder;
    }

    private Trainer.Settings settings() {
        try {
            return new Trainer.Settings(
                    Agent.commandOf(spec),
                    folder(),
                    seed,
                    Optional.ofNullable(rooms).orElse(job.trainDetector ? 20_000 : job.trainStudent ? 300 : 24),
                    Optional.ofNullable(steps).orElse(job.trainDetector ? 6_500L : 5_000L),
                    Map.of("roomwise", Version.current(), "java", System.getProperty("java.version")));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
