package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import io.roomwise.inference.model.PatchTransformer.PatchSpec;
import java.nio.file.Path;

/** The Audio Spectrogram Transformer (Gong et al., Interspeech 2021) with its published weights; it does not learn. */
public final class SpectrogramTransformer implements AutoCloseable {
    /** Frames that it takes, of {@code LogMel.Spectrum.KALDI}, normalised. */
    public static final int ROWS = PatchSpec.AST.width();

    private static final String NAME = "audio";

    private final Weights weights = new Weights(0);
    private final PatchTransformer transformer = new PatchTransformer(weights, NAME, PatchSpec.AST);

    /** @throws ModelFileException naming what does not fit */
    public SpectrogramTransformer(Path safetensors) {
        try {
            weights.load(safetensors, TransformerFile.read(safetensors, NAME));
        } catch (ModelFileException e) {
            weights.close();
            throw e;
        }
    }

    /** D. */
    public static int width() {
        return PatchSpec.AST.features();
    }

    /** @param rows float32 [n, {@link #ROWS}, 128]; result [n, D] */
    public NDArray forward(NDArray rows) {
        return transformer.forward(rows.transpose(0, 2, 1).expandDims(1), false);
    }

    @Override
    public void close() {
        weights.close();
    }
}
