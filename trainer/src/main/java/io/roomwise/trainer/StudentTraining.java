package io.roomwise.trainer;

import io.roomwise.inference.model.Student;
import io.roomwise.inference.model.StudentNetwork;
import io.roomwise.inference.model.StudentSpec;
import io.roomwise.trainer.dataset.ClassWeights;
import io.roomwise.trainer.dataset.RoomClips;
import io.roomwise.trainer.dataset.WindowBatch;
import io.roomwise.trainer.dataset.WindowSampler;
import io.roomwise.trainer.evaluation.EventReport;
import io.roomwise.trainer.evaluation.GateTuner;
import io.roomwise.trainer.evaluation.Recording;
import io.roomwise.trainer.evaluation.StreamScores;
import io.roomwise.trainer.loop.Adam;
import io.roomwise.trainer.loop.Autograd;
import io.roomwise.trainer.loop.CosineSchedule;
import io.roomwise.trainer.loop.Feeder;
import io.roomwise.trainer.loop.Loop;
import io.roomwise.trainer.loop.TrainingListener;
import io.roomwise.trainer.method.Supervised;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Trains a student on filmed rooms and chooses its gate on others. */
final class StudentTraining {
    /** Scores are read 0 to 5 slots behind the newest one, 2 s at most: whichever serves best. */
    private static final int DELAYS = 6;

    private static final double RATE = 1e-3;
    private static final Adam.Settings OPTIMIZER = new Adam.Settings(0.02, Adam.Decay.DECOUPLED, 5);
    /** People that a step encodes at most; a window of four views has some 250. */
    private static final int CROPS = 1200;

    private final Settings settings;
    private final TrainingListener listener;

    /** @param windows of full length in a step */
    record Settings(long seed, int windows, long steps) {}

    StudentTraining(Settings settings, TrainingListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /** Trains the network, or goes on with what a killed run left in the folder. */
    void run(StudentNetwork network, Path work, List<RoomClips> rooms, List<RoomClips> validation) throws IOException {
        long steps = settings.steps();
        CosineSchedule schedule = new CosineSchedule(RATE, RATE / 100, Math.min(100, steps / 10), steps);
        Loop loop = new Loop(
                new Loop.Settings(
                        "student",
                        "simulated rooms",
                        settings.seed(),
                        schedule,
                        OPTIMIZER,
                        Loop.Pace.of(Math.max(1, steps / 8), 20)),
                work,
                listener);
        StudentSpec spec = network.spec();
        WindowSampler sampler = new WindowSampler(rooms, settings.seed(), spec.frames(), settings.windows());
        List<WindowBatch> batches =
                List.of(new WindowBatch(spec.pictureSize(), CROPS), new WindowBatch(spec.pictureSize(), CROPS));
        try (Feeder<WindowBatch> feeder = new Feeder<>(batches, loop.firstBatch(), sampler::fill)) {
            feeder.start();
            loop.run(new Supervised(
                    network,
                    feeder,
                    ClassWeights.of(rooms),
                    (student, figures) -> measure(student, validation, figures)));
        }
    }

    private static double measure(StudentNetwork network, List<RoomClips> rooms, Map<String, Double> figures) {
        GateTuner.Tuned tuned = GateTuner.tune(recordings(network, rooms), DELAYS);
        EventReport report = tuned.report();
        figures.put("precision", report.total().precision());
        figures.put("recall", report.total().recall());
        figures.put("delay", (double) tuned.delay());
        for (int i = 0; i < report.classes().size(); i++) {
            figures.put(report.classes().get(i), report.matches().get(i).f1());
        }
        return report.total().f1();
    }

    /** What a network scores in rooms, as a stream. */
    static List<Recording> recordings(Student network, List<RoomClips> rooms) {
        return Autograd.off(() -> rooms.stream()
                .map(room -> Recording.of(room, StreamScores.of(network, room, DELAYS)))
                .toList());
    }

    static GateTuner.Tuned tune(Student network, List<RoomClips> validation) {
        return GateTuner.tune(recordings(network, validation), DELAYS);
    }
}
