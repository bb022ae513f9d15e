package io.roomwise.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import com.google.gson.Gson;
import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.model.MultiViewNetwork;
import io.roomwise.inference.model.MultiViewSpec;
import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.MultiViewSpec.Role;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.inference.model.PerceptionSpec;
import io.roomwise.inference.model.PerceptionSpec.Hearing;
import io.roomwise.inference.model.Presence;
import io.roomwise.inference.model.TransformerEncoder;
import io.roomwise.inference.model.TransformerEncoderSpec;
import io.roomwise.inference.model.Weights;
import io.roomwise.trainer.dataset.ClipBatch;
import io.roomwise.trainer.dataset.ClipFeatures;
import io.roomwise.trainer.dataset.ClipSampler;
import io.roomwise.trainer.dataset.HomeClips;
import io.roomwise.trainer.dataset.HomeData;
import io.roomwise.trainer.dataset.LabelledClip;
import io.roomwise.trainer.dataset.MultiViewClip;
import io.roomwise.trainer.loop.Adam;
import io.roomwise.trainer.loop.Autograd;
import io.roomwise.trainer.loop.CosineSchedule;
import io.roomwise.trainer.loop.Feeder;
import io.roomwise.trainer.loop.Loop;
import io.roomwise.trainer.loop.Method;
import io.roomwise.trainer.method.DistillationMethod;
import io.roomwise.trainer.method.DistillationSettings;
import io.roomwise.trainer.method.Distilling;
import io.roomwise.trainer.method.Lesson;
import io.roomwise.trainer.method.RecordedTeacher;
import io.roomwise.trainer.method.Supervision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One process of {@link DistillationBenchmark}: steps of ViCoKD in the trainer's own loop, with the sizes of
 * {@code vicokd_peer.py}.
 *
 * <pre>
 *  encoding  a frozen ViT-S/32 sees all pictures in each step
 *  cached    its features, and what the teacher said of them, are read from the cache
 *  flat      cached, resident memory after each hundred steps
 * </pre>
 */
public final class DistillationSteps {
    private static final int WINDOWS = 2;
    private static final int VIEWS = 5;
    private static final int SLOTS = 14;
    private static final int CLASSES = 9;
    private static final int WIDTH = 384;
    private static final int SIDE = 224;
    private static final int ROWS = 2 * SLOTS;
    private static final int CLIPS = 8;
    private static final int WARM = 3;
    private static final List<Double> HALF = List.of(127.5, 127.5, 127.5);
    private static final PerceptionSpec PERCEPTION =
            new PerceptionSpec(WIDTH + ClipEncoder.GEOMETRY + 1, Hearing.SPECTROGRAM, 38 * 128);

    private DistillationSteps() {}

    /** What a process writes as one line of JSON. */
    record Result(double stepsPerSecond, long peakMib, List<Long> residentMib, String version) {}

    /** @param args mode and number of steps */
    public static void main(String[] args) throws IOException {
        String mode = args[0];
        int steps = Integer.parseInt(args[1]);
        Engine engine = Engine.getInstance();
        JniUtils.setNumThreads(2);
        List<LabelledClip> clips = clips();
        ClipSampler sampler = new ClipSampler(clips, 1, WINDOWS, SLOTS, 10);
        boolean encoding = mode.equals("encoding");
        HomeClips home = home(clips);
        List<ClipBatch> batches = List.of(home.batch(WINDOWS, SLOTS, encoding), home.batch(WINDOWS, SLOTS, encoding));
        Path folder = Files.createTempDirectory("steps");
        Watch watch = new Watch(mode.equals("flat"));
        Loop loop = new Loop(
                new Loop.Settings(
                        "student",
                        "noise",
                        1,
                        new CosineSchedule(1e-4, 1e-5, 0, WARM + steps),
                        new Adam.Settings(5e-4, Adam.Decay.IN_GRADIENT, 5),
                        Loop.Pace.of(WARM + steps, 1)),
                folder,
                (job, done, total, figures) -> watch.see(done));
        try (PerceivingNetwork teacher = PerceivingNetwork.create(PERCEPTION, spec(Role.TEACHER), 1);
                PerceivingNetwork student = PerceivingNetwork.create(PERCEPTION.deaf(), spec(Role.STUDENT), 2);
                Feeder<ClipBatch> feeder = new Feeder<>(batches, 0, sampler::fill)) {
            feeder.start();
            DistillationSettings settings = DistillationSettings.ofPaper(Supervision.FRAMES);
            loop.run(
                    encoding
                            ? new Encoding(student, teacher, feeder, settings)
                            : new Distilling(
                                    student,
                                    Optional.of(RecordedTeacher.of(
                                            teacher, home, sampler, folder, (job, done, total, figures) -> {})),
                                    feeder,
                                    DistillationMethod.VI_CO_KD,
                                    settings,
                                    (network, figures) -> 0));
        }
        Result result = new Result(
                watch.stepsPerSecond(),
                ProcessStatus.peakKib() / 1024,
                watch.resident,
                "PyTorch " + engine.getVersion());
        System.out.println(new Gson().toJson(result));
    }

    private static MultiViewSpec spec(Role role) {
        return MultiViewSpec.ofPaper(role, Kind.MULTI_TSF, VIEWS, SLOTS, CLASSES);
    }

