package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A Vision Transformer with the weights that timm or Hugging Face publish, or what was made of them:
 *
 * <pre>
 *  [n,3,S,S] ─ its own normalisation ─ PatchTransformer ─┐
 *  [n,G] ────────────────────────────────────────────────┴─ [n,W]
 * </pre>
 */
public final class TransformerEncoder implements CropEncoder {
    static final String NAME = "encoder.transformer";

    private final TransformerEncoderSpec spec;
    private final Weights weights;
    private final LevelScale levels;
    private final PatchTransformer transformer;

    TransformerEncoder(Weights weights, TransformerEncoderSpec spec) {
        this.spec = spec;
        this.weights = weights;
        levels = new LevelScale(spec.mean(), spec.deviation());
        transformer = new PatchTransformer(weights, NAME, spec.transformer());
    }

    /** One that has learned nothing. */
    public static TransformerEncoder create(TransformerEncoderSpec spec, long seed) {
        return new TransformerEncoder(new Weights(seed), spec);
    }

    /** @throws ModelFileException naming what does not fit */
    public static TransformerEncoder open(TransformerEncoderSpec spec, Path safetensors) {
        TransformerEncoder encoder = create(spec, 0);
        try {
            encoder.weights.load(safetensors, TransformerFile.read(safetensors, NAME));
            return encoder;
        } catch (ModelFileException e) {
            encoder.close();
            throw e;
        }
    }

    @Override
    public TransformerEncoderSpec spec() {
        return spec;
    }

    @Override
    public NDArray forward(NDArray pixels, NDArray geometry, boolean training) {
        return transformer.forward(levels.apply(pixels), training).concat(geometry, 1);
    }

    @Override
    public Map<String, Safetensors.Tensor> tensors() {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.keySet().removeIf(name -> !name.startsWith(NAME));
        return tensors;
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public void close() {
        levels.close();
        weights.close();
    }
}
