package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.roomwise.inference.clip.LogMel;
import java.nio.FloatBuffer;

/**
 * The audio encoder that MultiTSF calls AST: a log-mel spectrogram, padded to 1024 rows and flattened, through four
 * layers. Only the rows that hold sound are computed here: those of the padding are all alike, and what the first layer
 * makes of them is part of its bias.
 */
final class SimpleAst {
    /** What a row of padding holds once it is scaled. */
    static final double PADDING = 0.46703236;

    private static final int[] INNER = {512, 256, 128};

    private final Linear[] layers = new Linear[INNER.length + 1];

    /**
     * @param rows that hold sound, 38 of 0.4 s
     * @param width D
     */
    SimpleAst(Weights weights, String name, int rows, int width) {
        int in = rows * LogMel.BANDS;
        for (int i = 0; i < layers.length; i++) {
            int out = i < INNER.length ? INNER[i] : width;
            layers[i] = new Linear(weights, name + ".layer" + (i + 1), in, out);
            in = out;
        }
    }

    /** @param spectrogram scaled by {@link LogMel#normalize}, [n, rows, 128]; result [n, D] */
    NDArray forward(NDArray spectrogram) {
        NDArray x = spectrogram.reshape(spectrogram.getShape().get(0), -1);
        for (int i = 0; i < layers.length; i++) {
            x = layers[i].forward(i == 0 ? x : Activation.relu(x));
        }
        return x;
    }

    /**
     * The first layer for the rows that hold sound, from the one for all rows.
     *
     * @param weight [out, allRows * 128]
     * @param bias [out]
     * @return weight [out, rows * 128] and bias [out]
     */
    static Safetensors.Tensor[] fold(Safetensors.Tensor weight, Safetensors.Tensor bias, int rows) {
        int out = Math.toIntExact(weight.shape().get(0));
        int all = Math.toIntExact(weight.shape().get(1));
        int kept = rows * LogMel.BANDS;
        FloatBuffer matrix = FloatBuffer.allocate(out * kept);
        FloatBuffer constants = FloatBuffer.allocate(out);
        for (int unit = 0; unit < out; unit++) {
            double padding = 0;
            for (int i = 0; i < all; i++) {
                float value = weight.values().get(unit * all + i);
                if (i < kept) {
                    matrix.put(unit * kept + i, value);
                } else {
                    padding += value;
                }
            }
            constants.put(unit, (float) (bias.values().get(unit) + PADDING * padding));
        }
        return new Safetensors.Tensor[] {
            new Safetensors.Tensor(new Shape(out, kept), matrix), new Safetensors.Tensor(new Shape(out), constants)
        };
    }
}