    private static HomeClips home(List<LabelledClip> clips) {
        ActionClasses classes = new ActionClasses(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i"));
        HomeData data =
                new HomeData(classes, clips.stream().map(LabelledClip::clip).toList(), List.of(), true);
        return new HomeClips(data, clips, List.of(), List.of(), List.of(1, 2, 3, 4, 5));
    }

    /** Of noise, with something in each. */
    private static List<LabelledClip> clips() {
        Random random = new Random(1);
        List<LabelledClip> clips = new ArrayList<>();
        for (int i = 0; i < CLIPS; i++) {
            MultiViewClip clip = new MultiViewClip(
                    "clip" + i,
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new TreeSet<>(List.of(i, i + 1)),
                    List.of(new MultiViewClip.Action(i, 1, 4), new MultiViewClip.Action(i + 1, 5, 9)));
            ClipFeatures features = ClipFeatures.empty(new ClipFeatures.Header(
                    clip.id(),
                    "noise",
                    List.of(1, 2, 3, 4, 5),
                    ROWS,
                    PERCEPTION.visualWidth(),
                    PERCEPTION.audioWidth()));
            for (int view = 0; view < VIEWS; view++) {
                for (int row = 0; row < ROWS; row++) {
                    features.putPeople(view, row, random.nextFloat());
                    features.putVisual(view, row, noise(random, PERCEPTION.visualWidth()));
                    features.putAudio(view, row, noise(random, PERCEPTION.audioWidth()));
                }
            }
            clips.add(new LabelledClip(clip, features));
        }
        return clips;
    }

    private static FloatBuffer noise(Random random, int count) {
        FloatBuffer noise = FloatBuffer.allocate(count);
        while (noise.hasRemaining()) {
            noise.put((float) random.nextGaussian());
        }
        return noise.flip();
    }

    /** When steps were done, and how much memory was resident then. */
    private static final class Watch {
        private final boolean resident100;
        private final List<Long> resident = new ArrayList<>();
        private long begin;
        private long end;
        private long steps;

        Watch(boolean resident100) {
            this.resident100 = resident100;
        }

        void see(long done) {
            if (done == WARM) {
                begin = System.nanoTime();
            } else if (done > WARM && done - WARM > steps) {
                end = System.nanoTime();
                steps = done - WARM;
                if (resident100 && steps % 100 == 0) {
                    resident.add(ProcessStatus.residentKib() / 1024);
                }
            }
        }

        double stepsPerSecond() {
            return steps / ((end - begin) / 1e9);
        }
    }

    /** As {@link Distilling}, but that pictures are encoded in each step. */
    private static final class Encoding implements Method {
        private final PerceivingNetwork student;
        private final PerceivingNetwork teacher;
        private final Feeder<ClipBatch> feeder;
        private final DistillationSettings settings;
        private final TransformerEncoder encoder =
                TransformerEncoder.create(new TransformerEncoderSpec(SIDE, 32, WIDTH, 12, 6, HALF, HALF), 3);
        private final byte[] levels = new byte[WINDOWS * VIEWS * SLOTS * 3 * SIDE * SIDE];
        private final ByteBuffer pixels =
                ByteBuffer.allocateDirect(levels.length * Float.BYTES).order(ByteOrder.nativeOrder());

        Encoding(
                PerceivingNetwork student,
                PerceivingNetwork teacher,
                Feeder<ClipBatch> feeder,
                DistillationSettings settings) {
            this.student = student;
            this.teacher = teacher;
            this.feeder = feeder;
            this.settings = settings;
            new Random(2).nextBytes(levels);
        }

        @Override
        public Weights weights() {
            return student.weights();
        }

        @Override
        public Map<String, NDArray> losses(NDManager scope, long number) {
            ClipBatch batch = feeder.next();
            Presence presence = new Presence(batch.live(scope));
            NDArray seen = Autograd.off(() -> see(scope));
            Optional<NDArray> heard = Optional.of(batch.audio(scope));
            MultiViewNetwork.Result taught = Autograd.off(() -> teacher.forward(seen, heard, presence, false));
            NDArray people = batch.people(scope);
            return DistillationMethod.VI_CO_KD.losses(
                    new Lesson(
                            student.forward(seen, Optional.empty(), presence, true),
                            Optional.of(taught),
                            presence,
                            batch.frameLabels(scope),
                            batch.sequenceLabels(scope),
                            people,
                            people.gte(scope.create(0.25f)).toType(DataType.FLOAT32, false)),
                    settings);
        }

        private NDArray see(NDManager scope) {
            ClipEncoder.normalize(ByteBuffer.wrap(levels), pixels.clear().asFloatBuffer());
            long count = (long) WINDOWS * VIEWS * SLOTS;
            NDArray pictures = scope.create(pixels, new Shape(count, 3, SIDE, SIDE), DataType.FLOAT32);
            return encoder.forward(pictures, scope.zeros(new Shape(count, ClipEncoder.GEOMETRY)), false)
                    .concat(scope.ones(new Shape(count, 1)), 1)
                    .reshape(WINDOWS, VIEWS, SLOTS, PERCEPTION.visualWidth());
        }

        @Override
        public double validate(NDManager scope, Map<String, Double> figures) {
            return 0;
        }
    }
}
