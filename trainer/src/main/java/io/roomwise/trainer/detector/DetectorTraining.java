package io.roomwise.trainer.detector;

import io.roomwise.trainer.loop.Adam;
import io.roomwise.trainer.loop.CosineSchedule;
import io.roomwise.trainer.loop.Feeder;
import io.roomwise.trainer.loop.Loop;
import io.roomwise.trainer.loop.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trains the person detector on simulated rooms and exports it. */
public final class DetectorTraining {
    /** Longer side of the network's input in pixels. */
    public static final int LONG_SIDE = DetectorNetwork.WIDTH;

    private static final int VALIDATION_BATCHES = 12;
    private static final double RATE = 2e-3;
    /** Decay and clip at which YOLO-like networks are commonly trained. */
    private static final Adam.Settings OPTIMIZER = new Adam.Settings(0.01, Adam.Decay.DECOUPLED, 10);

    private final Settings settings;
    private final TrainingListener listener;

    /**
     * @param seed of weights, rooms chosen and augmentation
     * @param firstRoom seed of the first room to learn from
     * @param rooms how many rooms to learn from
     * @param firstValidationRoom seed of the first of as many rooms to validate on as there are pictures to
     * @param seconds of each room's life
     * @param batch pictures in a step, a multiple of 4
     */
    public record Settings(
            long seed, long firstRoom, int rooms, long firstValidationRoom, double seconds, int batch, long steps) {}

    public DetectorTraining(Settings settings, TrainingListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Trains, or goes on with what a killed run left in the folder.
     *
     * @param work receives checkpoints
     * @param onnx the exported network
     * @return figures of the exported weights on the validation rooms
     */
    public Map<String, Double> run(Path work, Path onnx) throws IOException {
        List<DetectorBatch> validation = validation();
        long steps = settings.steps();
        CosineSchedule schedule = new CosineSchedule(RATE, RATE / 100, Math.min(200, steps / 10), steps);
        Loop loop = new Loop(
                new Loop.Settings(
                        "detector",
                        "simulated rooms",
                        settings.seed(),
                        schedule,
                        OPTIMIZER,
                        Loop.Pace.of(Math.max(1, steps / 15), 20)),
                work,
                listener);
        DetectorFrames frames = new DetectorFrames(new DetectorFrames.Settings(
                settings.seed(), settings.firstRoom(), settings.rooms(), settings.seconds(), true));
        List<DetectorBatch> batches = List.of(new DetectorBatch(settings.batch()), new DetectorBatch(settings.batch()));
        try (DetectorNetwork network = new DetectorNetwork(settings.seed());
                Feeder<DetectorBatch> feeder = new Feeder<>(batches, loop.firstBatch(), frames::fill)) {
            feeder.start();
            DetectorMethod method = new DetectorMethod(network, feeder, validation);
            loop.run(method);
            Map<String, Double> figures = new LinkedHashMap<>();
            loop.measure(method, figures);
            DetectorOnnx.export(network, onnx, Map.of("seed", Long.toString(settings.seed())));
            return figures;
        }
    }

    private List<DetectorBatch> validation() {
        DetectorFrames frames = new DetectorFrames(new DetectorFrames.Settings(
                1, settings.firstValidationRoom(), 10 * VALIDATION_BATCHES, settings.seconds(), false));
        List<DetectorBatch> batches = new ArrayList<>();
        for (int i = 0; i < VALIDATION_BATCHES; i++) {
            DetectorBatch batch = new DetectorBatch(32);
            frames.fill(i * 48L, batch); // other rooms each time
            batches.add(batch);
        }
        return batches;
    }
}
