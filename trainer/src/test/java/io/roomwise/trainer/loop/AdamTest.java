package io.roomwise.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.roomwise.inference.model.Weights;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the algorithm as its authors wrote it down, in float64. */
class AdamTest {
    private static final int ROWS = 300;
    private static final int COLUMNS = 200; // more than one thread's part
    private static final double RATE = 0.01;

    @ParameterizedTest
    @CsvSource({"DECOUPLED, 0.1, 0", "IN_GRADIENT, 0.1, 0", "IN_GRADIENT, 0.1, 2", "DECOUPLED, 0, 100000"})
    void movesAsTheAlgorithmSays(Adam.Decay kind, double decay, double clip) {
        Engine.getInstance();
        JniUtils.setGradMode(true);
        Random random = new Random(4);
        try (Weights weights = new Weights(5);
                NDManager manager = NDManager.newBaseManager()) {
            NDArray matrix = weights.normal("matrix", 1, ROWS, COLUMNS);
            NDArray bias = weights.filled("bias", 1, COLUMNS);
            Adam adam = new Adam(weights, new Adam.Settings(decay, kind, clip));
            Reference ofMatrix = new Reference(matrix.toFloatArray(), kind, decay);
            Reference ofBias = new Reference(bias.toFloatArray(), kind, 0);
            for (int step = 1; step <= 4; step++) {
                float[] pulls = floats(random, ROWS * COLUMNS);
                float[] pushes = floats(random, COLUMNS);
                try (GradientCollector collector = Engine.getInstance().newGradientCollector();
                        NDManager scope = manager.newSubManager()) {
                    // turned around, so that the gradient is computed in another order than the weight lies in memory
                    NDArray turned =
                            scope.create(pulls, new Shape(ROWS, COLUMNS)).transpose();
                    NDArray pulled = turned.mul(matrix.transpose()).sum();
                    collector.backward(pulled.add(
                            scope.create(pushes, new Shape(COLUMNS)).mul(bias).sum()));
                }
                double norm = Math.sqrt(squares(pulls) + squares(pushes));
                double scale = clip > 0 && norm > clip ? clip / norm : 1;

                assertThat(adam.step(RATE)).isCloseTo(norm, within(1e-5 * norm));

                ofMatrix.step(pulls, scale, step);
                ofBias.step(pushes, scale, step);
                ofMatrix.assertIs(matrix);
                ofBias.assertIs(bias);
                assertThat(matrix.getGradient().toFloatArray()).containsOnly(0);
            }
            adam.close();
        }
    }

    private static float[] floats(Random random, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return floats;
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    private static final class Reference {
        private final double[] weights;
        private final double[] means;
        private final double[] variances;
        private final Adam.Decay kind;
        private final double decay;

        Reference(float[] weights, Adam.Decay kind, double decay) {
            this.weights = new double[weights.length];
            means = new double[weights.length];
            variances = new double[weights.length];
            for (int i = 0; i < weights.length; i++) {
                this.weights[i] = weights[i];
            }
            this.kind = kind;
            this.decay = decay;
        }

        void step(float[] gradient, double scale, int step) {
            for (int i = 0; i < weights.length; i++) {
                double slope = scale * gradient[i];
                if (kind == Adam.Decay.IN_GRADIENT) {
                    slope += decay * weights[i];
                } else {
                    weights[i] -= RATE * decay * weights[i];
                }
                means[i] = 0.9 * means[i] + 0.1 * slope;
                variances[i] = 0.999 * variances[i] + 0.001 * slope * slope;
                double mean = means[i] / (1 - Math.pow(0.9, step));
                double variance = variances[i] / (1 - Math.pow(0.999, step));
                weights[i] -= RATE * mean / (Math.sqrt(variance) + 1e-8);
            }
        }

        void assertIs(NDArray array) {
            float[] values = array.toFloatArray();
            for (int i = 0; i < values.length; i++) {
                assertThat((double) values[i]).isCloseTo(weights[i], within(2e-5));
            }
        }
    }
}
