package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.Dropout;
import java.util.Arrays;

/** Noise while training; nothing while serving. */
final class Regularization {
    private Regularization() {}

    static NDArray dropout(NDArray x, double rate, boolean training) {
        return training && rate > 0 ? Dropout.dropout(x, (float) rate, true).head() : x;
    }

    /** Stochastic depth (Huang et al., ECCV 2016): a branch is left out for a whole sample of the first axis. */
    static NDArray dropPath(NDArray branch, double rate, boolean training) {
        if (!training || rate == 0) {
            return branch;
        }
        long[] one = new long[branch.getShape().dimension()];
        Arrays.fill(one, 1);
        one[0] = branch.getShape().get(0);
        NDArray kept = branch.getManager().ones(new Shape(one), branch.getDataType());
        return branch.mul(Dropout.dropout(kept, (float) rate, true).head());
    }
}
