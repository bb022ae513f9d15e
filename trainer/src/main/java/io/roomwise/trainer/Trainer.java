package io.roomwise.trainer;

import io.roomwise.capture.Picture;
import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.BundleException;
import io.roomwise.inference.DetectConfig;
import io.roomwise.inference.DetectorBundle;
import io.roomwise.inference.DetectorLayout;
import io.roomwise.inference.DetectorManifest;
import io.roomwise.inference.ModelBundle;
import io.roomwise.inference.PersonBox;
import io.roomwise.inference.PersonDetector;
import io.roomwise.inference.PersonMask;
import io.roomwise.inference.Provenance;
import io.roomwise.inference.StudentManifest;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.InputSpec;
import io.roomwise.inference.model.CropEncoder;
import io.roomwise.inference.model.StudentNetwork;
import io.roomwise.inference.model.StudentSpec;
import io.roomwise.trainer.dataset.ClipPerception;
import io.roomwise.trainer.dataset.DatasetException;
import io.roomwise.trainer.dataset.FrozenSoundEncoder;
import io.roomwise.trainer.dataset.HomeData;
import io.roomwise.trainer.dataset.MultiSensorHome;
import io.roomwise.trainer.dataset.PersonFinder;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The trainer's jobs, each on the calling thread and each going on where a killed run of the same settings left off.
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
                provenance("pictures of " + settings.rooms() + " simulated rooms, seeds from 0"));
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
                    + contentName("detector", detector)
                    + (from.isPresent() ? ", begun with the weights of " + contentName("student", from.get()) : "");
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
                    provenance(data));
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

    /**
     * What a student that was distilled says about clips of its home: those of the test list, or all where there is none.
     *
     * @return figures by name
     * @throws BundleException if it does not fit these clips
     * @throws DatasetException with all that is wrong with the data
     */
    public Map<String, Object> evaluate(Path student, Path detector, Path data) throws IOException {
        HomeData home = HomeData.read(data, MultiSensorHome.Labels.ALL);
        try (ModelBundle bundle = ModelBundle.open(student)) {
            ClipPerception.Encoders encoders = new ClipPerception.Encoders(
                    bundle.network().encoder(),
                    bundle.manifest().input(),
                    FrozenEncoders.NONE::openSounds,
                    () -> finder(detector),
                    contentName("detector", detector) + contentName(" student", student));
            return Distillation.evaluate(
                    student,
                    bundle,
                    home,
                    new ClipPerception.Job(
                            home.test().isEmpty() ? home.training() : home.test(),
                            settings.out().resolve("features"),
                            home.grid(),
                            encoders,
                            false),
                    listener);
        }
    }

    /**
     * What distillation learns from.
     *
     * @param data in the layout of MultiSensor-Home
     * @param encoder a student bundle whose encoder of people's crops is used as it is, and how many people it looks at
     * @param frozen encoders in place of that, and of the one that a teacher learns for sound
     * @param teacher a teacher of the same home, from an earlier run
     * @param masks when views see people ({@link io.roomwise.trainer.dataset.MaskFile}), in place of what the detector finds
     */
    public record Lessons(
            Path data,
            Path detector,
            Path encoder,
            FrozenEncoders frozen,
            Optional<Path> teacher,
            Optional<Path> masks) {
        Lessons with(Optional<Path> other) {
            return new Lessons(data, detector, encoder, frozen, other, masks);
        }
    }

    /**
     * Distils a student for one home.
     *
     * @return figures on the test list, by name
     * @throws DatasetException with all that is wrong with the data
     */
    public Map<String, Object> distill(Lessons lessons, DistillationChoices choices) throws IOException {
        HomeData home = HomeData.read(lessons.data(), MultiSensorHome.Labels.ALL);
        return encoded(lessons, encoders -> distill(lessons, choices, home, encoders, settings.out(), settings.seed()));
    }

    /**
     * Distils many students for one home and writes what they come to into a CSV file.
     *
     * @param machine in words, for the file
     * @return the file
     * @throws DatasetException with all that is wrong with the data
     */
    public Path compare(Lessons lessons, DistillationChoices base, MethodTable.Rows rows, String machine)
            throws IOException {
        HomeData home = HomeData.read(lessons.data(), MultiSensorHome.Labels.ALL);
        MethodTable table = new MethodTable(
                settings.out(),
                rows,
                new MethodTable.Provenance(machine, new TreeMap<>(settings.versions()).toString(), settings.command()));
        return encoded(lessons, encoders -> {
            table.run(
                    base,
                    (out, seed, choices, teacher) ->
                            distill(lessons.with(teacher), choices, home, encoders, out, seed));
            return table.csv();
        });
    }

    @FunctionalInterface
    private interface Encoded<T> {
        T run(ClipPerception.Encoders encoders) throws IOException;
    }

    private static <T> T encoded(Lessons lessons, Encoded<T> work) throws IOException {
        FrozenEncoders frozen = lessons.frozen();
        try (ModelBundle bundle = ModelBundle.open(lessons.encoder())) {
            Optional<CropEncoder> pictures = frozen.openPictures();
            try {
                CropEncoder crops =
                        pictures.isPresent() ? pictures.get() : bundle.network().encoder();
                return work.run(new ClipPerception.Encoders(
                        crops,
                        bundle.manifest().input().withPictureSize(crops.spec().pictureSize()),
                        frozen::openSounds,
                        () -> finder(lessons.detector()),
                        name(lessons)));
            } finally {
                pictures.ifPresent(CropEncoder::close);
            }
        }
    }

    /** Changes with the content of all that encodes, and with how it is used. */
    private static String name(Lessons lessons) throws IOException {
        String name = contentName("detector", lessons.detector());
        Optional<FrozenEncoders.Pictures> pictures = lessons.frozen().pictures();
        name += pictures.isPresent()
                ? contentName(" pictures", pictures.get().file()) + hash(pictures.get())
                : contentName(" student", lessons.encoder());
        Optional<FrozenSoundEncoder.Declaration> sounds = lessons.frozen().sounds();
        return sounds.isPresent() ? name + contentName(" sounds", sounds.get().file()) + hash(sounds.get()) : name;
    }

    private static String hash(Record choices) {
        return "-" + Integer.toHexString(choices.toString().hashCode());
    }

    private Map<String, Object> distill(
            Lessons lessons,
            DistillationChoices choices,
            HomeData home,
            ClipPerception.Encoders encoders,
            Path out,
            long seed)
            throws IOException {
        return new Distillation(out, seed, choices, listener)
                .run(
                        home,
                        encoders,
                        new Distillation.Given(
                                lessons.teacher(),
                                lessons.masks(),
                                settings.out().resolve("features"),
                                settings.out().resolve("taught")),
                        provenance(home.training().size() + " clips of a home, encoded by " + encoders.name()));
    }

    private static PersonFinder finder(Path detector) {
        return new Detection(PersonDetector.open(DetectConfig.of(detector), 1));
    }

    private List<RoomClips> film(RoomSet set, InputSpec input, Path detector) throws IOException {
        return set.record(
                settings.out().resolve("rooms"),
                input,
                contentName("detector", detector),
                () -> finder(detector),
                listener);
    }

    private record Detection(PersonDetector detector) implements PersonFinder {
        @Override
        public PersonMask find(Picture picture, List<PersonBox> truth) {
            return detector.detect(picture);
        }

        @Override
        public void close() {
            detector.close();
        }
    }

    /** Changes with the content, so that clips made with another detector are not taken for its own. */
    private static String contentName(String kind, Path path) throws IOException {
        Path sums = Files.isDirectory(path) ? path.resolve("SHA256SUMS") : path;
        return kind + "-" + Integer.toHexString(Arrays.hashCode(Files.readAllBytes(sums)));
    }

    private Provenance provenance(String data) {
        return new Provenance(settings.command(), settings.seed(), data, new TreeMap<>(settings.versions()));
    }

    private static Map<String, Double> rounded(Map<String, Double> figures) {
        Map<String, Double> result = new LinkedHashMap<>();
        figures.forEach((name, value) -> result.put(name, Math.round(value * 1000) / 1000.0));
        return result;
    }
}
