package io.roomwise.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.roomwise.inference.model.Weights;
import java.util.Map;

/** What is learned in each step of a {@link Loop}. */
public interface Method {
    Weights weights();

    /** Named loss terms of one batch, scalars attached to the scope; their sum is minimised. */
    Map<String, NDArray> losses(NDManager scope, long batch);

    /** Pictures that a batch is made of; 0 where nobody counts them. */
    default long frames() {
        return 0;
    }

    /**
     * Measures the present weights on validation data, autograd off.
     *
     * @param figures receives what is worth showing
     * @return what decides which weights are kept: the largest, of equal ones the last
     */
    double validate(NDManager scope, Map<String, Double> figures);
}
