package io.roomwise.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LossTest {
    private final NDManager scope = NDManager.newBaseManager();
    private final Gradients gradients = new Gradients(scope);

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void twoWayLossOfAWorkedExample() {
        NDArray logits = scope.create(new double[] {1, -0.5, 0.2, -1, 2, 0, 0.5, 0.5, -2, 0, -1, 1.5}, new Shape(4, 3));
        NDArray labels = scope.create(new double[] {1, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0}, new Shape(4, 3));
        assertThat(TwoWayLoss.of(logits, labels, doubles(1, 1, 1, 1)).getDouble())
                .isCloseTo(2.959194498, within(1e-8));
    }

    @Test
    void twoWayLossWithoutAPositiveIsZeroAndMovesNothing() {
        NDArray logits = gradients.random(1, 4, 3);
        NDArray labels = logits.zerosLike();
        assertThat(TwoWayLoss.of(logits, labels, doubles(1, 1, 1, 1)).getDouble())
                .isZero();
        assertThat(gradients.of(logits, x -> TwoWayLoss.of(x, labels, doubles(1, 1, 1, 1))))
                .containsOnly(0);
    }

    @Test
    void twoWayLossLeavesOutRowsThatDoNotCount() {
        NDArray logits = gradients.random(2, 4, 3);
        NDArray labels = scope.create(new double[] {1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 1, 0}, new Shape(4, 3));
        double all = TwoWayLoss.of(logits.get("0:2"), labels.get("0:2"), doubles(1, 1))
                .getDouble();
        assertThat(TwoWayLoss.of(logits, labels, doubles(1, 1, 0, 0)).getDouble())
                .isCloseTo(all, within(1e-9));
    }

    @Test
    void twoWayLossHasTheGradientOfItsDifferences() {
        NDArray labels = scope.create(new double[] {1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0}, new Shape(4, 3));
        gradients.check(gradients.random(3, 4, 3), x -> TwoWayLoss.of(x, labels, doubles(1, 1, 1, 1)));
    }

    @Test
    void crossEntropyOfAWorkedExample() {
        NDArray logits = doubles(0, Math.log(3)).reshape(1, 2);
        NDArray labels = doubles(1, 0).reshape(1, 2);
        // 2 ln 2 for the missed half, ln 4 for the wrong three quarters
        assertThat(BinaryCrossEntropy.of(logits, labels, scope.create(new double[] {2, 1}), doubles(1))
                        .getDouble())
                .isCloseTo(4 * Math.log(2), within(1e-12));
    }

    @Test
    void crossEntropyDoesNotDependOnTheNumberOfRows() {
        NDArray logits = gradients.random(4, 1, 3);
        NDArray labels = scope.create(new double[] {1, 0, 1}, new Shape(1, 3));
        NDArray weights = scope.create(new double[] {1, 2, 3});
        double one = BinaryCrossEntropy.of(logits, labels, weights, doubles(1)).getDouble();
        double three = BinaryCrossEntropy.of(logits.repeat(0, 3), labels.repeat(0, 3), weights, doubles(1, 0, 1))
                .getDouble();
        assertThat(three).isCloseTo(one, within(1e-12));
    }

    @Test
    void crossEntropyHasTheGradientOfItsDifferences() {
        NDArray labels = scope.create(new double[] {1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0}, new Shape(4, 3));
        NDArray weights = scope.create(new double[] {1, 2, 3});
        gradients.check(gradients.random(5, 4, 3), x -> BinaryCrossEntropy.of(x, labels, weights, doubles(1, 1, 0, 1)));
    }

    /** [n, 1]. */
    private NDArray doubles(double... values) {
        return scope.create(values, new Shape(values.length, 1));
    }
}
