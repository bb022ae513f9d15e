package io.roomwise.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * Class-balanced binary cross-entropy with logits {@code x}, labels {@code y} and a weight {@code w} per class:
 * {@code w y softplus(-x) + (1 - y) softplus(x)}, summed over the classes, averaged over the rows that count.
 */
public final class BinaryCrossEntropy {
    private BinaryCrossEntropy() {}

    /**
     * @param logits [..., C]
     * @param labels [..., C], 0 or 1
     * @param weights [C], of the positive labels
     * @param counts [..., 1], 1 for rows that count, else 0
     */
    public static NDArray of(NDArray logits, NDArray labels, NDArray weights, NDArray counts) {
        NDArray missed = Activation.softPlus(logits.neg()).mul(labels).mul(weights);
        NDArray wrong = Activation.softPlus(logits).mul(labels.neg().add(1));
        NDArray rows = counts.sum();
        return missed.add(wrong).mul(counts).sum().div(rows.maximum(rows.onesLike()));
    }
}
