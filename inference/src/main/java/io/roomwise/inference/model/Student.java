package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A network that sees people's crops and recognizes what happens in the room. Owned by one thread; a serving thread
 * switches autograd off first ({@code JniUtils.setGradMode(false)}).
 */
public sealed interface Student extends AutoCloseable permits StudentNetwork, MultiViewStudent {
    /** What it is made of. */
    StudentArchitecture spec();

    Weights weights();

    /** Writes the weights, and beside them what {@link StudentArchitecture#open} wants there. */
    default void save(Path safetensors) throws IOException {
        weights().save(safetensors);
    }

    CropEncoder encoder();

    /** Features of people, once per frame: {@link CropEncoder#forward}. */
    default NDArray encode(NDArray pixels, NDArray geometry, boolean training) {
        return encoder().forward(pixels, geometry, training);
    }

    /** Logits [B, T, C] of the room, and [B, C] of the whole window. */
    record Logits(NDArray frames, NDArray sequence) {}

    /**
     * @param features float32 [B, N, P, T, W], the newest slot last; T up to the spec's frames
     * @param present float32 [B, N, T], 1 where the view was live, else 0; what stands in other slots has no influence
     * @param visible float32 [B, N, P, T], 1 where the feature counts
     */
    Logits serve(NDArray features, NDArray present, NDArray visible);

    /** Whether each person may be given as a view with nobody else, and those left out whom nobody sees. */
    boolean takesPeopleApart();

    @Override
    void close();
}
