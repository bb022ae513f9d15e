package io.roomwise.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.model.Scalars;
import java.util.Arrays;

/**
 * L_VC (ViCoKD, eq. 9 and 10): views that see a person at the same time are to tell the same. For each pair of views
 * i &lt; j and slot t it is {@code w m_i m_j D(p_i, p_j)} with the probabilities p = softmax(logits) and the visibility
 * m; its sum over pairs and slots is divided by their number, and averaged over the windows. 0 if less than two views
 * see anybody.
 *
 * @param divergence D; Jensen-Shannon in the paper
 * @param weight w; {@link Weight#CONFIDENCE} in the paper
 * @param divisor by which a window's sum is divided; {@link Divisor#ALL} in the paper
 */
public record ViewConsistency(Divergence divergence, Weight weight, Divisor divisor) {
    /** How much a pair of views counts. */
    public enum Weight {
        /** max p_i max p_j, as a constant: a student cannot lower the loss by being less sure. */
        CONFIDENCE,
        /** The same, with its gradient. */
        LEARNED_CONFIDENCE,
        ONE
    }

    /** How many pairs and slots a window has. */
    public enum Divisor {
        /** N (N - 1) / 2 pairs in T slots, whoever sees anybody. */
        ALL,
        /** Those in which both views see somebody. */
        VISIBLE
    }

    public ViewConsistency() {
        this(Divergence.JENSEN_SHANNON, Weight.CONFIDENCE, Divisor.ALL);
    }

    /**
     * @param logits [B, N, T, C] of each view
     * @param visible [B, N, T], 1 where the view sees a person, else 0
     */
    public NDArray of(NDArray logits, NDArray visible) {
        Shape shape = logits.getShape();
        long views = shape.get(1);
        if (views < 2) {
            return logits.getManager().zeros(new Shape(), logits.getDataType());
        }
        NDArray log = logits.logSoftmax(-1);
        NDArray distance = divergence.of(log.expandDims(2), log.expandDims(1)).squeeze(-1);
        NDArray together = visible.expandDims(2).mul(visible.expandDims(1)).mul(pairs(logits, views));
        int[] pairsAndSlots = {1, 2, 3};
        NDArray sum = weights(log).mul(together).mul(distance).sum(pairsAndSlots);
        NDArray divided =
                switch (divisor) {
                    case ALL -> Scalars.times(sum, 2.0 / (views * (views - 1) * shape.get(2)));
                    case VISIBLE -> Reduction.ratio(sum, together.sum(pairsAndSlots));
                };
        return divided.mean();
    }

    private NDArray weights(NDArray log) {
        NDArray confidence = log.max(new int[] {-1}).exp();
        NDArray product = confidence.expandDims(2).mul(confidence.expandDims(1));
        return switch (weight) {
            case CONFIDENCE -> product.stopGradient();
            case LEARNED_CONFIDENCE -> product;
            case ONE -> product.onesLike();
        };
    }

    /** [1, N, N, 1], 1 where i &lt; j. */
    private static NDArray pairs(NDArray like, long views) {
        int n = Math.toIntExact(views);
        float[] upper = new float[n * n];
        for (int i = 0; i < n; i++) {
            Arrays.fill(upper, i * n + i + 1, (i + 1) * n, 1);
        }
        NDArray pairs = like.getManager().create(upper, new Shape(1, n, n, 1));
        return pairs.toType(like.getDataType(), false);
    }
}
