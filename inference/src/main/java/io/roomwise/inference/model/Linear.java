package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** {@code y = x W^T + b} on the last axis. */
public final class Linear {
    private final NDArray weight;
    private final @Nullable NDArray bias;

    public Linear(Weights weights, String name, int in, int out) {
        this(weights, name, in, out, 0);
    }

    /** @param initialBias of every output */
    Linear(Weights weights, String name, int in, int out, double initialBias) {
        this(matrix(weights, name, in, out), weights.filled(name + ".bias", initialBias, out));
    }

    private Linear(NDArray weight, @Nullable NDArray bias) {
        this.weight = weight;
        this.bias = bias;
    }

    static Linear withoutBias(Weights weights, String name, int in, int out) {
        return new Linear(matrix(weights, name, in, out), null);
    }

    private static NDArray matrix(Weights weights, String name, int in, int out) {
        return weights.normal(name + ".weight", Math.sqrt(1.0 / in), out, in);
    }

    public NDArray forward(NDArray x) {
        return ai.djl.nn.core.Linear.linear(x, weight, bias).head();
    }
}
