package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Our own:
 *
 * <pre>
 *  [n,3,S,S] ─ conv/2 ─ conv/2 ─ conv/2 ─ residual ─ conv/2 ─ residual ─ flatten ─┐
 *  [n,G] ──── linear, ReLU ────────────────────────────────────────────────────┴─ linear ─ [n,D]
 * </pre>
 *
 * Flattened, not pooled: where in the crop a hand is matters.
 */
final class VisualEncoder implements CropEncoder {
    /** The weight whose shape depends on the picture's size. */
    static final String OUT = "encoder.out.weight";

    private static final int GEOMETRY_UNITS = 32;

    private static final String PREFIX = "encoder.";

    private final ConvolutionalEncoderSpec spec;
    private final Weights weights;
    private final Convolution[] stages = new Convolution[6];
    private final Linear place;
    private final Linear out;

    VisualEncoder(Weights weights, ConvolutionalEncoderSpec spec) {
        this.spec = spec;
        this.weights = weights;
        int stem = spec.stem();
        int deep = 4 * stem;
        int top = 6 * stem;
        stages[0] = Convolution.activated(weights, "encoder.stage1", 3, stem, 3, 2);
        stages[1] = Convolution.activated(weights, "encoder.stage2", stem, 2 * stem, 3, 2);
        stages[2] = Convolution.activated(weights, "encoder.stage3", 2 * stem, deep, 3, 2);
        stages[3] = Convolution.activated(weights, "encoder.residual3", deep, deep, 3, 1);
        stages[4] = Convolution.activated(weights, "encoder.stage4", deep, top, 3, 2);
        stages[5] = Convolution.activated(weights, "encoder.residual4", top, top, 3, 1);
        int side = side(spec);
        place = new Linear(weights, "encoder.geometry", spec.geometry(), GEOMETRY_UNITS);
        out = new Linear(weights, "encoder.out", top * side * side + GEOMETRY_UNITS, spec.width());
    }

    private static int side(ConvolutionalEncoderSpec spec) {
        return spec.pictureSize() / 16;
    }

    /**
     * {@link #OUT} of an encoder of another picture size, for this one's grid: bilinear in the two directions, as vision
     * transformers stretch their table of positions, and scaled so that the sum over the grid stays what it was.
     *
     * @param weight [D, C h h + units]
     */
    static Safetensors.Tensor stretch(
            Safetensors.Tensor weight, ConvolutionalEncoderSpec from, ConvolutionalEncoderSpec to) {
        int old = side(from);
        int side = side(to);
        int rows = (int) weight.shape().get(0);
        int columns = (int) weight.shape().get(1);
        int channels = (columns - GEOMETRY_UNITS) / (old * old);
        FloatBuffer values = FloatBuffer.allocate(rows * (channels * side * side + GEOMETRY_UNITS));
        for (int row = 0; row < rows; row++) {
            for (int channel = 0; channel < channels; channel++) {
                int plane = row * columns + channel * old * old;
                for (int i = 0; i < side * side; i++) {
                    double y = place(i / side, side, old);
                    double x = place(i % side, side, old);
                    values.put((float) (at(weight.values(), plane, old, y, x) * old * old / (side * side)));
                }
            }
            values.put(weight.values().slice(row * columns + columns - GEOMETRY_UNITS, GEOMETRY_UNITS));
        }
        return new Safetensors.Tensor(new Shape(rows, values.capacity() / rows), values.flip());
    }

    /** Centre of a cell of one grid in the cells of another, within its outermost centres. */
    private static double place(int cell, int side, int old) {
        return Math.max(0, Math.min(old - 1, (cell + 0.5) * old / side - 0.5));
    }

    private static double at(FloatBuffer values, int plane, int side, double y, double x) {
        int top = Math.min((int) y, Math.max(0, side - 2));
        int left = Math.min((int) x, Math.max(0, side - 2));
        int bottom = Math.min(top + 1, side - 1);
        int right = Math.min(left + 1, side - 1);
        double down = y - top;
        double along = x - left;
        double upper =
                (1 - along) * values.get(plane + top * side + left) + along * values.get(plane + top * side + right);
        double lower = (1 - along) * values.get(plane + bottom * side + left)
                + along * values.get(plane + bottom * side + right);
        return (1 - down) * upper + down * lower;
    }

    @Override
    public ConvolutionalEncoderSpec spec() {
        return spec;
    }

    @Override
    public Map<String, Safetensors.Tensor> tensors() {
        Map<String, Safetensors.Tensor> tensors = weights.tensors();
        tensors.keySet().removeIf(name -> !name.startsWith(PREFIX));
        return tensors;
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    /** Nothing: the weights are the network's. */
    @Override
    public void close() {}

    @Override
    public NDArray forward(NDArray pixels, NDArray geometry, boolean training) {
        NDArray x = pixels;
        for (int i = 0; i < stages.length; i++) {
            NDArray y = stages[i].forward(x, training);
            x = i == 3 || i == 5 ? x.add(y) : y;
        }
        NDArray where = Activation.relu(place.forward(geometry));
        NDArray flat = x.reshape(x.getShape().get(0), -1);
        return out.forward(flat.concat(where, 1));
    }
}
