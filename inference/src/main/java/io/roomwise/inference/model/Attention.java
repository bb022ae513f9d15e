package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** Scaled dot-product attention with several heads over the middle axis of [n, T, D]. */
final class Attention {
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear out;
    private final Heads heads;
    private final double dropout;

    /**
     * @param width D
     * @param width1 of a head
     * @param biased whether queries, keys and values have a bias; the output has one
     */
    record Heads(int width, int count, int width1, boolean biased) {
        /** Heads that share the width. */
        static Heads of(int width, int count) {
            return new Heads(width, count, width / count, true);
        }

        private Linear in(Weights weights, String name) {
            int inner = count * width1;
            return biased ? new Linear(weights, name, width, inner) : Linear.withoutBias(weights, name, width, inner);
        }
    }

    /** @param dropout of what comes out, while training */
    Attention(Weights weights, String name, Heads heads, double dropout) {
        this.heads = heads;
        this.dropout = dropout;
        query = heads.in(weights, name + ".query");
        key = heads.in(weights, name + ".key");
        value = heads.in(weights, name + ".value");
        out = new Linear(weights, name + ".out", heads.count * heads.width1, heads.width);
    }

    /** @param offset [n, 1, 1, T], added to the scores of each key: 0, or very negative where it must not be seen */
    NDArray forward(NDArray queries, NDArray memory, @Nullable NDArray offset, boolean training) {
        NDArray v = split(value.forward(memory));
        NDArray mixed = shares(queries, memory, offset).matMul(v).transpose(0, 2, 1, 3);
        NDArray y = out.forward(
                mixed.reshape(queries.getShape().get(0), queries.getShape().get(1), -1));
        return Regularization.dropout(y, dropout, training);
    }

    /** How much each query takes of each key, [n, heads, T, T]; rows sum to 1. */
    NDArray shares(NDArray queries, NDArray memory, @Nullable NDArray offset) {
        NDArray q = split(query.forward(queries));
        NDArray k = split(key.forward(memory));
        NDArray scores = Scalars.times(q, 1 / Math.sqrt(heads.width1)).matMul(k.transpose(0, 1, 3, 2));
        return (offset == null ? scores : scores.add(offset)).softmax(-1);
    }

    private NDArray split(NDArray x) {
        return x.reshape(x.getShape().get(0), x.getShape().get(1), heads.count, heads.width1)
                .transpose(0, 2, 1, 3);
    }
}
