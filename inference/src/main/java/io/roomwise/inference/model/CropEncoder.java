package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A person's crop and its geometry to one feature, shared by all views. */
public sealed interface CropEncoder extends AutoCloseable permits VisualEncoder, TransformerEncoder, FrozenEncoder {
    CropEncoderSpec spec();

    /**
     * @param pixels float32 [n, 3, S, S] as {@code ClipEncoder} makes them
     * @param geometry float32 [n, G]
     * @return float32 [n, W]
     */
    NDArray forward(NDArray pixels, NDArray geometry, boolean training);

    /** Its weights by name; none where they are in a {@link #file}. */
    Map<String, Safetensors.Tensor> tensors();

    /** Where the whole of it is a file of somebody else's. */
    Optional<Path> file();

    @Override
    void close();

    /**
     * A fresh one.
     *
     * @param weights where its weights are, if any
     * @param frozen somebody else's file, if that is what it is
     */
    static CropEncoder of(CropEncoderSpec spec, Weights weights, Path frozen) {
        if (spec instanceof FrozenEncoderSpec file) {
            return FrozenEncoder.open(file, frozen);
        }
        return spec instanceof TransformerEncoderSpec transformer
                ? new TransformerEncoder(weights, transformer)
                : new VisualEncoder(weights, (ConvolutionalEncoderSpec) spec);
    }
}
