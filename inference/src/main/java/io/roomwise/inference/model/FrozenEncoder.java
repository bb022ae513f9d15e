package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.nio.file.Path;
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
    private final LevelScale levels;

    private FrozenEncoder(FrozenEncoderSpec spec, Path file, FrozenNetwork network) {
        this.spec = spec;
        this.file = file;
        this.network = network;
        levels = new LevelScale(spec.mean(), spec.deviation());
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
        NDArray normal = levels.apply(pixels);
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
        levels.close();
        network.close();
    }
}
