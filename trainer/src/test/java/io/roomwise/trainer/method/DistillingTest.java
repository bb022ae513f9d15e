package io.roomwise.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.model.MultiViewNetwork;
import io.roomwise.inference.model.MultiViewSpec;
import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.MultiViewSpec.Role;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.inference.model.PerceptionSpec;
import io.roomwise.inference.model.PerceptionSpec.Hearing;
import io.roomwise.inference.model.Weights;
import io.roomwise.trainer.dataset.ClipBatch;
import io.roomwise.trainer.dataset.ClipFeatures;
import io.roomwise.trainer.dataset.ClipSampler;
import io.roomwise.trainer.dataset.FrameGrid;
import io.roomwise.trainer.dataset.HomeClips;
import io.roomwise.trainer.dataset.HomeData;
import io.roomwise.trainer.dataset.LabelledClip;
import io.roomwise.trainer.dataset.MultiViewClip;
import io.roomwise.trainer.evaluation.ClipScores;
import io.roomwise.trainer.loop.Adam;
import io.roomwise.trainer.loop.CosineSchedule;
import io.roomwise.trainer.loop.Feeder;
import io.roomwise.trainer.loop.Loop;
import io.roomwise.trainer.loop.Method;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether each backbone and method can learn eight clips by heart. */
class DistillingTest {
    private static final FrameGrid GRID = new FrameGrid(2.5);
    private static final int CLASSES = 4;
    private static final int ROWS = 20;
    private static final int SLOTS = 16;
    private static final int VISUAL = 8;
    private static final int AUDIO = 6;
    private static final List<Integer> VIEWS = List.of(1, 2, 5);
    private static final long STEPS = 200;

    private final List<LabelledClip> clips = clips();

    private final Path folder;

    DistillingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void oneThread() {
        Engine.getInstance(); // loads the native library
        JniUtils.setNumThreads(1); // threads that wait for each other on shared cores take seconds
    }

