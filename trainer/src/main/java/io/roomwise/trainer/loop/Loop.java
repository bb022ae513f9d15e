package io.roomwise.trainer.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trains one network on the calling thread; one at a time in a process, for the engine's gradient mode is global. Keeps
 * the best weights on validation in {@code best.safetensors} and its own state in {@code checkpoint.safetensors}; a
 * run that finds a checkpoint of the same settings goes on from it exactly.
 */
public final class Loop {
    private static final double SMOOTHING = 0.98;

    private final Settings settings;
    private final Path folder;
    private final TrainingListener listener;
    private final Map<String, Double> smoothed = new LinkedHashMap<>();

    /**
     * @param job shown in progress
     * @param lesson what is learned from what: a run goes on only from a checkpoint of the same
     * @param validateEvery steps between two validations, each with a checkpoint
     * @param reportEvery steps between two progress lines
     */
    public record Settings(
            String job,
            String lesson,
            long seed,
            CosineSchedule schedule,
            Adam.Settings optimizer,
            long validateEvery,
            long reportEvery) {}

    public Loop(Settings settings, Path folder, TrainingListener listener) {
        this.settings = settings;
        this.folder = folder;
        this.listener = listener;
    }

    public static Path best(Path folder) {
        return folder.resolve("best.safetensors");
    }

    /** The step with which {@link #run} will begin: 0, or where a killed run left off. */
    public long firstStep() {
        return new Checkpoint(folder).step();
    }

    /**
     * Trains to the last step.
     *
     * @return the validation figure of the best weights, which the method's network then has
     * @throws TrainingStoppedException if the listener asked for it; then the checkpoint is of the last step that was done
     */
    public double run(Method method) throws IOException {
        Files.createDirectories(folder);
        JniUtils.setGradMode(true); // what the thread did before may have switched it off
        Checkpoint checkpoint = new Checkpoint(folder);
        String run = settings.toString();
        try (Adam adam = new Adam(method.weights(), settings.optimizer());
                NDManager manager = NDManager.newBaseManager()) {
            Checkpoint.@Nullable State restored = checkpoint.restore(method.weights(), adam, run);
            long first = restored == null ? 0 : restored.step();
            double best = restored == null ? Double.NEGATIVE_INFINITY : restored.best();
            long began = System.nanoTime();
            long steps = settings.schedule().steps();
            for (long step = first; step < steps; step++) {
                if (listener.isStopped()) {
                    checkpoint.save(method.weights(), adam, new Checkpoint.State(step, best), run);
                    throw new TrainingStoppedException(settings.job(), step, steps);
                }
                learn(method, adam, manager, step);
                if ((step + 1) % settings.reportEvery() == 0) {
                    report(step, (System.nanoTime() - began) / 1e9 / (step + 1 - first));
                }
                if ((step + 1) % settings.validateEvery() == 0 || step + 1 == steps) {
                    best = validate(method, step + 1, best);
                    checkpoint.save(method.weights(), adam, new Checkpoint.State(step + 1, best), run);
                }
            }
            method.weights().load(best(folder));
            return best;
        }
    }

    private void learn(Method method, Adam adam, NDManager manager, long step) {
        Engine.getInstance().setRandomSeed((int) (settings.seed() * 1_000_003 + step));
        try (NDManager scope = manager.newSubManager()) {
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                Map<String, NDArray> losses = method.losses(scope, step);
                NDArray total = scope.zeros(new Shape());
                for (Map.Entry<String, NDArray> term : losses.entrySet()) {
                    float value = term.getValue().getFloat();
                    if (!Float.isFinite(value)) {
                        throw new IllegalStateException("loss " + term.getKey() + " is " + value + " in step " + step);
                    }
                    smoothed.merge(
                            term.getKey(), (double) value, (old, now) -> SMOOTHING * old + (1 - SMOOTHING) * now);
                    total = total.add(term.getValue());
                }
                collector.backward(total);
            }
            double norm = adam.step(settings.schedule().rate(step));
            if (!Double.isFinite(norm)) {
                throw new IllegalStateException("the gradient's norm is " + norm + " in step " + step);
            }
            smoothed.merge("gradient", norm, (old, now) -> SMOOTHING * old + (1 - SMOOTHING) * now);
        }
    }

    private void report(long step, double secondsPerStep) {
        Map<String, Double> figures = new LinkedHashMap<>(smoothed);
        figures.put("rate", settings.schedule().rate(step));
        figures.put("s/step", secondsPerStep);
        listener.onProgress(settings.job(), step + 1, settings.schedule().steps(), figures);
    }

    /** Validates the method's present weights. */
    public double measure(Method method, Map<String, Double> figures) {
        return Autograd.off(() -> {
            try (NDManager scope = NDManager.newBaseManager()) {
                return method.validate(scope, figures);
            }
        });
    }

    private double validate(Method method, long step, double best) throws IOException {
        Map<String, Double> figures = new LinkedHashMap<>();
        double value = measure(method, figures);
        listener.onProgress(
                settings.job() + " validation", step, settings.schedule().steps(), figures);
        if (value >= best) {
            method.weights().save(best(folder));
            return value;
        }
        return best;
    }
}
