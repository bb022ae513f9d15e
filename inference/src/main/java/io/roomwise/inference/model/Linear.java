package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;

/** {@code y = x W^T + b} on the last axis. */
public final class Linear {
    private final NDArray weight;
    private final NDArray bias;

    public Linear(Weights weights, String name, int in, int out) {
        this(weights, name, in, out, 0);
    }

    /** @param initialBias of every output */
    Linear(Weights weights, String name, int in, int out, double initialBias) {
        weight = weights.normal(name + ".weight", Math.sqrt(1.0 / in), out, in);
        bias = weights.filled(name + ".bias", initialBias, out);
    }

    public NDArray forward(NDArray x) {
        return ai.djl.nn.core.Linear.linear(x, weight, bias).head();
    }
}
