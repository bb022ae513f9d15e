package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture or a spectrogram as a sequence of patches: the Vision Transformer (Dosovitskiy et al., ICLR 2021) as timm has
 * it, and with two tokens the Audio Spectrogram Transformer (Gong et al., Interspeech 2021).
 *
 * <pre>
 *  [n, channels, height, width] ─ patches, tokens first, + positions ─ pre-norm blocks ─ norm ─ mean of the tokens ─ [n, D]
 * </pre>
 */
final class PatchTransformer {
    private final PatchSpec spec;
    private final NDArray kernel;
    private final NDArray bias;
    private final List<NDArray> tokens = new ArrayList<>();
    private final NDArray positions;
    private final TransformerBlock[] blocks;
    private final LayerNorm norm;

    /**
     * Sizes.
     *
     * @param patch side of the square patches
     * @param stride from one patch to the next; less than the side where they overlap
     * @param tokens 1, or 2 for networks that were distilled
     * @param epsilon of all normalisations
     */
    record PatchSpec(
            int channels,
            int height,
            int width,
            int patch,
            int stride,
            int tokens,
            int features,
            int layers,
            int heads,
            double epsilon) {
        /** timm's vit_small_patch32_224: 22.5 million weights. */
        static final PatchSpec VIT_SMALL_32 = vit(224, 32, 384, 12, 6);
        /** MIT/ast-finetuned-audioset-10-10-0.4593: 128 bands by 1024 frames, 86 million weights. */
        static final PatchSpec AST = new PatchSpec(1, 128, 1024, 16, 10, 2, 768, 12, 12, 1e-12);

        static PatchSpec vit(int side, int patch, int features, int layers, int heads) {
            return new PatchSpec(3, side, side, patch, patch, 1, features, layers, heads, 1e-6);
        }

        private int along(int length) {
            return (length - patch) / stride + 1;
        }

        private int rows() {
            return tokens + along(height) * along(width);
        }
    }

    /** @param name before the names of all weights */
    PatchTransformer(Weights weights, String name, PatchSpec spec) {
        this.spec = spec;
        int features = spec.features();
        int patch = spec.patch();
        double deviation = Math.sqrt(1.0 / (spec.channels() * patch * patch));
        kernel = weights.normal(name + ".patch.weight", deviation, features, spec.channels(), patch, patch);
        bias = weights.filled(name + ".patch.bias", 0, features);
        for (int i = 1; i <= spec.tokens(); i++) {
            tokens.add(weights.normal(name + ".token" + i, 0.02, 1, 1, features));
        }
        positions = weights.normal(name + ".positions", 0.02, 1, spec.rows(), features);
        blocks = new TransformerBlock[spec.layers()];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = new TransformerBlock(
                    weights,
                    name + ".block" + (i + 1),
                    Attention.Heads.of(features, spec.heads()),
                    spec.epsilon(),
                    TransformerBlock.Noise.NONE);
        }
        norm = new LayerNorm(weights, name + ".norm", features, spec.epsilon());
    }

    /** @param x float [n, channels, height, width]; result [n, D] */
    NDArray forward(NDArray x, boolean training) {
        long count = x.getShape().get(0);
        NDArray patches = Conv2d.conv2d(
                        x, kernel, bias, new Shape(spec.stride(), spec.stride()), new Shape(0, 0), new Shape(1, 1), 1)
                .head()
                .reshape(count, spec.features(), -1)
                .transpose(0, 2, 1);
        NDArray y = patches;
        for (int i = tokens.size() - 1; i >= 0; i--) {
            y = Tokens.prepend(tokens.get(i), y);
        }
        y = y.add(positions);
        for (TransformerBlock block : blocks) {
            y = pass(block, y, training);
        }
        NDArray first = norm.forward(y.get(":, :" + tokens.size()));
        return tokens.size() == 1 ? first.squeeze(1) : first.mean(new int[] {1});
    }

    /** Lets go at once of all that a block computes on its way, and of x; what gradients need, autograd holds itself. */
    private static NDArray pass(TransformerBlock block, NDArray x, boolean training) {
        NDManager outer = x.getManager();
        try (NDManager scope = outer.newSubManager()) {
            x.attach(scope);
            NDArray y = block.forward(x, null, training);
            y.attach(outer);
            return y;
        }
    }
}
