package io.roomwise.agent;

import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.config.TrainerFile;
import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.trainer.DistillationChoices;
import io.roomwise.trainer.DistillationChoices.Profile;
import io.roomwise.trainer.DistillationChoices.Run;
import io.roomwise.trainer.HomeTrainer;
import io.roomwise.trainer.method.DistillationMethod;
import io.roomwise.trainer.method.Supervision;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is open in the paper, or a row of its tables. */
final class DistillOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "films and train.json, test.json in the layout of MultiSensor-Home, or MM-Office")
    private @Nullable Path data;

    @Option(
            names = "--teacher",
            paramLabel = "FILE",
            description = "teacher.safetensors of an earlier run; default: one is trained")
    private @Nullable Path teacher;

    @Option(
            names = "--masks",
            paramLabel = "FILE",
            description = "when views see people, masks.csv of an earlier run or human_save_*.json of MultiTSF;"
                    + " default: what the detector finds")
    private @Nullable Path masks;

    @Option(
            names = "--encoder",
            paramLabel = "DIR",
            description = "student whose encoder of people's crops is used as it is; default: the shipped one")
    private @Nullable Path encoder;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "trainer.yaml with the choices below and all others; what is given here goes before it")
    private @Nullable Path config;

    @Option(names = "--teacher-only", description = "make a teacher and no student")
    private boolean teacherOnly;

    @Option(names = "--method", paramLabel = "M", description = "${COMPLETION-CANDIDATES}")
    private @Nullable DistillationMethod method;

    @Option(names = "--backbone", paramLabel = "B", description = "${COMPLETION-CANDIDATES}")
    private @Nullable Kind backbone;

    @Option(
            names = "--supervision",
            paramLabel = "S",
            description = "labels that the student is given: ${COMPLETION-CANDIDATES}")
    private @Nullable Supervision supervision;

    @Option(names = "--profile", paramLabel = "P", description = "sizes and rates: ${COMPLETION-CANDIDATES}")
    private @Nullable Profile profile;

    @Option(names = "--epochs", paramLabel = "N", description = "of the teacher, and of the student")
    private @Nullable Integer epochs;

    /** Empty if it is not given. */
    Optional<Path> data() {
        return Optional.ofNullable(data);
    }

    /**
     * What a student is to learn from.
     *
     * @param films where they lie
     * @param shipped the student whose encoder serves where no other was chosen
     */
    HomeTrainer.Lessons lessons(Path films, Path detector, Path shipped) throws ConfigException {
        return new HomeTrainer.Lessons(
                films,
                detector,
                encoder == null ? shipped : encoder,
                file().encoders(),
                Optional.ofNullable(teacher),
                Optional.ofNullable(masks));
    }

    private TrainerFile file() throws ConfigException {
        return config == null ? TrainerFile.STANDARD : TrainerFile.read(config, System.getenv());
    }

    DistillationChoices choices() throws ConfigException {
        DistillationChoices base = file().choices();
        Run run = base.run();
        return new DistillationChoices(
                teacherOnly ? base.teaching() : or(method, base.method()),
                base.teaching(),
                or(backbone, base.backbone()),
                or(profile, base.profile()),
                base.settings().with(or(supervision, base.settings().supervision())),
                run.withEpochs(or(epochs, run.epochs())));
    }

    private static <T> T or(@Nullable T given, T standard) {
        return given == null ? standard : given;
    }
}
