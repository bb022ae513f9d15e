package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.norm.Dropout;

/** Scaled dot-product attention with several heads over the middle axis of [n, T, D]. */
final class Attention {
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear out;
    private final int heads;
    private final int width;
    private final float dropout;

    Attention(Weights weights, String name, StudentSpec spec) {
        width = spec.width();
        heads = spec.heads();
        dropout = (float) spec.dropout();
        query = new Linear(weights, name + ".query", width, width);
        key = new Linear(weights, name + ".key", width, width);
        value = new Linear(weights, name + ".value", width, width);
        out = new Linear(weights, name + ".out", width, width);
    }

    /** @param offset [n, 1, 1, T], added to the scores of each key: 0, or very negative where it must not be seen */
    NDArray forward(NDArray queries, NDArray memory, NDArray offset, boolean training) {
        long n = queries.getShape().get(0);
        long slots = queries.getShape().get(1);
        NDArray q = split(query.forward(queries), n, slots);
        NDArray k = split(key.forward(memory), n, slots);
        NDArray v = split(value.forward(memory), n, slots);
        NDArray scores = Scalars.times(q, 1 / Math.sqrt((double) width / heads)).matMul(k.transpose(0, 1, 3, 2));
        NDArray mixed = scores.add(offset).softmax(-1).matMul(v).transpose(0, 2, 1, 3);
        NDArray y = out.forward(mixed.reshape(n, slots, width));
        return training ? Dropout.dropout(y, dropout, true).head() : y;
    }

    private NDArray split(NDArray x, long n, long slots) {
        return x.reshape(n, slots, heads, width / heads).transpose(0, 2, 1, 3);
    }
}
