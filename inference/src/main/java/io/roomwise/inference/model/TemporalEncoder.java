package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.Dropout;

/**
 * Pre-norm transformer over the slots of one view. A convolution over neighbouring slots goes before it: it tells each
 * slot what came before and after wherever the window stands, which sinusoids alone teach slowly (sitting down and
 * standing up differ by nothing else).
 */
final class TemporalEncoder {
    private static final int NEIGHBOURS = 7;

    private final NDArray kernel;
    private final NDArray bias;
    private final Block[] blocks;
    private final LayerNorm last;

    TemporalEncoder(Weights weights, StudentSpec spec) {
        int width = spec.width();
        double deviation = Math.sqrt(1.0 / (width * NEIGHBOURS));
        kernel = weights.normal("temporal.order.weight", deviation, width, width, 1, NEIGHBOURS);
        bias = weights.filled("temporal.order.bias", 0, width);
        blocks = new Block[spec.temporalLayers()];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = new Block(weights, "temporal.block" + (i + 1), spec);
        }
        last = new LayerNorm(weights, "temporal.norm", width);
    }

    /**
     * @param x [n, T, D], 0 in slots without the view
     * @param positions [T, D]
     * @param offset see {@link Attention#forward}
     */
    NDArray forward(NDArray x, NDArray positions, NDArray offset, boolean training) {
        NDArray rows = x.transpose(0, 2, 1).expandDims(2);
        NDArray order = Conv2d.conv2d(
                        rows, kernel, bias, new Shape(1, 1), new Shape(0, NEIGHBOURS / 2), new Shape(1, 1), 1)
                .head()
                .squeeze(2)
                .transpose(0, 2, 1);
        NDArray y = x.add(Activation.gelu(order)).add(positions);
        for (Block block : blocks) {
            y = block.forward(y, offset, training);
        }
        return last.forward(y);
    }

    private static final class Block {
        private final LayerNorm first;
        private final Attention attention;
        private final LayerNorm second;
        private final Linear wide;
        private final Linear narrow;
        private final float dropout;

        Block(Weights weights, String name, StudentSpec spec) {
            int width = spec.width();
            first = new LayerNorm(weights, name + ".norm1", width);
            attention = new Attention(weights, name + ".attention", spec);
            second = new LayerNorm(weights, name + ".norm2", width);
            wide = new Linear(weights, name + ".wide", width, 4 * width);
            narrow = new Linear(weights, name + ".narrow", 4 * width, width);
            dropout = (float) spec.dropout();
        }

        NDArray forward(NDArray x, NDArray offset, boolean training) {
            NDArray normal = first.forward(x);
            NDArray y = x.add(attention.forward(normal, normal, offset, training));
            NDArray z = narrow.forward(Activation.gelu(wide.forward(second.forward(y))));
            return y.add(training ? Dropout.dropout(z, dropout, true).head() : z);
        }
    }
}
