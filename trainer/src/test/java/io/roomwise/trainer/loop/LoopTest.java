package io.roomwise.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.roomwise.inference.model.Linear;
import io.roomwise.inference.model.ModelFileException;
import io.roomwise.inference.model.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopTest {
    private static final long STEPS = 12;
    private static final float DROPOUT = 0.3f;

    @Test
    void theScheduleIsAHalfCosine() {
        CosineSchedule schedule = new CosineSchedule(1e-4, 1e-5, 0, 100);
        assertThat(schedule.rate(0)).isCloseTo(1e-4, within(1e-12));
        assertThat(schedule.rate(1)).isCloseTo(9.997779522e-5, within(1e-14));
        assertThat(schedule.rate(25)).isCloseTo(8.681980515e-5, within(1e-14));
        assertThat(schedule.rate(99)).isCloseTo(1.002220478e-5, within(1e-14));
    }

    @Test
    void theScheduleRisesFirst() {
        CosineSchedule schedule = new CosineSchedule(1, 0, 4, 100);
        assertThat(schedule.rate(0)).isEqualTo(0.25);
        assertThat(schedule.rate(3)).isEqualTo(1);
        assertThat(schedule.rate(4)).isEqualTo(1);
    }

    @Test
    void adamsFirstStepIsTheRateWhateverTheGradient() {
        assertThat(weightAfterOneStep(0.5, 1e-4, 0)).isCloseTo(0.9999, within(1e-7));
        assertThat(weightAfterOneStep(-100, 1e-4, 0)).isCloseTo(1.0001, within(1e-7));
    }

    @Test
    void decoupledDecayPullsTheWeightBesideTheGradient() {
        assertThat(weightAfterOneStep(0.5, 1e-2, 0.1)).isCloseTo(1 - 1e-2 * 0.1 - 1e-2, within(1e-6));
    }

    @Test
    void theGradientsNormIsLimitedWhateverItsSign() {
        // Adam's first step hides a gradient's size; the second shows what the moments remember
        assertThat(weightAfter(1, 0, -100, -1)).isCloseTo(weightAfter(1, 0, -1, -1), within(1e-6));
        assertThat(weightAfter(1, 0, 100, 1)).isCloseTo(weightAfter(1, 0, 1, 1), within(1e-6));
        assertThat(weightAfter(0, 0, 100, 1)).isNotCloseTo(weightAfter(0, 0, 1, 1), within(1e-3));
    }

    private static double weightAfterOneStep(double gradient, double rate, double decay) {
        return weightAfterSteps(0, decay, rate, gradient);
    }

    private static double weightAfter(double clip, double decay, double... gradients) {
        return weightAfterSteps(clip, decay, 0.01, gradients);
    }

    private static double weightAfterSteps(double clip, double decay, double rate, double... gradients) {
        try (Weights weights = new Weights(1);
                NDManager scope = NDManager.newBaseManager()) {
            NDArray weight = weights.filled("w", 1, 1, 1);
            try (Adam adam = new Adam(weights, new Adam.Settings(decay, Adam.Decay.DECOUPLED, clip))) {
                for (double gradient : gradients) {
                    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                        collector.backward(scope.create(new float[] {(float) gradient}, new Shape(1, 1))
                                .mul(weight)
                                .sum());
                    }
                    adam.step(rate);
                }
            }
            return weight.toFloatArray()[0];
        }
    }

    @Test
    void aRunThatWasStoppedGoesOnExactly(@TempDir Path whole, @TempDir Path broken) throws Exception {
        float[] expected = weightsOfARun(whole);
        stop(broken, 6);
        try (Regression method = new Regression()) {
            assertThat(loop(broken, 7).firstBatch()).isEqualTo(6);
            loop(broken, 7).run(method);
            assertThat(method.weights().learned().get(0).array().toFloatArray()).containsExactly(expected);
            assertThat(method.steps).containsExactly(6L, 7L, 8L, 9L, 10L, 11L);
        }
    }

    @Test
    void aRunThatBrokeOffGoesOnFromItsLastCheckpoint(@TempDir Path whole, @TempDir Path broken) throws Exception {
        float[] expected = weightsOfARun(whole);
        try (Regression method = new Regression()) {
            method.spoiled = 6;
            assertThatThrownBy(() -> loop(broken, 7).run(method)).isInstanceOf(IllegalStateException.class);
        }
        try (Regression method = new Regression()) {
            assertThat(loop(broken, 7).firstBatch()).isEqualTo(4);
            loop(broken, 7).run(method);
            assertThat(method.weights().learned().get(0).array().toFloatArray()).containsExactly(expected);
        }
    }

    @Test
    void aCheckpointOfOtherSettingsIsRefused(@TempDir Path folder) throws Exception {
        stop(folder, 4);
        try (Regression method = new Regression()) {
            assertThatThrownBy(() -> loop(folder, 8).run(method))
                    .isInstanceOf(ModelFileException.class)
                    .hasMessageContaining("checkpoint.safetensors belongs to another run");
        }
    }

    @Test
    void aLossThatIsNoNumberStopsTheRunAndIsNamed(@TempDir Path folder) {
        try (Regression method = new Regression()) {
            method.spoiled = 3;
            assertThatThrownBy(() -> loop(folder, 7).run(method))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("loss squared is NaN in step 3");
        }
    }

    @Test
    void gradientsOfBatchesAreAveraged(@TempDir Path one, @TempDir Path three) throws Exception {
        float[] expected;
        try (Regression method = new Regression()) {
            method.dropout = 0;
            loop(one, 7).run(method);
            expected = method.weights().learned().get(0).array().toFloatArray();
        }
        try (Regression method = new Regression()) {
            method.repeats = 3; // the same batch three times is that batch
            method.dropout = 0;
            Loop loop = loop(three, 7, new Loop.Pace(3, 4, 0, 100), (job, done, total, figures) -> {});
            loop.run(method);
            assertThat(method.steps).hasSize(3 * (int) STEPS);
            assertThat(loop.firstBatch()).isEqualTo(3 * STEPS);
            assertThat(method.weights().learned().get(0).array().toFloatArray())
                    .containsExactly(expected, within(1e-5f));
        }
    }

    @Test
    void aRunThatDoesNotBecomeBetterEndsEarlyWithItsBestWeights(@TempDir Path folder) throws Exception {
        Loop.Pace pace = new Loop.Pace(1, 2, 2, 100);
        try (Regression method = new Regression()) {
            method.worseAfter = 4;
            assertThat(loop(folder, 7, pace, (job, done, total, figures) -> {}).run(method))
                    .isEqualTo(3);
            assertThat(method.steps).hasSize(8);
            float[] kept = method.weights().learned().get(0).array().toFloatArray();
            assertThat(loop(folder, 7, pace, (job, done, total, figures) -> {}).run(method))
                    .isEqualTo(3);
            assertThat(method.steps).hasSize(8);
            assertThat(method.weights().learned().get(0).array().toFloatArray()).containsExactly(kept);
        }
    }

    @Test
    void nativeMemoryStaysFlat(@TempDir Path folder) throws Exception {
        stop(folder, 4);
        try (Regression method = new Regression()) {
            int before = method.weights().managedArrays();
            loop(folder, 7).run(method);
            assertThat(method.weights().managedArrays()).isEqualTo(before);
        }
    }

    private static float[] weightsOfARun(Path folder) throws Exception {
        try (Regression method = new Regression()) {
            loop(folder, 7).run(method);
            return method.weights().learned().get(0).array().toFloatArray();
        }
    }

    /** Runs, and asks for the end after so many steps. */
    private static void stop(Path folder, long after) {
        try (Regression method = new Regression()) {
            TrainingListener listener = new TrainingListener() {
                @Override
                public void onProgress(String job, long done, long total, Map<String, Double> figures) {}

                @Override
                public boolean isStopped() {
                    return method.steps.size() == after;
                }
            };
            assertThatThrownBy(() -> loop(folder, 7, listener).run(method))
                    .isInstanceOf(TrainingStoppedException.class)
                    .hasMessage("stopped: regression " + after + " of 12, the same command goes on from there");
        }
    }

    private static Loop loop(Path folder, long seed) {
        return loop(folder, seed, (job, done, total, figures) -> {});
    }

    private static Loop loop(Path folder, long seed, TrainingListener listener) {
        return loop(folder, seed, Loop.Pace.of(4, 100), listener);
    }

    private static Loop loop(Path folder, long seed, Loop.Pace pace, TrainingListener listener) {
        CosineSchedule schedule = new CosineSchedule(0.05, 0.001, 2, STEPS);
        Adam.Settings optimizer = new Adam.Settings(0.01, Adam.Decay.DECOUPLED, 1);
        return new Loop(new Loop.Settings("regression", "a line", seed, schedule, optimizer, pace), folder, listener);
    }

    /** A line through noise; each step's data follow from its number, and dropout from the engine's seed. */
    private static final class Regression implements Method, AutoCloseable {
        private final Weights weights = new Weights(5);
        private final Linear line = new Linear(weights, "line", 3, 2);
        private final List<Long> steps = new ArrayList<>();
        private long spoiled = -1;
        private int repeats = 1;
        private float dropout = DROPOUT;
        private long worseAfter = Long.MAX_VALUE;

        @Override
        public Weights weights() {
            return weights;
        }

        @Override
        public Map<String, NDArray> losses(NDManager scope, long step) {
            steps.add(step);
            Random random = new Random(step / repeats);
            float[] values = new float[12];
            for (int i = 0; i < values.length; i++) {
                values[i] = step == spoiled ? Float.NaN : (float) random.nextGaussian();
            }
            NDArray x = scope.create(values, new Shape(4, 3));
            NDArray y = ai.djl.nn.norm.Dropout.dropout(line.forward(x), dropout, true)
                    .head();
            return Map.of("squared", y.sub(x.get(":, 0:2")).square().mean());
        }

        @Override
        public double validate(NDManager scope, Map<String, Double> figures) {
            long newest = steps.get(steps.size() - 1); // the newest weights count as the best
            return newest < worseAfter ? newest : -newest;
        }

        @Override
        public void close() {
            weights.close();
        }
    }
}
