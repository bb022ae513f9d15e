package io.roomwise.trainer.loss;

import ai.djl.ndarray.NDArray;

/** Means over what counts; of nothing it is 0, and so is the gradient. */
final class Reduction {
    private Reduction() {}

    /** @param counts 0 or 1, of the shape of the values or broadcast to it */
    static NDArray mean(NDArray values, NDArray counts) {
        return ratio(
                values.mul(counts).sum(), counts.broadcast(values.getShape()).sum());
    }

    /** 0 where the count is 0. */
    static NDArray ratio(NDArray sum, NDArray count) {
        return sum.div(count.maximum(count.onesLike()));
    }
}
