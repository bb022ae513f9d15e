package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;

/**
 * Pre-norm transformer over the slots of one view. A convolution over neighbouring slots goes before it: it tells each
 * slot what came before and after wherever the window stands, which sinusoids alone teach slowly (sitting down and
 * standing up differ by nothing else).
 */
final class TemporalEncoder {
    private static final int NEIGHBOURS = 7;
    private static final double EPSILON = 1e-6;

    private final NDArray kernel;
    private final NDArray bias;
    private final TransformerBlock[] blocks;
    private final LayerNorm last;

    TemporalEncoder(Weights weights, StudentSpec spec) {
        int width = spec.width();
        double deviation = Math.sqrt(1.0 / (width * NEIGHBOURS));
        kernel = weights.normal("temporal.order.weight", deviation, width, width, 1, NEIGHBOURS);
        bias = weights.filled("temporal.order.bias", 0, width);
        blocks = new TransformerBlock[spec.temporalLayers()];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = new TransformerBlock(
                    weights,
                    "temporal.block" + (i + 1),
                    Attention.Heads.of(width, spec.heads()),
                    EPSILON,
                    new TransformerBlock.Noise(spec.dropout(), 0, 0));
        }
        last = new LayerNorm(weights, "temporal.norm", width, EPSILON);
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
        for (TransformerBlock block : blocks) {
            y = block.forward(y, offset, training);
        }
        return last.forward(y);
    }
}
