package io.roomwise.trainer;

import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.BundleException;
import io.roomwise.inference.ModelBundle;
import io.roomwise.inference.Provenance;
import io.roomwise.inference.StudentManifest;
import io.roomwise.inference.clip.InputSpec;
import io.roomwise.inference.model.ModelFileException;
import io.roomwise.inference.model.MultiViewSpec;
import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.MultiViewSpec.Role;
import io.roomwise.inference.model.MultiViewStudent;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.inference.model.PerceptionSpec;
import io.roomwise.inference.model.PerceptionSpec.Hearing;
import io.roomwise.trainer.DistillationChoices.Run;
import io.roomwise.trainer.dataset.ClipBatch;
import io.roomwise.trainer.dataset.ClipPerception;
import io.roomwise.trainer.dataset.ClipPerception.Encoders;
import io.roomwise.trainer.dataset.ClipSampler;
import io.roomwise.trainer.dataset.DatasetException;
import io.roomwise.trainer.dataset.HomeClips;
import io.roomwise.trainer.dataset.HomeData;
import io.roomwise.trainer.dataset.LabelledClip;
import io.roomwise.trainer.dataset.MaskFile;
import io.roomwise.trainer.dataset.MultiViewClip;
import io.roomwise.trainer.evaluation.ClipScores;
import io.roomwise.trainer.evaluation.EventReport;
import io.roomwise.trainer.evaluation.GateTuner;
import io.roomwise.trainer.evaluation.Judgement;
import io.roomwise.trainer.evaluation.Recording;
import io.roomwise.trainer.evaluation.StreamScores;
import io.roomwise.trainer.loop.Adam;
import io.roomwise.trainer.loop.Autograd;
import io.roomwise.trainer.loop.CosineSchedule;
import io.roomwise.trainer.loop.Feeder;
import io.roomwise.trainer.loop.Loop;
import io.roomwise.trainer.loop.TrainingListener;
import io.roomwise.trainer.method.DistillationMethod;
import io.roomwise.trainer.method.DistillationSettings;
import io.roomwise.trainer.method.Distilling;
import io.roomwise.trainer.method.FrozenTeacher;
import io.roomwise.trainer.method.RecordedTeacher;
import io.roomwise.trainer.method.Supervision;
import io.roomwise.trainer.method.Teacher;
import io.roomwise.trainer.metric.MeanAveragePrecision;
import io.roomwise.trainer.report.DistillationReport;
import io.roomwise.trainer.report.History;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
     * What exists already and is not made anew.
     *
     * @param teacher of the same home and encoders
     * @param masks when views see people, in place of what the detector finds
     * @param features folder of what was perceived, or will be
     * @param taught folder of what teachers said of that, or will be
     */
    record Given(Optional<Path> teacher, Optional<Path> masks, Path features, Path taught) {}

    Distillation(Path out, long seed, DistillationChoices choices, TrainingListener listener) {
        this.out = out;
        this.seed = seed;
        this.choices = choices;
        this.listener = new History(out.resolve(HISTORY), listener);
    }

    /**
     * Trains, judges and writes.
     *
     * @param given what exists already
     * @param provenance of the bundle, from what was learned
     * @return figures on the test list, by name
     */
    Map<String, Object> run(HomeData home, Encoders encoders, Given given, Provenance provenance) throws IOException {
        if (!home.timed() && choices.settings().supervision() == Supervision.FRAMES) {
            throw new DatasetException(
                    "it is not known when what happens in these clips: supervision must be sequences");
        }
        Optional<Path> unlearning = encoders.pictures().file();
        if (choices.run().tuned() && unlearning.isPresent()) {
            throw new ModelFileException(unlearning.get(), "cannot learn: with such an encoder tuned must be false");
        }
        Files.createDirectories(out);
        HomeClips clips = perceive(home, encoders, given);
        if (!choices.method().isStudents()) {
            try (PerceivingNetwork teacher = trainTeacher(clips, encoders)) {
                return Judgement.figures(teacher, clips);
            }
        }
        Optional<PerceivingNetwork> teacher =
                choices.method().isTaught() ? Optional.of(teacher(clips, encoders, given)) : Optional.empty();
        try (PerceivingNetwork student = create(Role.STUDENT, clips, encoders)) {
            Optional<Teacher> teaching = Optional.empty();
            if (teacher.isPresent()) {
                teaching = Optional.of(teaching(teacher.get(), clips, given.taught()));
            }
            learn("student", choices.method(), student, teaching, clips);
            Judgement judgement = Judgement.of(student, teacher, clips);
            GateTuner.Tuned gate = gate(student, clips);
            Optional<EventReport> events = events(student, clips, gate);
            Map<String, String> told = new LinkedHashMap<>(choices.told());
            told.put("optimizer", "Adam, " + OPTIMIZER);
            told.put("seed", Long.toString(seed));
            told.put("encoders", encoders.name());
            told.put("data", provenance.data());
            told.put("command", provenance.command());
            told.put("versions", provenance.versions().toString());
            String report =
                    new DistillationReport(told, home.classes(), out.resolve(HISTORY), judgement, events).html();
            Files.writeString(out.resolve("report.html"), report);
            Map<String, Object> figures = judgement.figures(home.classes());
            events.ifPresent(matches -> figures.put("events", matches.toMap()));
            write(student, gate, clips, encoders, figures, report, provenance);
            return figures;
        } finally {
            teacher.ifPresent(PerceivingNetwork::close);
        }
    }

    private HomeClips perceive(HomeData home, Encoders encoders, Given exists) throws IOException {
        List<MultiViewClip> films = new ArrayList<>(home.training());
        films.addAll(home.test());
        boolean crops = choices.run().tuned();
        List<LabelledClip> clips = new ArrayList<>(ClipPerception.all(
                new ClipPerception.Job(films, exists.features(), home.grid(), encoders, crops), listener));
        MaskFile.write(out.resolve("masks.csv"), clips);
        if (exists.masks().isPresent()) {
            MaskFile given = MaskFile.read(exists.masks().get(), clips);
            for (int i = 0; i < clips.size(); i++) {
                clips.set(i, given.applyTo(clips.get(i)));
            }
        }
        return HomeClips.of(
                home, clips, choices.run().validation(), choices.run().byGroup(), seed);
    }

    private MultiViewSpec network(Role role, HomeClips clips) {
        return choices.network(
                role, clips.views().size(), clips.home().classes().size());
    }

    private PerceivingNetwork create(Role role, HomeClips clips, Encoders encoders) {
        PerceptionSpec hearing = encoders.perception();
        PerceptionSpec perception = role == Role.TEACHER ? hearing : hearing.deaf();
        return choices.run().tuned()
                ? PerceivingNetwork.create(perception, network(role, clips), encoders.pictures(), seed)
                : PerceivingNetwork.create(perception, network(role, clips), seed);
    }

    /** A teacher is given all labels that there are. */
    private DistillationSettings settings(Role role, HomeData home) {
        return role == Role.TEACHER && home.timed() ? choices.settings().with(Supervision.FRAMES) : choices.settings();
    }

    private PerceivingNetwork teacher(HomeClips clips, Encoders encoders, Given given) throws IOException {
        return given.teacher().isPresent()
                ? TeacherFile.read(
                        given.teacher().get(), clips.home().classes(), network(Role.STUDENT, clips), encoders)
                : trainTeacher(clips, encoders);
    }

    private PerceivingNetwork trainTeacher(HomeClips clips, Encoders encoders) throws IOException {
        PerceivingNetwork teacher = create(Role.TEACHER, clips, encoders);
        try {
            learn("teacher", choices.teaching(), teacher, Optional.empty(), clips);
            TeacherFile.write(out.resolve(TEACHER), teacher, clips.home().classes(), encoders.name());
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
            Optional<Teacher> teacher,
            HomeClips clips)
            throws IOException {
        Run choice = choices.run();
        long batches = ClipSampler.stepsPerEpoch(clips.learned().size(), choice.batch()) * choice.epochs();
        long steps = Math.max(1, batches / choice.accumulate());
        CosineSchedule schedule = new CosineSchedule(choices.rate(), choices.slowest(), 0, steps);
        Path folder = out.resolve(who);
        ClipSampler sampler = sampler(clips);
        DistillationSettings settings = settings(network.spec().role(), clips.home());
        int films = clips.learned().stream()
                .map(clip -> clip.features().header().madeBy())
                .toList()
                .hashCode();
        Loop loop = new Loop(
                new Loop.Settings(
                        who,
                        method + " with " + settings + (choice.tuned() ? " and an encoder" : "") + " by " + sampler
                                + " on clips " + films,
                        seed,
                        schedule,
                        OPTIMIZER,
                        new Loop.Pace(
                                choice.accumulate(),
                                Math.max(1, steps / VALIDATIONS),
                                choice.patience(),
                                Math.max(1, Math.min(10, steps / VALIDATIONS)))),
                folder,
                listener);
        boolean hears = network.perception().hearing() != Hearing.NONE;
        boolean sound = hears || teacher.map(Teacher::hears).orElse(false);
        List<ClipBatch> reused = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            reused.add(clips.batch(choice.batch(), choice.slots(), sound));
        }
        ClipBatch one = clips.batch(1, choice.slots(), hears);
        try (Feeder<ClipBatch> feeder = new Feeder<>(reused, loop.firstBatch(), sampler::fill)) {
            feeder.start();
            loop.run(new Distilling(network, teacher, feeder, method, settings, (learner, figures) -> {
                MeanAveragePrecision precision =
                        ClipScores.of(learner, clips.judged(), one).precision();
                figures.put("mAP_C", precision.overClasses());
                figures.put("mAP_S", precision.overSamples());
                // without a validation split all are equal, and the last weights are kept
                return Double.isNaN(precision.overClasses()) ? 0 : precision.overClasses();
            }));
        }
    }

    private ClipSampler sampler(HomeClips clips) {
        Run choice = choices.run();
        return new ClipSampler(clips.learned(), seed, choice.batch(), choice.slots(), choice.variants());
    }

    /** What a teacher says of a window is asked once, unless it depends on the others of its batch. */
    private Teacher teaching(PerceivingNetwork teacher, HomeClips clips, Path taught) throws IOException {
        return teacher.spec().backbone() == Kind.MULTI_TSF_AS_PUBLISHED
                ? new FrozenTeacher(teacher)
                : RecordedTeacher.of(teacher, clips, sampler(clips), taught, listener);
    }

    private void write(
            PerceivingNetwork student,
            GateTuner.Tuned gate,
            HomeClips clips,
            Encoders encoders,
            Map<String, Object> figures,
            String report,
            Provenance provenance)
            throws IOException {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put(
                "data",
                clips.shown().size() + (clips.tested().isEmpty() ? " clips" : " clips of the test list")
                        + "; the gate was chosen on " + clips.chosenOn().size()
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
        try (MultiViewStudent whole = MultiViewStudent.of(encoders.pictures(), student)) {
            StudentManifest manifest = new StudentManifest(
                    "distilled",
                    "1",
                    whole.spec(),
                    clips.home().classes(),
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

    private GateTuner.Tuned gate(PerceivingNetwork student, HomeClips clips) {
        List<Recording> recordings = recordings(student, clips, clips.chosenOn());
        return choices.settings().supervision() == Supervision.FRAMES
                ? GateTuner.tune(recordings, DELAYS)
                : GateTuner.tuneOnClips(recordings, UNTOLD_DELAY);
    }

    /** As {@code agent run} would tell them, on clips by which nothing was chosen; empty where there are none. */
    private static Optional<EventReport> events(PerceivingNetwork student, HomeClips clips, GateTuner.Tuned gate) {
        return clips.tested().isEmpty() || !clips.home().timed()
                ? Optional.empty()
                : Optional.of(EventReport.of(recordings(student, clips, clips.tested()), gate.rules(), gate.delay()));
    }

    private static List<Recording> recordings(PerceivingNetwork student, HomeClips clips, List<LabelledClip> some) {
        ActionClasses classes = clips.home().classes();
        return Autograd.off(() -> some.stream()
                .map(clip -> {
                    ClipBatch batch = clips.batch(1, clip.features().header().rows(), false);
                    return Recording.of(
                            clip, classes, HomeData.FRAMES_PER_SECOND, StreamScores.of(student, clip, batch, DELAYS));
                })
                .toList());
    }

    /**
     * Of what was distilled before, on the test list of a home, or on all clips where there is none.
     *
     * @param folder of the bundle, for messages
     * @param films in the folder of features that they have or will have
     * @throws BundleException if it is of other classes or views
     */
    static Map<String, Object> evaluate(
            Path folder, ModelBundle bundle, HomeData home, ClipPerception.Job films, TrainingListener listener)
            throws IOException {
        StudentManifest manifest = bundle.manifest();
        Set<Integer> views = new TreeSet<>();
        films.clips().forEach(film -> views.addAll(film.videos().keySet()));
        if (!(bundle.network() instanceof MultiViewStudent student)
                || !manifest.classes().equals(home.classes())
                || student.spec().views() != views.size()) {
            throw new BundleException(
                    folder,
                    "is of " + manifest.student() + " and knows "
                            + manifest.classes().names() + "; the clips have views " + views + " and "
                            + home.classes().names());
        }
        List<LabelledClip> tested = ClipPerception.all(films, listener);
        HomeClips clips = new HomeClips(home, List.of(), List.of(), tested, List.copyOf(views));
        Map<String, Object> figures = new LinkedHashMap<>(
                Judgement.of(student.perceiving(), Optional.empty(), clips).figures(home.classes()));
        if (home.timed()) {
            List<Recording> recordings = recordings(student.perceiving(), clips, tested);
            figures.put(
                    "events",
                    EventReport.of(recordings, manifest.gate(), manifest.decisionDelay())
                            .toMap());
        }
        return figures;
    }
}
