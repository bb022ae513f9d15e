package io.roomwise.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Autograd beside central differences, in float64. */
record Gradients(NDManager scope) {
    private static final double STEP = 1e-5;

    /** Normal numbers. */
    NDArray random(long seed, long... shape) {
        Random random = new Random(seed);
        double[] values = new double[Math.toIntExact(new Shape(shape).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return scope.create(values, new Shape(shape));
    }

    double[] of(NDArray x, UnaryOperator<NDArray> loss) {
        NDArray fresh = x.duplicate();
        fresh.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(loss.apply(fresh));
        }
        return fresh.getGradient().toDoubleArray();
    }

    void check(NDArray x, UnaryOperator<NDArray> loss) {
        double[] values = x.toDoubleArray();
        double[] gradient = of(x, loss);
        for (int i = 0; i < values.length; i++) {
            double[] up = values.clone();
            double[] down = values.clone();
            up[i] += STEP;
            down[i] -= STEP;
            double difference = loss.apply(scope.create(up, x.getShape())).getDouble()
                    - loss.apply(scope.create(down, x.getShape())).getDouble();
            assertThat(gradient[i]).isCloseTo(difference / (2 * STEP), within(1e-7));
        }
    }
}