    /** Two actions in each clip; a view in the third clip is missing, what is seen and heard tells the class. */
    private static List<LabelledClip> clips() {
        Random random = new Random(1);
        List<LabelledClip> clips = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            List<MultiViewClip.Action> actions = List.of(
                    new MultiViewClip.Action(i % CLASSES, 1, 2.4), new MultiViewClip.Action(i / 2 % CLASSES, 4, 6));
            TreeSet<Integer> kinds = new TreeSet<>();
            actions.forEach(action -> kinds.add(action.kind()));
            MultiViewClip clip = new MultiViewClip("clip" + i, new TreeMap<>(), new TreeMap<>(), kinds, actions);
            List<Integer> views = i == 2 ? List.of(1, 5) : VIEWS;
            ClipFeatures features =
                    ClipFeatures.empty(new ClipFeatures.Header("clip" + i, "test", views, ROWS, VISUAL, AUDIO));
            boolean[][] labels = clip.labels(GRID, ROWS, CLASSES);
            for (int view = 0; view < views.size(); view++) {
                for (int row = 0; row < ROWS; row++) {
                    boolean somebody = row % 4 < 2;
                    features.putPeople(view, row, somebody ? 0.8f : 0);
                    FloatBuffer seen = numbers(random, labels[row], VISUAL);
                    features.putVisual(view, row, seen.put(VISUAL - 1, somebody ? 1 : -1));
                    features.putAudio(view, row, numbers(random, labels[row], AUDIO));
                }
            }
            clips.add(new LabelledClip(clip, features));
        }
        return clips;
    }

    private static FloatBuffer numbers(Random random, boolean[] happens, int count) {
        FloatBuffer numbers = FloatBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            boolean told = i < CLASSES && happens[i];
            numbers.put((float) ((told ? 2 : 0) + 0.3 * random.nextGaussian()));
        }
        return numbers.flip();
    }

    @ParameterizedTest
    @CsvSource({
        "MULTI_TSF, FRAMES",
        "MULTI_TSF, SEQUENCES",
        "MULTI_ASL, FRAMES",
        "MULTI_ASL, SEQUENCES",
        "MULTI_TRANS, FRAMES",
        "MULTI_TRANS, SEQUENCES"
    })
    void everyMethodLearnsEightClipsByHeart(Kind backbone, Supervision supervision) throws Exception {
        for (DistillationMethod method : DistillationMethod.values()) {
            if (!method.isStudents()) {
                continue;
            }
            try (PerceivingNetwork teacher = network(Role.TEACHER, backbone);
                    PerceivingNetwork student = network(Role.STUDENT, backbone)) {
                if (method.isTaught()) {
                    learn(teacher, Optional.empty(), DistillationMethod.CONSISTENT_TEACHER, Supervision.FRAMES, "t");
                    assertThat(precision(teacher)).as("teacher").isGreaterThan(99.9);
                }
                Optional<PerceivingNetwork> frozen = method.isTaught() ? Optional.of(teacher) : Optional.empty();
                Map<String, List<Float>> losses = learn(student, frozen, method, supervision, method.toString());
                assertThat(precision(student)).as("%s", method).isGreaterThan(99.9);
                if (method == DistillationMethod.VI_CO_KD) {
                    losses.forEach((name, values) -> assertThat(mean(values, values.size() - 10))
                            .as(name)
                            .isLessThan(0.9 * highest(values)));
                }
            }
        }
    }

    /** Views agree at the beginning, when none is sure of anything. */
    private static double highest(List<Float> values) {
        double highest = 0;
        for (int from = 0; from + 10 <= values.size(); from += 10) {
            highest = Math.max(highest, mean(values, from));
        }
        return highest;
    }

    private static double mean(List<Float> values, int from) {
        return values.subList(from, from + 10).stream()
                .mapToDouble(Float::doubleValue)
                .average()
                .orElseThrow();
    }

    private PerceivingNetwork network(Role role, Kind backbone) {
        PerceptionSpec hearing = new PerceptionSpec(VISUAL, Hearing.EMBEDDING, AUDIO);
        return PerceivingNetwork.create(
                role == Role.TEACHER ? hearing : hearing.deaf(),
                new MultiViewSpec(role, backbone, VIEWS.size(), SLOTS, CLASSES, 24, 1, 4),
                7);
    }

    @Test
    void aRecordedTeacherSaysWhatItSaidOnce() throws Exception {
        HomeData home = new HomeData(
                new ActionClasses(List.of("a", "b", "c", "d")),
                clips.stream().map(LabelledClip::clip).toList(),
                List.of(),
                true);
        HomeClips all = new HomeClips(home, clips, List.of(), List.of(), VIEWS);
        ClipSampler sampler = new ClipSampler(clips, 3, 4, SLOTS, 3);
        ClipBatch batch = batch(4, true);
        sampler.fill(4, batch); // the third epoch
        List<String> asked = new ArrayList<>();
        try (PerceivingNetwork network = network(Role.TEACHER, Kind.MULTI_TSF);
                NDManager scope = NDManager.newBaseManager()) {
            MultiViewNetwork.Result now = new FrozenTeacher(network).teach(batch, scope);
            for (int time = 0; time < 2; time++) {
                RecordedTeacher recorded = RecordedTeacher.of(
                        network, all, sampler, folder, (job, done, total, figures) -> asked.add(job));
                MultiViewNetwork.Result then = recorded.teach(batch, scope);
                assertThat(recorded.hears()).isFalse();
                assertAlike(then.visual(), now.visual());
                assertAlike(then.audio(), now.audio());
                assertAlike(then.attended(), now.attended());
                assertAlike(then.fused(), now.fused());
                assertAlike(then.recognition().frames(), now.recognition().frames());
            }
        }
        assertThat(batch.contents()).extracting(ClipBatch.Window::variant).containsOnly(2);
        assertThat(asked).hasSize(2 * clips.size());
    }

    private static void assertAlike(NDArray is, NDArray expected) {
        assertThat(is.getShape()).isEqualTo(expected.getShape());
        assertThat(is.sub(expected).abs().max().getFloat())
                .isLessThan(1e-3f * expected.abs().max().getFloat());
    }

    /** @return the losses of all steps */
    private Map<String, List<Float>> learn(
            PerceivingNetwork network,
            Optional<PerceivingNetwork> teacher,
            DistillationMethod method,
            Supervision supervision,
            String name)
            throws Exception {
        ClipSampler sampler = new ClipSampler(clips, 3, 4, SLOTS, 50);
        List<ClipBatch> batches = List.of(batch(4, true), batch(4, true));
        Map<String, List<Float>> losses = new LinkedHashMap<>();
        CosineSchedule schedule = new CosineSchedule(5e-3, 5e-4, 5, STEPS);
        Adam.Settings adam = new Adam.Settings(0, Adam.Decay.IN_GRADIENT, 5);
        try (Feeder<ClipBatch> feeder = new Feeder<>(batches, 0, sampler::fill)) {
            feeder.start();
            Distilling distilling = new Distilling(
                    network,
                    teacher.map(FrozenTeacher::new),
                    feeder,
                    method,
                    DistillationSettings.ofPaper(supervision),
                    (learner, figures) -> 0);
            new Loop(
                            new Loop.Settings(name, "clips", 1, schedule, adam, Loop.Pace.of(STEPS, STEPS)),
                            folder.resolve(name),
                            (job, done, total, figures) -> {})
                    .run(new Listening(distilling, losses));
        }
        return losses;
    }

    private ClipBatch batch(int windows, boolean hears) {
        return new ClipBatch(
                GRID,
                new ClipBatch.Sizes(VIEWS, windows, SLOTS, CLASSES, hears),
                clips.get(0).features().header());
    }

    private double precision(PerceivingNetwork network) {
        JniUtils.setGradMode(false);
        try {
            boolean hears = network.perception().hearing() != Hearing.NONE;
            return ClipScores.of(network, clips, batch(1, hears)).precision().overClasses();
        } finally {
            JniUtils.setGradMode(true);
        }
    }

    private record Listening(Distilling method, Map<String, List<Float>> heard) implements Method {
        @Override
        public Weights weights() {
            return method.weights();
        }

        @Override
        public Map<String, NDArray> losses(NDManager scope, long step) {
            Map<String, NDArray> losses = method.losses(scope, step);
            losses.forEach((name, loss) ->
                    heard.computeIfAbsent(name, key -> new ArrayList<>()).add(loss.getFloat()));
            return losses;
        }

        @Override
        public double validate(NDManager scope, Map<String, Double> figures) {
            return method.validate(scope, figures);
        }
    }
}
