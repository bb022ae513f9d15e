package io.roomwise.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * CE_h of MultiTSF: when a view sees people. {@code -sum_t h*_t log softmax_t(h)_t} over the slots of a view, averaged
 * over the views that were live; the target is the detector's confidence, not scaled to a distribution.
 */
public final class HumanCrossEntropy {
    private HumanCrossEntropy() {}

    /**
     * @param logits [B, N, T]
     * @param confidence [B, N, T], 0..1: of the people that the detector found, 0 where there are none
     * @param live [B, N, 1], 1 for views that count, else 0
     */
    public static NDArray of(NDArray logits, NDArray confidence, NDArray live) {
        NDArray entropy =
                logits.logSoftmax(-1).mul(confidence).sum(new int[] {-1}, true).neg();
        return Reduction.mean(entropy, live);
    }
}
