package io.roomwise.trainer.loss;

import ai.djl.ndarray.NDArray;
import io.roomwise.inference.model.Scalars;

/**
 * Binary generalized cross-entropy (Zhang and Sabuncu, NeurIPS 2018) as MultiASL takes it for actionness: robust against
 * wrong targets. With q = 0.7, {@code (1 - p^q) / q} averaged over a window's foreground slots, plus
 * {@code (1 - (1 - p)^q) / q} averaged over its background, averaged over the windows.
 */
public final class GeneralizedCrossEntropy {
    private static final double Q = 0.7;
    /** Keeps p^q differentiable at 0. */
    private static final double EPSILON = 1e-7;

    private GeneralizedCrossEntropy() {}

    /**
     * @param probability [B, T], 0..1
     * @param foreground [B, T], 0 or 1
     */
    public static NDArray of(NDArray probability, NDArray foreground) {
        NDArray background = foreground.neg().add(1);
        return mean(probability, foreground)
                .add(mean(probability.neg().add(1), background))
                .mean();
    }

    private static NDArray mean(NDArray probability, NDArray counts) {
        int[] slots = {1};
        NDArray power = Scalars.times(probability.add(EPSILON).log(), Q).exp();
        NDArray loss = Scalars.times(power.neg().add(1), 1 / Q);
        return loss.mul(counts).sum(slots).div(counts.sum(slots).add(EPSILON));
    }
}
