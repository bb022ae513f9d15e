package io.roomwise.trainer;

import ai.djl.pytorch.jni.JniUtils;
import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.ModelBundle;
import io.roomwise.inference.Provenance;
import io.roomwise.inference.StudentManifest;
import io.roomwise.inference.clip.InputSpec;
import io.roomwise.inference.model.MultiViewSpec;
import io.roomwise.inference.model.MultiViewSpec.Role;
import io.roomwise.inference.model.MultiViewStudent;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.inference.model.PerceptionSpec;
import io.roomwise.inference.model.PerceptionSpec.Hearing;
import io.roomwise.trainer.dataset.ClipBatch;
import io.roomwise.trainer.dataset.ClipFeatures;
import io.roomwise.trainer.dataset.ClipPerception;
import io.roomwise.trainer.dataset.ClipSampler;
import io.roomwise.trainer.dataset.FrameGrid;
import io.roomwise.trainer.dataset.HomeData;
import io.roomwise.trainer.dataset.LabelledClip;
import io.roomwise.trainer.dataset.MultiViewClip;
import io.roomwise.trainer.dataset.PersonFinder;
import io.roomwise.trainer.evaluation.ClipScores;
import io.roomwise.trainer.evaluation.GateTuner;
import io.roomwise.trainer.evaluation.Recording;
import io.roomwise.trainer.evaluation.StreamScores;
import io.roomwise.trainer.loop.Adam;
import io.roomwise.trainer.loop.CosineSchedule;
import io.roomwise.trainer.loop.Feeder;
import io.roomwise.trainer.loop.Loop;
import io.roomwise.trainer.loop.TrainingListener;
import io.roomwise.trainer.method.DistillationMethod;
import io.roomwise.trainer.method.Distilling;
import io.roomwise.trainer.metric.MeanAveragePrecision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * View-aware cross-modal knowledge distillation on the clips of one home, from films to a bundle:
 *
 * <pre>
 *  HomeData ─ ClipPerception ─ teacher (sees and hears, all labels) ─ student (sees) ─ gate ─ bundle
 * </pre>
 *
 * On the calling thread; each part goes on where a killed run of the same choices left off.
 */
final class Distillation {
    /** ViCoKD, sec. 4.1; its authors' Adam decays inside the gradient. */
    private static final Adam.Settings OPTIMIZER = new Adam.Settings(5e-4, Adam.Decay.IN_GRADIENT, 5);

    private static final double SLOWEST = 0.1;
    private static final int VALIDATIONS = 20;
    private static final int DELAYS = 6;

    private final Path out;
    private final long seed;
    private final DistillationChoices choices;
    private final TrainingListener listener;

    /**
     * Encoders that do not learn.
     *
     * @param student whose crops' encoder it is
     * @param name of the detector and the encoder, by their contents
     */
    record Encoders(ModelBundle student, Supplier<PersonFinder> finders, String name) {
        InputSpec input() {
            return student.manifest().input();
        }
    }

    Distillation(Path out, long seed, DistillationChoices choices, TrainingListener listener) {
        this.out = out;
        this.seed = seed;
        this.choices = choices;
        this.listener = listener;
    }

    private record Perceived(
            HomeData home, List<LabelledClip> learned, List<LabelledClip> judged, List<LabelledClip> tested) {
        List<LabelledClip> all() {
            List<LabelledClip> all = new ArrayList<>(learned);
            all.addAll(judged);
            all.addAll(tested);
            return all;
        }
    }

