package io.roomwise.trainer;

import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.BundleException;
import io.roomwise.inference.DetectorBundle;
import io.roomwise.inference.DetectorLayout;
import io.roomwise.inference.DetectorManifest;
import io.roomwise.inference.ModelBundle;
import io.roomwise.inference.Provenance;
import io.roomwise.inference.StudentManifest;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.InputSpec;
import io.roomwise.inference.model.StudentNetwork;
import io.roomwise.inference.model.StudentSpec;
import io.roomwise.trainer.dataset.RoomClips;
import io.roomwise.trainer.dataset.RoomSet;
import io.roomwise.trainer.detector.DetectorTraining;
import io.roomwise.trainer.evaluation.EventReport;
import io.roomwise.trainer.evaluation.GateTuner;
import io.roomwise.trainer.loop.TrainingListener;
import io.roomwise.trainer.simulation.SimulatedRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The jobs for simulated homes, each on the calling thread and each going on where a killed run of the same settings left off.
 *
 * <pre>
 *  trainDetector: simulated rooms ─> out/bundle (model.yaml, person-detector.onnx, SHA256SUMS)
 *  trainStudent:  simulated rooms + detector ─> out/rooms (clips) ─> out/bundle (model.yaml, student.safetensors, ...)
 *  evaluate:      a student bundle + detector on rooms that nobody has learned from
 * </pre>
 */
public final class Trainer {
    private static final InputSpec INPUT = new InputSpec(2.5, 70, 3, 96, ClipEncoder.VERSION);
    private static final double SECONDS = 90;
    private static final int BATCH = 16;
    private static final int WINDOWS = 3;
    /** With fewer, a gate fits the rooms that it is chosen on: with 24 its F1 elsewhere was lower by 0.05. */
    private static final int VALIDATION_ROOMS = 72;
    /** Of these, those on which a run is judged while it goes on. */
    private static final int JUDGED_ROOMS = 24;

    private final Settings settings;
    private final TrainingListener listener;

    /**
     * @param command the command line, for the bundle's provenance
     * @param out folder of everything that the job makes
     * @param rooms simulated rooms to learn from, or to evaluate on
     * @param steps optimizer steps; evaluation has none
     * @param versions of the program and its libraries, for the bundle's provenance
     */
    public record Settings(String command, Path out, long seed, int rooms, long steps, Map<String, String> versions) {
        public Settings {
            if (rooms < 1 || rooms > RoomSet.FIRST_VALIDATION_ROOM) {
                throw new IllegalArgumentException(
                        "--rooms must be 1.." + RoomSet.FIRST_VALIDATION_ROOM + ", was " + rooms);
            }
            if (steps < 1) {
                throw new IllegalArgumentException("--steps must be at least 1, was " + steps);
            }
            versions = Map.copyOf(versions);
        }

        /** Where the finished model lies. */
        public Path bundle() {
            return out.resolve("bundle");
        }

        Provenance provenance(String data) {
            return new Provenance(command, seed, data, new TreeMap<>(versions));
        }
    }

