package io.roomwise.trainer.loss;

import ai.djl.ndarray.NDArray;
import io.roomwise.inference.model.Scalars;

/**
 * How far two distributions over the last axis are from each other. They are given by their natural logarithms; the last
 * axis is kept as 1.
 */
public enum Divergence {
    /** KL(p || q) = sum p ln(p / q). */
    KULLBACK_LEIBLER {
        @Override
        NDArray of(NDArray logP, NDArray logQ) {
            return logP.exp().mul(logP.sub(logQ)).sum(new int[] {-1}, true);
        }
    },
    /** JS(p, q) = KL(p || m) / 2 + KL(q || m) / 2 with m = (p + q) / 2 (ViCoKD, eq. 9); at most ln 2. */
    JENSEN_SHANNON {
        @Override
        NDArray of(NDArray logP, NDArray logQ) {
            NDArray larger = logP.maximum(logQ).stopGradient();
            NDArray logM = logP.sub(larger)
                    .exp()
                    .add(logQ.sub(larger).exp())
                    .log()
                    .add(larger)
                    .sub(Math.log(2));
            return Scalars.times(KULLBACK_LEIBLER.of(logP, logM).add(KULLBACK_LEIBLER.of(logQ, logM)), 0.5);
        }
    };

    abstract NDArray of(NDArray logP, NDArray logQ);
}