    /**
     * Trains, judges and writes.
     *
     * @param teacher a teacher that was trained before, if there is one
     * @param provenance of the bundle, from what was learned
     * @return figures on the test list, by name
     */
    Map<String, Object> run(HomeData home, Encoders encoders, Optional<Path> teacher, Provenance provenance)
            throws IOException {
        Perceived data = perceive(home, encoders);
        List<Integer> views = LabelledClip.views(data.all());
        ActionClasses classes = home.classes();
        PerceptionSpec hearing = new PerceptionSpec(
                encoders.student().network().spec().crops().width() + 1,
                Hearing.SPECTROGRAM,
                ClipPerception.Job.audioWidth());
        MultiViewSpec spec = choices.network(Role.STUDENT, views.size(), classes.size());
        Map<String, Object> figures = new LinkedHashMap<>();
        Optional<PerceivingNetwork> taught = Optional.empty();
        if (choices.method().isTaught()) {
            taught = Optional.of(
                    teacher.isPresent()
                            ? TeacherFile.read(teacher.get(), classes, spec, encoders.name())
                            : trainTeacher(data, hearing, views, encoders.name()));
        }
        try (PerceivingNetwork student = PerceivingNetwork.create(hearing.deaf(), spec, seed)) {
            taught.ifPresent(network -> figures.put("teacher", figures(network, data.tested(), views, classes)));
            learn("student", choices.method(), student, taught, data, views);
            figures.put("student", figures(student, data.tested(), views, classes));
            write(student, data, encoders, views, figures, provenance);
        } finally {
            taught.ifPresent(PerceivingNetwork::close);
        }
        return figures;
    }