    public Trainer(Settings settings, TrainingListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /** Trains the person detector and writes its bundle. */
    public void trainDetector() throws IOException {
        DetectorTraining training = new DetectorTraining(
                new DetectorTraining.Settings(
                        settings.seed(),
                        0,
                        settings.rooms(),
                        RoomSet.FIRST_VALIDATION_ROOM,
                        600,
                        BATCH,
                        settings.steps()),
                listener);
        Path onnx = settings.out().resolve("person-detector.onnx");
        Map<String, Double> figures = rounded(training.run(settings.out(), onnx));
        Map<String, Object> metrics = new LinkedHashMap<>(figures);
        metrics.put(
                "data",
                "pictures of simulated rooms from seed " + RoomSet.FIRST_VALIDATION_ROOM
                        + ", on which min_score was chosen for the best F1");
        DetectorManifest manifest = new DetectorManifest(
                "person-simulated",
                "1",
                DetectorLayout.YOLOV10,
                DetectorManifest.SIMULATED_HOMES,
                Objects.requireNonNull(figures.get("min_score")).floatValue(),
                DetectorTraining.LONG_SIDE,
                metrics,
                settings.provenance("pictures of " + settings.rooms() + " simulated rooms, seeds from 0"));
        DetectorBundle.write(settings.bundle(), manifest, Files.readAllBytes(onnx));
    }

    /**
     * Films rooms through the detector, trains the student, chooses its gate and writes its bundle.
     *
     * @param from a student bundle of the same classes and networks but for the size of the crops, with whose weights to
     *     begin
     * @throws BundleException if that bundle is broken or does not fit
     */
    public void trainStudent(Path detector, Optional<Path> from) throws IOException {
        StudentSpec spec = new StudentSpec(
                StudentSpec.Encoder.CONVOLUTIONAL,
                INPUT.pictureSize(),
                ClipEncoder.GEOMETRY,
                16,
                96,
                SimulatedRoom.classes().size(),
                INPUT.frames(),
                4,
                2,
                0.1,
                StudentSpec.Fusion.GATED);
        try (StudentNetwork network = begin(spec, from)) {
            List<RoomClips> rooms = film(new RoomSet("training rooms", 0, settings.rooms(), SECONDS), INPUT, detector);
            List<RoomClips> validation = film(validationRooms(), INPUT, detector);
            new StudentTraining(new StudentTraining.Settings(settings.seed(), WINDOWS, settings.steps()), listener)
                    .run(network, settings.out(), rooms, validation.subList(0, JUDGED_ROOMS));
            GateTuner.Tuned tuned = StudentTraining.tune(network, validation);
            String data = settings.rooms() + " simulated rooms of " + SECONDS + " s, seeds from 0, people found by "
                    + ContentName.of("detector", detector)
                    + (from.isPresent() ? ", begun with the weights of " + ContentName.of("student", from.get()) : "");
            Map<String, Object> metrics = new LinkedHashMap<>();
            metrics.put(
                    "data",
                    VALIDATION_ROOMS + " simulated rooms from seed " + RoomSet.FIRST_VALIDATION_ROOM
                            + ", on which the gate was chosen");
            metrics.putAll(tuned.report().toMap());
            StudentManifest manifest = new StudentManifest(
                    "default",
                    "1",
                    spec,
                    SimulatedRoom.classes(),
                    INPUT,
                    tuned.delay(),
                    tuned.rules(),
                    metrics,
                    settings.provenance(data));
            ModelBundle.write(settings.bundle(), manifest, network, Map.of());
        }
    }

    private StudentNetwork begin(StudentSpec spec, Optional<Path> from) {
        if (from.isEmpty()) {
            return StudentNetwork.create(spec, settings.seed());
        }
        try (ModelBundle bundle = ModelBundle.open(from.get())) {
            StudentManifest manifest = bundle.manifest();
            if (!(bundle.network() instanceof StudentNetwork old)
                    || !old.spec().withPictureSize(spec.pictureSize()).equals(spec)
                    || !manifest.classes().equals(SimulatedRoom.classes())) {
                throw new BundleException(
                        from.get(),
                        "cannot be begun with: " + manifest.student() + " of "
                                + manifest.classes().names() + ", wanted " + spec + " of "
                                + SimulatedRoom.classes().names());
            }
            StudentNetwork network = StudentNetwork.create(spec, settings.seed());
            network.begin(old);
            return network;
        }
    }

    private static RoomSet validationRooms() {
        return new RoomSet("validation rooms", RoomSet.FIRST_VALIDATION_ROOM, VALIDATION_ROOMS, SECONDS);
    }

    /** Events of a bundle, at its own thresholds, in rooms from which nothing was learned or chosen. */
    public EventReport evaluate(Path student, Path detector) throws IOException {
        try (ModelBundle bundle = ModelBundle.open(student)) {
            ActionClasses classes = bundle.manifest().classes();
            if (!classes.equals(SimulatedRoom.classes())) {
                throw new BundleException(
                        student,
                        "knows " + classes.names() + ", simulated people do "
                                + SimulatedRoom.classes().names());
            }
            RoomSet set = new RoomSet("test rooms", RoomSet.FIRST_TEST_ROOM, settings.rooms(), SECONDS);
            List<RoomClips> rooms = film(set, bundle.manifest().input(), detector);
            return EventReport.of(
                    StudentTraining.recordings(bundle.network(), rooms),
                    bundle.manifest().gate(),
                    bundle.manifest().decisionDelay());
        }
    }

    private List<RoomClips> film(RoomSet set, InputSpec input, Path detector) throws IOException {
        return set.record(
                settings.out().resolve("rooms"),
                input,
                ContentName.of("detector", detector),
                () -> Detection.by(detector),
                listener);
    }

    private static Map<String, Double> rounded(Map<String, Double> figures) {
        Map<String, Double> result = new LinkedHashMap<>();
        figures.forEach((name, value) -> result.put(name, Math.round(value * 1000) / 1000.0));
        return result;
    }
}
