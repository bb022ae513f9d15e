package io.roomwise.trainer.loss;

import ai.djl.ndarray.NDArray;
import io.roomwise.inference.model.Scalars;

/**
 * L_LD (ViCoKD, eq. 8): {@code tau^2 KL(softmax(teacher / tau) || softmax(student / tau))}, averaged over the rows that
 * count. The factor keeps gradients of the same size whatever the temperature.
 */
public final class LogitDistillation {
    private LogitDistillation() {}

    /**
     * @param student logits [..., C]
     * @param teacher logits [..., C]; takes no gradient
     * @param counts [..., 1], 1 for rows that count, else 0
     * @param temperature tau, above 0
     */
    public static NDArray of(NDArray student, NDArray teacher, NDArray counts, double temperature) {
        NDArray taught = logProbabilities(teacher.stopGradient(), temperature);
        NDArray learned = logProbabilities(student, temperature);
        NDArray divergence = Divergence.KULLBACK_LEIBLER.of(taught, learned);
        return Scalars.times(Reduction.mean(divergence, counts), temperature * temperature);
    }

    private static NDArray logProbabilities(NDArray logits, double temperature) {
        return Scalars.times(logits, 1 / temperature).logSoftmax(-1);
    }
}