    private Perceived perceive(HomeData home, Encoders encoders) throws IOException {
        List<MultiViewClip> clips = new ArrayList<>(home.training());
        clips.addAll(home.test());
        ClipPerception.Job job = new ClipPerception.Job(
                clips,
                out.resolve("features"),
                home.grid(),
                encoders.input(),
                encoders.student().network(),
                encoders.name());
        List<ClipFeatures> features = ClipPerception.all(job, encoders.finders(), listener);
        JniUtils.setGradMode(true);
        List<LabelledClip> labelled = new ArrayList<>();
        for (int i = 0; i < clips.size(); i++) {
            labelled.add(new LabelledClip(clips.get(i), features.get(i)));
        }
        int[] parts = home.split(choices.run().validation(), seed);
        List<LabelledClip> learned = new ArrayList<>();
        List<LabelledClip> judged = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            (parts[i] == 0 ? learned : judged).add(labelled.get(i));
        }
        return new Perceived(home, learned, judged, labelled.subList(parts.length, labelled.size()));
    }

    private PerceivingNetwork trainTeacher(
            Perceived data, PerceptionSpec perception, List<Integer> views, String encoders) throws IOException {
        MultiViewSpec spec = choices.network(
                Role.TEACHER, views.size(), data.home().classes().size());
        PerceivingNetwork teacher = PerceivingNetwork.create(perception, spec, seed);
        try {
            learn("teacher", DistillationMethod.TEACHER, teacher, Optional.empty(), data, views);
            TeacherFile.write(
                    out.resolve("teacher.safetensors"), teacher, data.home().classes(), encoders);
            return teacher;
        } catch (IOException | RuntimeException e) {
            teacher.close();
            throw e;
        }
    }

    private void learn(
            String who,
            DistillationMethod method,
            PerceivingNetwork network,
            Optional<PerceivingNetwork> teacher,
            Perceived data,
            List<Integer> views)
            throws IOException {
        long perEpoch =
                ClipSampler.stepsPerEpoch(data.learned().size(), choices.run().batch());
        long steps = perEpoch * choices.run().epochs();
        CosineSchedule schedule = new CosineSchedule(choices.rate(), SLOWEST * choices.rate(), 0, steps);
        Path folder = out.resolve(who);
        Loop loop = new Loop(
                new Loop.Settings(who, seed, schedule, OPTIMIZER, Math.max(1, steps / VALIDATIONS), 10),
                folder,
                listener);
        boolean hears = network.perception().hearing() != Hearing.NONE || teacher.isPresent();
        int classes = data.home().classes().size();
        ClipSampler sampler = new ClipSampler(
                data.learned(), seed, choices.run().batch(), choices.run().slots());
        List<ClipBatch> batches = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            batches.add(batch(
                    data,
                    new ClipBatch.Sizes(
                            views, choices.run().batch(), choices.run().slots(), classes, hears)));
        }
        ClipBatch one = batch(
                data,
                new ClipBatch.Sizes(
                        views,
                        1,
                        choices.run().slots(),
                        classes,
                        network.perception().hearing() != Hearing.NONE));
        try (Feeder<ClipBatch> feeder = new Feeder<>(batches, loop.firstStep(), sampler::fill)) {
            feeder.start();
            loop.run(new Distilling(
                    network,
                    teacher,
                    feeder,
                    method,
                    choices.settings(network.spec().role()),
                    (learner, figures) -> {
                        MeanAveragePrecision precision =
                                ClipScores.of(learner, data.judged(), one).precision();
                        figures.put("mAP_C", precision.overClasses());
                        figures.put("mAP_S", precision.overSamples());
                        // without a validation split all are equal, and the last weights are kept
                        return Double.isNaN(precision.overClasses()) ? 0 : precision.overClasses();
                    }));
        }
    }

    private static ClipBatch batch(Perceived data, ClipBatch.Sizes sizes) {
        return new ClipBatch(
                data.home().grid(), sizes, data.learned().get(0).features().header());
    }

    private static Map<String, Object> figures(
            PerceivingNetwork network, List<LabelledClip> clips, List<Integer> views, ActionClasses classes) {
        if (clips.isEmpty()) {
            return Map.of();
        }
        MultiViewSpec spec = network.spec();
        boolean hears = network.perception().hearing() != Hearing.NONE;
        ClipBatch batch = new ClipBatch(
                new FrameGrid(HomeData.FRAMES_PER_SECOND),
                new ClipBatch.Sizes(views, 1, spec.frames(), spec.classes(), hears),
                clips.get(0).features().header());
        JniUtils.setGradMode(false);
        MeanAveragePrecision precision;
        try {
            precision = ClipScores.of(network, clips, batch).precision();
        } finally {
            JniUtils.setGradMode(true);
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("mAP_C", rounded(precision.overClasses()));
        figures.put("mAP_S", rounded(precision.overSamples()));
        for (int c = 0; c < classes.size(); c++) {
            double ap = precision.classes().get(c);
            if (!Double.isNaN(ap)) {
                figures.put("AP " + classes.names().get(c), rounded(ap));
            }
        }
        return figures;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private void write(
            PerceivingNetwork student,
            Perceived data,
            Encoders encoders,
            List<Integer> views,
            Map<String, Object> figures,
            Provenance provenance)
            throws IOException {
        List<LabelledClip> chosenOn = data.judged().isEmpty() ? data.learned() : data.judged();
        GateTuner.Tuned gate = gate(student, chosenOn, data.home(), views);
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put(
                "data",
                data.tested().size() + " clips of the test list; the gate was chosen on " + chosenOn.size()
                        + " others");
        metrics.putAll(figures);
        metrics.put("events where the gate was chosen", gate.report().toMap());
        InputSpec crops = encoders.input();
        InputSpec input = new InputSpec(
                HomeData.FRAMES_PER_SECOND,
                choices.run().slots(),
                crops.persons(),
                crops.pictureSize(),
                crops.encoderVersion());
        try (MultiViewStudent whole = MultiViewStudent.of(encoders.student().network(), student)) {
            StudentManifest manifest = new StudentManifest(
                    "distilled",
                    "1",
                    whole.spec(),
                    data.home().classes(),
                    input,
                    gate.delay(),
                    gate.rules(),
                    metrics,
                    provenance);
            ModelBundle.write(out.resolve("bundle"), manifest, whole, Map.of());
        }
    }

    private GateTuner.Tuned gate(
            PerceivingNetwork student, List<LabelledClip> clips, HomeData home, List<Integer> views) {
        List<Recording> recordings = new ArrayList<>();
        JniUtils.setGradMode(false);
        try {
            for (LabelledClip clip : clips) {
                ClipBatch batch = new ClipBatch(
                        home.grid(),
                        new ClipBatch.Sizes(
                                views,
                                1,
                                clip.features().header().rows(),
                                home.classes().size(),
                                false),
                        clip.features().header());
                recordings.add(Recording.of(
                        clip,
                        home.classes(),
                        HomeData.FRAMES_PER_SECOND,
                        StreamScores.of(student, clip, batch, DELAYS)));
            }
        } finally {
            JniUtils.setGradMode(true);
        }
        return GateTuner.tune(recordings, DELAYS);
    }
}
