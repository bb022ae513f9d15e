package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import org.jspecify.annotations.Nullable;

/** {@code y = x + attention(norm(x)); y + feed-forward(norm(y))} over the middle axis of [n, T, D], with exact GELU. */
final class TransformerBlock {
    private final LayerNorm first;
    private final Attention attention;
    private final LayerNorm second;
    private final Linear wide;
    private final Linear narrow;
    private final Noise noise;

    /**
     * What is left out while training.
     *
     * @param out share of what attention and feed-forward give
     * @param hidden share of the feed-forward's inner units
     * @param path share of samples that a branch leaves as they are
     */
    record Noise(double out, double hidden, double path) {
        static final Noise NONE = new Noise(0, 0, 0);
    }

    /** @param epsilon of both normalisations */
    TransformerBlock(Weights weights, String name, Attention.Heads heads, double epsilon, Noise noise) {
        this.noise = noise;
        int width = heads.width();
        first = new LayerNorm(weights, name + ".norm1", width, epsilon);
        attention = new Attention(weights, name + ".attention", heads, noise.out());
        second = new LayerNorm(weights, name + ".norm2", width, epsilon);
        wide = new Linear(weights, name + ".wide", width, 4 * width);
        narrow = new Linear(weights, name + ".narrow", 4 * width, width);
    }

    /** @param offset see {@link Attention#forward} */
    NDArray forward(NDArray x, @Nullable NDArray offset, boolean training) {
        NDArray normal = first.forward(x);
        NDArray mixed = attention.forward(normal, normal, offset, training);
        NDArray y = x.add(Regularization.dropPath(mixed, noise.path(), training));
        NDArray hidden = Activation.gelu(wide.forward(second.forward(y)));
        NDArray z = narrow.forward(Regularization.dropout(hidden, noise.hidden(), training));
        return y.add(Regularization.dropPath(Regularization.dropout(z, noise.out(), training), noise.path(), training));
    }
}
