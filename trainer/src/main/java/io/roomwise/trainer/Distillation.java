package io.roomwise.trainer;

import ai.djl.ndarray.NDManager;
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
import io.roomwise.inference.model.Presence;
import io.roomwise.trainer.dataset.ClipBatch;
import io.roomwise.trainer.dataset.ClipFeatures;
import io.roomwise.trainer.dataset.ClipPerception;
import io.roomwise.trainer.dataset.ClipSampler;
import io.roomwise.trainer.dataset.HomeData;
import io.roomwise.trainer.dataset.LabelledClip;
import io.roomwise.trainer.dataset.MaskFile;
import io.roomwise.trainer.dataset.MultiViewClip;
import io.roomwise.trainer.dataset.PersonFinder;
import io.roomwise.trainer.evaluation.ClipScores;
import io.roomwise.trainer.evaluation.FrameScores;
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
import io.roomwise.trainer.method.Supervision;
import io.roomwise.trainer.metric.MeanAveragePrecision;
import io.roomwise.trainer.report.DistillationReport;
import io.roomwise.trainer.report.History;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
    static final String TEACHER = "teacher.safetensors";
    private static final String HISTORY = "history.csv";
    private static final int VALIDATIONS = 20;
    private static final int DELAYS = 6;
    /** Where no times are known by which it could be chosen. */
    private static final int UNTOLD_DELAY = 3;

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

    /**
     * What exists already and is not made anew.
     *
     * @param teacher of the same home and encoders
     * @param masks when views see people, in place of what the detector finds
     * @param features folder of what was perceived, or will be
     */
    record Given(Optional<Path> teacher, Optional<Path> masks, Path features) {}

    Distillation(Path out, long seed, DistillationChoices choices, TrainingListener listener) {
        this.out = out;
        this.seed = seed;
        this.choices = choices;
        this.listener = new History(out.resolve(HISTORY), listener);
    }

    private record Perceived(
            HomeData home, List<LabelledClip> learned, List<LabelledClip> judged, List<LabelledClip> tested) {
        /** What networks are shown on: the test list, where there is one. */
        List<LabelledClip> shown() {
            return !tested.isEmpty() ? tested : !judged.isEmpty() ? judged : learned;
        }

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
     * @param given what exists already
     * @param provenance of the bundle, from what was learned
     * @return figures on the test list, by name
     */
    Map<String, Object> run(HomeData home, Encoders encoders, Given given, Provenance provenance) throws IOException {
        Files.createDirectories(out);
        Perceived data = perceive(home, encoders, given);
        List<Integer> views = LabelledClip.views(data.all());
        ActionClasses classes = home.classes();
        PerceptionSpec hearing = new PerceptionSpec(
                encoders.student().network().spec().crops().width() + 1,
                Hearing.SPECTROGRAM,
                ClipPerception.Job.audioWidth());
        MultiViewSpec spec = choices.network(Role.STUDENT, views.size(), classes.size());
        if (!choices.method().isStudents()) {
            return teacherOnly(data, hearing, views, encoders.name());
        }
        Optional<PerceivingNetwork> taught = Optional.empty();
        if (choices.method().isTaught()) {
            taught = Optional.of(
                    given.teacher().isPresent()
                            ? TeacherFile.read(given.teacher().get(), classes, spec, encoders.name())
                            : trainTeacher(data, hearing, views, encoders.name()));
        }
        try (PerceivingNetwork student = PerceivingNetwork.create(hearing.deaf(), spec, seed)) {
            learn("student", choices.method(), student, taught, data, views);
            Judgement judgement = judge(student, taught, data, views);
            Map<String, Object> figures = figures(judgement, classes);
            String report = report(judgement, classes, encoders, provenance).html();
            Files.writeString(out.resolve("report.html"), report);
            write(student, data, encoders, views, figures, report, provenance);
            return figures;
        } finally {
            taught.ifPresent(PerceivingNetwork::close);
        }
    }

    /** Of both networks on the clips that nobody learned from. */
    private record Judgement(
            Optional<ClipScores> teacher, ClipScores student, FrameScores frames, Map<String, float[]> attention) {}

    private Judgement judge(
            PerceivingNetwork student, Optional<PerceivingNetwork> teacher, Perceived data, List<Integer> views) {
        List<LabelledClip> clips = data.shown();
        ClipBatch batch = batch(
                data,
                new ClipBatch.Sizes(
                        views, 1, choices.run().slots(), data.home().classes().size(), teacher.isPresent()));
        JniUtils.setGradMode(false);
        try {
            Map<String, float[]> attention = new LinkedHashMap<>();
            teacher.ifPresent(network -> attention.putAll(attention("teacher", network, clips.get(0), batch, views)));
            attention.putAll(attention("student", student, clips.get(0), batch, views));
            return new Judgement(
                    teacher.map(network -> ClipScores.of(network, clips, batch)),
                    ClipScores.of(student, clips, batch),
                    FrameScores.of(student, clips, batch),
                    attention);
        } finally {
            JniUtils.setGradMode(true);
        }
    }

    /** Maps [T, T] of each view by their captions. */
    private static Map<String, float[]> attention(
            String who, PerceivingNetwork network, LabelledClip clip, ClipBatch batch, List<Integer> views) {
        int slots = network.spec().frames();
        ClipSampler.fill(clip, slots, batch);
        Map<String, float[]> maps = new LinkedHashMap<>();
        try (NDManager scope = NDManager.newBaseManager()) {
            boolean hears = network.perception().hearing() != Hearing.NONE;
            float[] all = network.attention(
                            batch.visual(scope),
                            hears ? Optional.of(batch.audio(scope)) : Optional.empty(),
                            new Presence(batch.live(scope)))
                    .toFloatArray();
            for (int view = 0; view < views.size(); view++) {
                int from = view * slots * slots;
                maps.put(who + ", view " + views.get(view), Arrays.copyOfRange(all, from, from + slots * slots));
            }
        }
        return maps;
    }

    private DistillationReport report(
            Judgement judgement, ActionClasses classes, Encoders encoders, Provenance provenance) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("method", choices.method().toString());
        told.put("a teacher learns by", choices.teaching().toString());
        told.put("backbone", choices.backbone().toString());
        told.put("profile", choices.profile().toString());
        told.put("supervision", choices.settings().supervision().toString());
        told.put("temperature", Double.toString(choices.settings().temperature()));
        told.put("elements of features", choices.settings().elements().toString());
        told.put("consistency", choices.settings().consistency().toString());
        told.put(
                "views count only while they see a person",
                Boolean.toString(choices.settings().masked()));
        told.put("run", choices.run().toString());
        told.put("rate", choices.rate() + ", by a cosine to " + SLOWEST + " of it");
        told.put("optimizer", "Adam, " + OPTIMIZER);
        told.put("seed", Long.toString(seed));
        told.put("encoders", encoders.name());
        told.put("data", provenance.data());
        told.put("command", provenance.command());
        told.put("versions", provenance.versions().toString());
        return new DistillationReport(
                told,
                classes,
                out.resolve(HISTORY),
                judgement.teacher(),
                judgement.student(),
                judgement.frames(),
                judgement.attention());
    }

    private Perceived perceive(HomeData home, Encoders encoders, Given exists) throws IOException {
        List<MultiViewClip> clips = new ArrayList<>(home.training());
        clips.addAll(home.test());
        ClipPerception.Job job = new ClipPerception.Job(
                clips,
                exists.features(),
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
        MaskFile.write(out.resolve("masks.csv"), labelled);
        if (exists.masks().isPresent()) {
            MaskFile given = MaskFile.read(exists.masks().get(), labelled);
            for (int i = 0; i < labelled.size(); i++) {
                labelled.set(i, given.applyTo(labelled.get(i)));
            }
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
            learn("teacher", choices.teaching(), teacher, Optional.empty(), data, views);
            TeacherFile.write(out.resolve(TEACHER), teacher, data.home().classes(), encoders);
            return teacher;
        } catch (IOException | RuntimeException e) {
            teacher.close();
            throw e;
        }
    }

    private Map<String, Object> teacherOnly(
            Perceived data, PerceptionSpec perception, List<Integer> views, String encoders) throws IOException {
        try (PerceivingNetwork teacher = trainTeacher(data, perception, views, encoders)) {
            ActionClasses classes = data.home().classes();
            ClipBatch batch =
                    batch(data, new ClipBatch.Sizes(views, 1, choices.run().slots(), classes.size(), true));
            JniUtils.setGradMode(false);
            try {
                ClipScores scores = ClipScores.of(teacher, data.shown(), batch);
                return Map.of("teacher", figures(scores.precision(), classes));
            } finally {
                JniUtils.setGradMode(true);
            }
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
                new Loop.Settings(
                        who,
                        method + " with " + choices.settings(network.spec().role()) + " on clips "
                                + data.learned().stream()
                                        .map(clip -> clip.features().header().madeBy())
                                        .toList()
                                        .hashCode(),
                        seed,
                        schedule,
                        OPTIMIZER,
                        Math.max(1, steps / VALIDATIONS),
                        Math.max(1, Math.min(10, steps / VALIDATIONS))),
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

    private static Map<String, Object> figures(Judgement judgement, ActionClasses classes) {
        Map<String, Object> figures = new LinkedHashMap<>();
        judgement.teacher().ifPresent(scores -> figures.put("teacher", figures(scores.precision(), classes)));
        figures.put("student", figures(judgement.student().precision(), classes));
        return figures;
    }

    private static Map<String, Object> figures(MeanAveragePrecision precision, ActionClasses classes) {
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
            String report,
            Provenance provenance)
            throws IOException {
        List<LabelledClip> chosenOn = data.judged().isEmpty() ? data.learned() : data.judged();
        GateTuner.Tuned gate = gate(student, chosenOn, data.home(), views);
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put(
                "data",
                data.shown().size() + (data.tested().isEmpty() ? " clips" : " clips of the test list")
                        + "; the gate was chosen on " + chosenOn.size()
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
            ModelBundle.write(
                    out.resolve("bundle"),
                    manifest,
                    whole,
                    Map.of("report.html", report.getBytes(StandardCharsets.UTF_8)));
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
        return choices.settings().supervision() == Supervision.FRAMES
                ? GateTuner.tune(recordings, DELAYS)
                : GateTuner.tuneOnClips(recordings, UNTOLD_DELAY);
    }
}
