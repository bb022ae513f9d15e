package io.roomwise.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.BundleException;
import io.roomwise.inference.GateRule;
import io.roomwise.inference.ModelBundle;
import io.roomwise.inference.PersonBox;
import io.roomwise.inference.PersonMask;
import io.roomwise.inference.Provenance;
import io.roomwise.inference.StudentManifest;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.InputSpec;
import io.roomwise.inference.model.CropEncoder;
import io.roomwise.inference.model.FrozenEncoder;
import io.roomwise.inference.model.FrozenEncoderSpec;
import io.roomwise.inference.model.ModelFileException;
import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.Safetensors;
import io.roomwise.inference.model.StudentNetwork;
import io.roomwise.inference.model.StudentSpec;
import io.roomwise.trainer.DistillationChoices.Profile;
import io.roomwise.trainer.DistillationChoices.Run;
import io.roomwise.trainer.dataset.ClipPerception;
import io.roomwise.trainer.dataset.ClipPerception.Encoders;
import io.roomwise.trainer.dataset.DatasetException;
import io.roomwise.trainer.dataset.FrozenSoundEncoder;
import io.roomwise.trainer.dataset.HomeData;
import io.roomwise.trainer.dataset.MmOffice;
import io.roomwise.trainer.dataset.MultiSensorHome.Labels;
import io.roomwise.trainer.dataset.PersonFinder;
import io.roomwise.trainer.dataset.SimulatedHome;
import io.roomwise.trainer.dataset.SoundEncoder;
import io.roomwise.trainer.dataset.SpectrogramEncoder;
import io.roomwise.trainer.loop.TrainingListener;
import io.roomwise.trainer.loop.TrainingStoppedException;
import io.roomwise.trainer.method.DistillationMethod;
import io.roomwise.trainer.method.DistillationSettings;
import io.roomwise.trainer.method.Supervision;
import io.roomwise.trainer.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DistillationTest {
    private static final int SLOTS = 10;
    private static final Provenance PROVENANCE = new Provenance("agent trainer", 1, "films", Map.of());
    private static final TrainingListener NOBODY = (job, done, total, figures) -> {};

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path films;

    private final Path out;
    private final ModelBundle encoder;
    private CropEncoder crops;
    private Supplier<SoundEncoder> sounds = SpectrogramEncoder::new;
    private final AtomicInteger searched = new AtomicInteger();

    @BeforeAll
    static void film() throws IOException {
        Engine.getInstance(); // loads the native library
        JniUtils.setNumThreads(1); // threads that wait for each other on shared cores take seconds
        new SimulatedHome(7, 3, 8, 6, 5).write(films, NOBODY);
    }

    DistillationTest(@TempDir Path folder) throws IOException {
        out = folder.resolve("out");
        StudentSpec spec = new StudentSpec(
                StudentSpec.Encoder.CONVOLUTIONAL,
                32,
                ClipEncoder.GEOMETRY,
                4,
                16,
                1,
                SLOTS,
                2,
                1,
                0.1,
                StudentSpec.Fusion.MAX);
        StudentManifest manifest = new StudentManifest(
                "encoder",
                "1",
                spec,
                new ActionClasses(List.of("wave")),
                new InputSpec(2.5, SLOTS, 2, 32, ClipEncoder.VERSION),
                0,
                List.of(new GateRule(0.5f, 0.5f, 1, 1, 1)),
                Map.of(),
                PROVENANCE);
        try (StudentNetwork network = StudentNetwork.create(spec, 4)) {
            ModelBundle.write(folder.resolve("encoder"), manifest, network, Map.of());
        }
        encoder = ModelBundle.open(folder.resolve("encoder"));
        crops = encoder.network().encoder();
    }

    @AfterEach
    void close() {
        encoder.close();
    }

    private static DistillationChoices choices(DistillationMethod method, Kind backbone) {
        return new DistillationChoices(
                method,
                DistillationMethod.CONSISTENT_TEACHER,
                backbone,
                Profile.SMALL,
                DistillationSettings.ofPaper(Supervision.SEQUENCES),
                new Run(3, 2, 1, 0, SLOTS, 2, 0.3, false, false));
    }

    private Map<String, Object> run(Path folder, DistillationChoices choices, TrainingListener listener)
            throws IOException {
        return run(films, folder, choices, Optional.empty(), listener);
    }

    private Map<String, Object> run(
            Path data, Path folder, DistillationChoices choices, Optional<Path> teacher, TrainingListener listener)
            throws IOException {
        return new Distillation(folder, 1, choices, listener)
                .run(
                        HomeData.read(data, Labels.ALL),
                        encoders(),
                        new Distillation.Given(
                                teacher, Optional.empty(), folder.resolve("features"), folder.resolve("taught")),
                        PROVENANCE);
    }

    private Encoders encoders() {
        PersonFinder finder = (picture, truth) -> {
            searched.incrementAndGet();
            return new PersonMask(List.of(new PersonBox(0.3f, 0.2f, 0.6f, 0.9f, 0.7f)));
        };
        return new Encoders(
                crops,
                encoder.manifest().input().withPictureSize(crops.spec().pictureSize()),
                sounds,
                () -> finder,
                "finder encoder");
    }

    @Test
    void whatWasDistilledCanBeJudgedAgain() throws Exception {
        Map<String, Object> figures = run(out, choices(DistillationMethod.STUDENT, Kind.MULTI_TSF), NOBODY);
        HomeData home = HomeData.read(films, Labels.ALL);
        ClipPerception.Job job =
                new ClipPerception.Job(home.test(), out.resolve("features"), home.grid(), encoders(), false);
        Path bundle = out.resolve("bundle");
        try (ModelBundle opened = ModelBundle.open(bundle)) {
            assertThat(Distillation.evaluate(bundle, opened, home, job, NOBODY)).isEqualTo(figures);
        }
        assertThatThrownBy(() -> Distillation.evaluate(bundle, encoder, home, job, NOBODY))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("; the clips have views [1, 2, 3] and [enter");
    }

    @Test
    void theWholeChainEndsInABundleThatCanBeServed() throws Exception {
        Map<String, Object> figures = run(out, choices(DistillationMethod.VI_CO_KD, Kind.MULTI_ASL), NOBODY);

        assertThat(figures).containsOnlyKeys("teacher", "student", "events");
        assertThat(String.valueOf(figures.get("student"))).containsPattern("mAP_C=\\d+");
        try (ModelBundle bundle = ModelBundle.open(out.resolve("bundle"))) {
            assertThat(bundle.manifest().classes())
                    .isEqualTo(HomeData.read(films, Labels.ALL).classes());
            assertThat(bundle.manifest().student().views()).isEqualTo(3);
            Map<String, Safetensors.Tensor> served = bundle.network().weights().tensors();
            Map<String, Safetensors.Tensor> frozen = encoder.network().weights().tensors();
            assertThat(served).containsEntry("encoder.out.weight", frozen.get("encoder.out.weight"));
            assertThat(served).containsKey("visual.projection.weight");
        }
        assertThat(out.resolve("bundle").resolve("report.html"))
                .hasSameTextualContentAs(out.resolve("report.html"))
                .content()
                .contains("student: features", "student: consistency", "teacher, view 3", "JENSEN_SHANNON", "</html>");
    }

    @Test
    void pretrainedEncodersOfSomebodyElseTakeThePlaceOfOurs() throws Exception {
        Path pictures = flattening("pictures.onnx", 1, 3, 16, 16);
        Path hearing = flattening("sounds.onnx", 1, 6400);
        List<Double> centre = List.of(127.5, 127.5, 127.5);
        FrozenEncoderSpec spec = FrozenEncoderSpec.of(pictures, Optional.empty(), centre, centre, Optional.empty());
        try (FrozenEncoder frozen = FrozenEncoder.open(spec, pictures)) {
            crops = frozen;
            sounds = () -> new FrozenSoundEncoder(
                    new FrozenSoundEncoder.Declaration(hearing, Optional.empty(), Optional.empty()));
            run(out, choices(DistillationMethod.VI_CO_KD, Kind.MULTI_ASL), NOBODY);
        }
        try (ModelBundle bundle = ModelBundle.open(out.resolve("bundle"))) {
            assertThat(bundle.manifest().student().crops()).isEqualTo(spec);
            assertThat(bundle.network().weights().tensors().keySet()).noneMatch(name -> name.startsWith("encoder."));
        }
    }

    @Test
    void theEncoderOfPicturesCanLearnToo() throws Exception {
        DistillationChoices choices = tuned(choices(DistillationMethod.CO_KD, Kind.MULTI_ASL));
        run(out, choices, NOBODY);
        Path again = out.resolveSibling("again");
        run(films, again, choices, Optional.of(out.resolve("teacher.safetensors")), NOBODY);

        Path student = Path.of("bundle", "student.safetensors");
        assertThat(again.resolve(student)).hasSameBinaryContentAs(out.resolve(student));
        try (ModelBundle bundle = ModelBundle.open(out.resolve("bundle"))) {
            Map<String, Safetensors.Tensor> served = bundle.network().weights().tensors();
            Map<String, Safetensors.Tensor> taught =
                    Safetensors.read(out.resolve("teacher.safetensors")).tensors();
            Map<String, Safetensors.Tensor> begun =
                    new TreeMap<>(encoder.network().encoder().tensors());
            begun.keySet().removeIf(name -> name.endsWith(".mean") || name.endsWith(".variance")); // are kept
            assertThat(begun).hasSizeGreaterThan(10);
            begun.forEach((name, begin) -> {
                assertThat(served.get(name)).as(name).isNotEqualTo(begin);
                assertThat(taught.get(name)).as(name).isNotEqualTo(begin).isNotEqualTo(served.get(name));
            });
        }
    }

    @Test
    void anEncoderThatCannotLearnIsNamed() throws Exception {
        Path pictures = flattening("pictures.onnx", 1, 3, 16, 16);
        List<Double> centre = List.of(127.5, 127.5, 127.5);
        FrozenEncoderSpec spec = FrozenEncoderSpec.of(pictures, Optional.empty(), centre, centre, Optional.empty());
        try (FrozenEncoder frozen = FrozenEncoder.open(spec, pictures)) {
            crops = frozen;
            assertThatThrownBy(() -> run(out, tuned(choices(DistillationMethod.STUDENT, Kind.MULTI_ASL)), NOBODY))
                    .isInstanceOf(ModelFileException.class)
                    .hasMessage(pictures + " cannot learn: with such an encoder tuned must be false");
        }
    }

    private static DistillationChoices tuned(DistillationChoices choices) {
        Run run = choices.run();
        return with(
                choices,
                new Run(run.epochs(), run.batch(), 1, 0, SLOTS, run.variants(), run.validation(), false, true));
    }

    private static DistillationChoices with(DistillationChoices choices, Run run) {
        return new DistillationChoices(
                choices.method(), choices.teaching(), choices.backbone(), choices.profile(), choices.settings(), run);
    }

    private Path flattening(String name, Object... shape) throws IOException {
        Path file = out.resolveSibling(name);
        OnnxGraph graph = new OnnxGraph();
        graph.input("x", shape);
        graph.node("Flatten", List.of("x"), List.of("same"));
        graph.output("same", "n", "values");
        graph.write(file, Map.of());
        return file;
    }

    @Test
    void whatWasPerceivedIsNotComputedAgainUnlessItIsDamaged() throws Exception {
        DistillationChoices choices = choices(DistillationMethod.STUDENT, Kind.MULTI_TRANS);
        run(out, choices, NOBODY);
        int once = searched.get();
        assertThat(once).isEqualTo(8 * 3 * 15);
        run(out, choices, NOBODY);
        assertThat(searched).hasValue(once);
        Path features = out.resolve("features").resolve("01_00-Part1.features");
        Files.write(features, new byte[] {1, 2, 3});
        run(out, choices, NOBODY);
        assertThat(searched).hasValue(once + 3 * 15);
    }

    @Test
    void goesOnExactlyWhereItWasStopped() throws Exception {
        DistillationChoices choices = choices(DistillationMethod.CO_KD, Kind.MULTI_TSF);
        run(out, choices, NOBODY);
        Path interrupted = out.resolveSibling("interrupted");
        int stops = 0;
        for (boolean done = false; !done; stops++) {
            try {
                run(interrupted, choices, new Impatient(3 + stops)); // one more each time: films ask too
                done = true;
            } catch (TrainingStoppedException e) {
                assertThat(e).hasMessageContaining("goes on from there");
            }
        }
        assertThat(stops).isGreaterThan(2);
        assertThat(interrupted.resolve("teacher.safetensors"))
                .hasSameBinaryContentAs(out.resolve("teacher.safetensors"));
        assertThat(interrupted.resolve("bundle").resolve("student.safetensors"))
                .hasSameBinaryContentAs(out.resolve("bundle").resolve("student.safetensors"));
    }

    /** Stops after it was asked so many times whether to. */
    private static final class Impatient implements TrainingListener {
        private int patience;

        Impatient(int patience) {
            this.patience = patience;
        }

        @Override
        public void onProgress(String job, long done, long total, Map<String, Double> figures) {
            // looks at nothing
        }

        @Override
        public boolean isStopped() {
            return --patience < 0;
        }
    }

    @Test
    void aRunByAnotherMethodIsNotTakenForThisOne() throws Exception {
        run(out, choices(DistillationMethod.STUDENT, Kind.MULTI_ASL), NOBODY);
        belongsToAnotherRun(choices(DistillationMethod.CO_KD, Kind.MULTI_ASL));
    }

    @Test
    void aRunOnOtherWindowsIsNotTakenForThisOne() throws Exception {
        DistillationChoices choices = choices(DistillationMethod.STUDENT, Kind.MULTI_ASL);
        run(out, choices, NOBODY);
        Run two = choices.run();
        belongsToAnotherRun(with(choices, new Run(two.epochs(), two.batch(), 1, 0, SLOTS, 3, 0.3, false, false)));
        belongsToAnotherRun(
                with(choices, new Run(two.epochs(), two.batch() + 1, 1, 0, SLOTS, two.variants(), 0.3, false, false)));
        belongsToAnotherRun(tuned(choices));
    }

    private void belongsToAnotherRun(DistillationChoices choices) {
        assertThatThrownBy(() -> run(out, choices, NOBODY))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("belongs to another run");
    }

    @Test
    void aTeacherAloneIsMadeForLaterStudents() throws Exception {
        Map<String, Object> figures = run(out, choices(DistillationMethod.TEACHER, Kind.MULTI_ASL), NOBODY);
        assertThat(figures).containsOnlyKeys("teacher");
        Path student = out.resolveSibling("student");
        run(
                films,
                student,
                choices(DistillationMethod.LOGIT_KD, Kind.MULTI_ASL),
                Optional.of(out.resolve("teacher.safetensors")),
                NOBODY);
        assertThat(student.resolve("teacher")).doesNotExist();
        assertThat(student.resolve("bundle")).exists();
    }

    @Test
    void aTeacherOfOtherClassesIsRefused() throws Exception {
        run(out, choices(DistillationMethod.CO_KD, Kind.MULTI_ASL), NOBODY);
        Path teacher = out.resolve("teacher.safetensors");
        Path others = copyOfTheFilms(out.resolveSibling("others"));
        Files.write(
                others.resolve("classes.txt"),
                List.of(
                        "enter",
                        "exit",
                        "sit_down",
                        "stand_up",
                        "drink",
                        "vacuum",
                        "lamp_on",
                        "lamp_off",
                        "fall",
                        "dance"));
        assertThatThrownBy(() -> run(
                        others,
                        out.resolveSibling("second"),
                        choices(DistillationMethod.CO_KD, Kind.MULTI_ASL),
                        Optional.of(teacher),
                        NOBODY))
                .isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith(teacher + " is of other classes: [");
    }

    @Test
    void aMissingVideoIsNamed() throws Exception {
        Path others = copyOfTheFilms(out.resolveSibling("others"));
        Path missing = others.resolve("01").resolve("03-View2-Part1.mp4");
        Files.delete(missing);
        assertThatThrownBy(() ->
                        run(others, out, choices(DistillationMethod.STUDENT, Kind.MULTI_ASL), Optional.empty(), NOBODY))
                .isInstanceOf(DatasetException.class)
                .hasMessage(missing + ": no such file");
    }

    @Test
    void clipsOfWhichOnlyWhatHappensIsKnownAreLearnedFromSo() throws Exception {
        Path office = out.resolveSibling("office");
        StringBuilder labels = new StringBuilder("{\"database\": {");
        StringBuilder names = new StringBuilder();
        for (String kind : List.of("video", "audio")) {
            Files.createDirectories(office.resolve(kind).resolve("train"));
        }
        for (int clip = 0; clip < 4; clip++) {
            for (int sensor = 1; sensor <= 3; sensor++) {
                Path film = films.resolve("01").resolve("0" + clip + "-View" + sensor + "-Part1.mp4");
                String name = "train/split0_id" + sensor + "_s1_recid00" + clip + "_0.mp4";
                Files.copy(film, office.resolve("video").resolve(name));
                Files.copy(film, office.resolve("audio").resolve(name));
            }
            labels.append(clip == 0 ? "" : ",")
                    .append("\"recid00" + clip + "_0\": {\"annotations\": [{\"label\": \"")
                    .append(clip % 2 == 0 ? "enter" : "phone")
                    .append("\"}]}");
            names.append("recid00" + clip + "_0\n");
        }
        Files.writeString(office.resolve("gt.json"), labels + "}}");
        Files.writeString(office.resolve("split_train.txt"), names);
        Files.writeString(office.resolve("split_test.txt"), "");
        run(office, out, choices(DistillationMethod.VI_CO_KD, Kind.MULTI_TRANS), Optional.empty(), NOBODY);
        try (ModelBundle bundle = ModelBundle.open(out.resolve("bundle"))) {
            assertThat(bundle.manifest().classes()).isEqualTo(MmOffice.CLASSES);
        }
        DistillationChoices timed = choices(DistillationMethod.STUDENT, Kind.MULTI_TRANS)
                .with(DistillationMethod.STUDENT, Supervision.FRAMES);
        assertThatThrownBy(() -> run(office, out.resolveSibling("timed"), timed, Optional.empty(), NOBODY))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("supervision must be sequences");
    }

    private static Path copyOfTheFilms(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("01"));
        for (Path directory : List.of(films, films.resolve("01"))) {
            try (var files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    if (Files.isRegularFile(file)) {
                        Files.copy(file, folder.resolve(films.relativize(file).toString()));
                    }
                }
            }
        }
        return folder;
    }
}
