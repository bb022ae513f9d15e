package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A convolution over pictures, padded to keep its size (divided by the stride); with batch normalisation and ReLU, or
 * plain with a bias.
 */
public final class Convolution {
    private static final float EPSILON = 1e-5f;
    private static final float MOMENTUM = 0.9f;

    private final Shape stride;
    private final Shape padding;
    private final int groups;
    private final NDArray kernel;
    private final NDArray shift;
    private final @Nullable Normalisation normalisation;
    private final Geometry geometry;

    /** What an export needs to know beside the values. */
    public record Geometry(int in, int out, int kernel, int stride, int groups, boolean activated) {}

    /** Kernel [out, in / groups, k, k] and bias [out] with the normalisation multiplied in. */
    public record Folded(FloatBuffer kernel, FloatBuffer bias) {}

    private record Normalisation(NDArray scale, NDArray mean, NDArray variance) {}

    private Convolution(Weights weights, String name, Geometry geometry, double initialBias) {
        this.geometry = geometry;
        int k = geometry.kernel();
        int out = geometry.out();
        int in = geometry.in() / geometry.groups();
        stride = new Shape(geometry.stride(), geometry.stride());
        padding = new Shape(k / 2, k / 2);
        groups = geometry.groups();
        double deviation = Math.sqrt((geometry.activated() ? 2.0 : 0.1) / (in * k * k));
        kernel = weights.normal(name + ".weight", deviation, out, in, k, k);
        if (geometry.activated()) {
            shift = weights.filled(name + ".norm.bias", 0, out);
            normalisation = new Normalisation(
                    weights.filled(name + ".norm.weight", 1, out),
                    weights.fixed(name + ".norm.mean", 0, out),
                    weights.fixed(name + ".norm.variance", 1, out));
        } else {
            shift = weights.filled(name + ".bias", initialBias, out);
            normalisation = null;
        }
    }

    /** Convolution, batch normalisation, ReLU. */
    public static Convolution activated(Weights weights, String name, int in, int out, int kernel, int stride) {
        return new Convolution(weights, name, new Geometry(in, out, kernel, stride, 1, true), 0);
    }

    /** Each channel by itself; batch normalisation, ReLU. */
    public static Convolution depthwise(Weights weights, String name, int channels, int kernel) {
        return new Convolution(weights, name, new Geometry(channels, channels, kernel, 1, channels, true), 0);
    }

    /** Convolution and bias only. */
    public static Convolution plain(Weights weights, String name, int in, int out, int kernel, double initialBias) {
        return new Convolution(weights, name, new Geometry(in, out, kernel, 1, 1, false), initialBias);
    }

    public Geometry geometry() {
        return geometry;
    }

    /** @param x float32 [n, in, h, w]; result [n, out, h / stride, w / stride] */
    public NDArray forward(NDArray x, boolean training) {
        if (normalisation == null) {
            return Conv2d.conv2d(x, kernel, shift, stride, padding, new Shape(1, 1), groups)
                    .head();
        }
        NDArray y = x.getNDArrayInternal()
                .convolution(x, kernel, null, stride, padding, new Shape(1, 1), groups)
                .head();
        NDArray z = BatchNorm.batchNorm(
                        y,
                        normalisation.mean(),
                        normalisation.variance(),
                        normalisation.scale(),
                        shift,
                        1,
                        MOMENTUM,
                        EPSILON,
                        training)
                .head();
        return Activation.relu(z);
    }

    public Folded folded() {
        float[] values = kernel.toFloatArray();
        float[] bias = shift.toFloatArray();
        if (normalisation != null) {
            float[] scale = normalisation.scale().toFloatArray();
            float[] mean = normalisation.mean().toFloatArray();
            float[] variance = normalisation.variance().toFloatArray();
            int perOutput = values.length / bias.length;
            for (int o = 0; o < bias.length; o++) {
                double factor = scale[o] / Math.sqrt(variance[o] + EPSILON);
                bias[o] = (float) (bias[o] - factor * mean[o]);
                for (int i = 0; i < perOutput; i++) {
                    values[o * perOutput + i] = (float) (factor * values[o * perOutput + i]);
                }
            }
        }
        return new Folded(FloatBuffer.wrap(values), FloatBuffer.wrap(bias));
    }
}
