package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Normalises the last axis. */
final class LayerNorm {
    private final NDArray scale;
    private final NDArray shift;
    private final Shape last;
    private final double epsilon;

    LayerNorm(Weights weights, String name, int width, double epsilon) {
        this.epsilon = epsilon;
        scale = weights.filled(name + ".weight", 1, width);
        shift = weights.filled(name + ".bias", 0, width);
        last = new Shape(width);
    }

    NDArray forward(NDArray x) {
        return ai.djl.nn.norm.LayerNorm.layerNorm(x, last, scale, shift, (float) epsilon)
                .head();
    }
}
