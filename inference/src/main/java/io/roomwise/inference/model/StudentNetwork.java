package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;

/** Signatures; the body follows. */
@SuppressWarnings("DoNotCallSuggester")
public final class StudentNetwork implements AutoCloseable {
    public static StudentNetwork create(StudentSpec spec, long seed) {
        throw new UnsupportedOperationException();
    }

    public StudentSpec spec() {
        throw new UnsupportedOperationException();
    }

    public void load(Path safetensors) {
        throw new UnsupportedOperationException();
    }

    public void save(Path safetensors) {
        throw new UnsupportedOperationException();
    }

    /** F^V, once per frame: pixels [n, 3, S, S], geometry [n, G]; result [n, D] attached to the pixels' manager */
    public NDArray encode(NDArray pixels, NDArray geometry, boolean training) {
        throw new UnsupportedOperationException();
    }

    /** Logits [B, T, C], [B, N, T, C] and [B, C], attached to the features' manager. */
    public record Scores(NDArray frameLogits, NDArray viewFrameLogits, NDArray sequenceLogits) {}

    /** Features [B, N, T, D]; present and visible [B, N, T], 1 or 0; newest slot last */
    public Scores recognize(NDArray features, NDArray present, NDArray visible, boolean training) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
