package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Normalises the last axis. */
final class LayerNorm {
    private static final float EPSILON = 1e-6f;

    private final NDArray scale;
    private final NDArray shift;
    private final Shape last;

    LayerNorm(Weights weights, String name, int width) {
        scale = weights.filled(name + ".weight", 1, width);
        shift = weights.filled(name + ".bias", 0, width);
        last = new Shape(width);
    }

    NDArray forward(NDArray x) {
        return ai.djl.nn.norm.LayerNorm.layerNorm(x, last, scale, shift, EPSILON)
                .head();
    }
}
