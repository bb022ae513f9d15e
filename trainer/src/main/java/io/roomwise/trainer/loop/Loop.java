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
     */
    public record Settings(
            String job, String lesson, long seed, CosineSchedule schedule, Adam.Settings optimizer, Pace pace) {}

    /**
     * What happens how often.
     *
     * @param accumulate batches whose gradients are averaged in a step
     * @param validateEvery steps between two validations, each with a checkpoint
     * @param patience validations without a better figure after which a run ends early; 0 for never
     * @param reportEvery steps between two progress lines
     */
    public record Pace(int accumulate, long validateEvery, int patience, long reportEvery) {
        /** A batch a step, to the last of them. */
        public static Pace of(long validateEvery, long reportEvery) {
            return new Pace(1, validateEvery, 0, reportEvery);
        }
    }

    public Loop(Settings settings, Path folder, TrainingListener listener) {
        this.settings = settings;
        this.folder = folder;
        this.listener = listener;
    }

    public static Path best(Path folder) {
        return folder.resolve("best.safetensors");
    }

    /** The batch with which {@link #run} will begin: 0, or where a killed run left off. */
    public long firstBatch() {
        return new Checkpoint(folder).step() * settings.pace().accumulate();
    }

    /**
     * Trains to the last step, or until nothing has become better for long.
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
            Checkpoint.State state = restored == null ? new Checkpoint.State(0, Double.NEGATIVE_INFINITY, 0) : restored;
            long first = state.step();
            long began = System.nanoTime();
            long steps = settings.schedule().steps();
            for (long step = first; step < steps && !isGivenUp(state); step++) {
                if (listener.isStopped()) {
                    checkpoint.save(method.weights(), adam, state.at(step), run);
                    throw new TrainingStoppedException(settings.job(), step, steps);
                }
                learn(method, adam, manager, step);
                if ((step + 1) % settings.pace().reportEvery() == 0) {
                    report(method, step, (System.nanoTime() - began) / 1e9 / (step + 1 - first));
                }
                state = state.at(step + 1);
                if ((step + 1) % settings.pace().validateEvery() == 0 || step + 1 == steps) {
                    state = validate(method, state);
                    checkpoint.save(method.weights(), adam, state, run);
                }
            }
            method.weights().load(best(folder));
            return state.best();
        }
    }

    private boolean isGivenUp(Checkpoint.State state) {
        Pace pace = settings.pace();
        return pace.patience() > 0 && state.step() - state.bestStep() >= pace.patience() * pace.validateEvery();
    }

    private void learn(Method method, Adam adam, NDManager manager, long step) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            int batches = settings.pace().accumulate();
            for (int i = 0; i < batches; i++) {
                long batch = step * batches + i;
                Engine.getInstance().setRandomSeed((int) (settings.seed() * 1_000_003 + batch));
                try (NDManager scope = manager.newSubManager()) {
                    NDArray loss = loss(method, scope, batch);
                    collector.backward(batches == 1 ? loss : loss.mul(scope.create(1f / batches)));
                }
            }
        }
        double norm = adam.step(settings.schedule().rate(step));
        if (!Double.isFinite(norm)) {
            throw new IllegalStateException("the gradient's norm is " + norm + " in step " + step);
        }
        smooth("gradient", norm);
    }

    private NDArray loss(Method method, NDManager scope, long batch) {
        NDArray total = scope.zeros(new Shape());
        for (Map.Entry<String, NDArray> term : method.losses(scope, batch).entrySet()) {
            float value = term.getValue().getFloat();
            if (!Float.isFinite(value)) {
                throw new IllegalStateException("loss " + term.getKey() + " is " + value + " in step "
                        + batch / settings.pace().accumulate());
            }
            smooth(term.getKey(), value);
            total = total.add(term.getValue());
        }
        return total;
    }

    private void smooth(String figure, double value) {
        smoothed.merge(figure, value, (old, now) -> SMOOTHING * old + (1 - SMOOTHING) * now);
    }

    private void report(Method method, long step, double secondsPerStep) {
        Map<String, Double> figures = new LinkedHashMap<>(smoothed);
        figures.put("rate", settings.schedule().rate(step));
        figures.put("s/step", secondsPerStep);
        if (method.frames() > 0) {
            figures.put("frames/s", method.frames() * settings.pace().accumulate() / secondsPerStep);
        }
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

    private Checkpoint.State validate(Method method, Checkpoint.State state) throws IOException {
        Map<String, Double> figures = new LinkedHashMap<>();
        double value = measure(method, figures);
        listener.onProgress(
                settings.job() + " validation",
                state.step(),
                settings.schedule().steps(),
                figures);
        if (value < state.best()) {
            return state;
        }
        method.weights().save(best(folder));
        // of equal ones the last is kept, but to wait for better ones it is no reason
        return new Checkpoint.State(state.step(), value, value > state.best() ? state.step() : state.bestStep());
    }
}
