package io.roomwise.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import io.roomwise.inference.model.Scalars;

/**
 * Two-way multi-label loss (Kobayashi, CVPR 2023). For every class with a positive, over the samples:
 * {@code softplus(T LSE_positives(-x / T) + LSE_negatives(x))} with T = 4, and for every sample with a positive the same
 * over its classes; the mean of each kind over what is included, and their sum. Without any positive it is 0.
 */
public final class TwoWayLoss {
    private static final double TEMPERATURE = 4;
    private static final float HIDDEN = -1e4f;

    private TwoWayLoss() {}

    /**
     * @param logits [M, C]
     * @param labels [M, C], positive above 0
     * @param counts [M, 1], 1 for rows that count, else 0
     */
    public static NDArray of(NDArray logits, NDArray labels, NDArray counts) {
        return along(logits, labels, counts, 0).add(along(logits, labels, counts, 1));
    }

    private static NDArray along(NDArray x, NDArray labels, NDArray counts, int axis) {
        DataType type = x.getDataType();
        NDArray counted = counts.gt(0);
        NDArray positive = labels.gt(0).logicalAnd(counted);
        NDArray negative = labels.lte(0).logicalAnd(counted);
        NDArray hidden = x.getManager().full(x.getShape(), HIDDEN, type);
        NDArray missed = logSumExp(NDArrays.where(positive, Scalars.times(x, -1 / TEMPERATURE), hidden), axis);
        NDArray wrong = logSumExp(NDArrays.where(negative, x, hidden), axis);
        NDArray loss = Activation.softPlus(Scalars.times(missed, TEMPERATURE).add(wrong));
        NDArray included = positive.toType(type, true).max(new int[] {axis}, true);
        NDArray number = included.sum();
        return loss.mul(included).sum().div(number.maximum(number.onesLike()));
    }

    /** The largest value is taken out, as a constant for the gradient. */
    private static NDArray logSumExp(NDArray x, int axis) {
        int[] axes = {axis};
        NDArray largest = x.max(axes, true).stopGradient();
        return x.sub(largest).exp().sum(axes, true).log().add(largest);
    }
}
