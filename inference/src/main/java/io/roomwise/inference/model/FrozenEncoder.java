package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.clip.ClipEncoder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pretrained encoder from an ONNX file:
 *
 * <pre>
 *  [n,3,S,S] ─ its own normalisation ─ FrozenNetwork ─┐
 *  [n,G] ─────────────────────────────────────────────┴─ [n,W]
 * </pre>
 */
public final class FrozenEncoder implements CropEncoder {
    private final FrozenEncoderSpec spec;
    private final Path file;
    private final FrozenNetwork network;
    private final NDManager constants = NDManager.newBaseManager();
    private final NDArray scale;
    private final NDArray shift;

    private FrozenEncoder(FrozenEncoderSpec spec, Path file, FrozenNetwork network) {
        this.spec = spec;
        this.file = file;
        this.network = network;
        float[] scales = new float[3];
        float[] shifts = new float[3];
        for (int channel = 0; channel < 3; channel++) {
            // normal(level) = (level - normal's mean) / normal's deviation, undone and done anew
            double black = ClipEncoder.normal(0);
            double step = ClipEncoder.normal(1) - black;
            List<Double> mean = spec.mean();
            double deviation = spec.deviation().get(channel);
            scales[channel] = (float) (1 / (step * deviation));
            shifts[channel] = (float) ((-black / step - mean.get(channel)) / deviation);
        }
        scale = constants.create(scales, new Shape(3, 1, 1));
        shift = constants.create(shifts, new Shape(3, 1, 1));
    }

    /** @throws ModelFileException if the file is not what the spec says */
    public static FrozenEncoder open(FrozenEncoderSpec spec, Path file) {
        FrozenNetwork network = FrozenNetwork.open(file, Optional.of(spec.output()), spec.example());
        if (network.width() != spec.embedding()) {
            network.close();
            throw new ModelFileException(file, "gives " + network.width() + " numbers, wanted " + spec.embedding());
        }
        return new FrozenEncoder(spec, file, network);
    }

    @Override
    public FrozenEncoderSpec spec() {
        return spec;
    }

    @Override
    public NDArray forward(NDArray pixels, NDArray geometry, boolean training) {
        NDArray normal = pixels.mul(scale).add(shift);
        NDArray taken = spec.channelsLast() ? normal.transpose(0, 2, 3, 1) : normal;
        float[] rows = network.run(FloatBuffer.wrap(taken.toFloatArray()));
        NDArray features =
                pixels.getManager().create(rows, new Shape(pixels.getShape().get(0), spec.embedding()));
        return features.concat(geometry, 1);
    }

    @Override
    public Map<String, Safetensors.Tensor> tensors() {
        return Map.of();
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(file);
    }

    @Override
    public void close() {
        constants.close();
        network.close();
    }
}
