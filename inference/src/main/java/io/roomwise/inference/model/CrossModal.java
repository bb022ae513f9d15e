package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * What is seen asks what is heard (ViCoKD, eq. 2 and 3), per view over the slots of a window. Positions are added to
 * both before they meet, not to what goes on.
 */
final class CrossModal {
    private static final int HEADS = 4;
    private static final double DROPOUT = 0.1;

    private final Attention attention;
    private final NDArray positions;

    CrossModal(Weights weights, NDManager constants, int frames, int width) {
        attention = new Attention(weights, "cross_modal", Attention.Heads.of(width, HEADS), DROPOUT);
        positions = Sinusoids.of(constants, frames, width);
    }

    /**
     * F^attn.
     *
     * @param visual F^V, [B, N, T, D]
     * @param audio F^A, or what stands for it, [B, N, T, D]
     * @return [B, N, T, D]
     */
    NDArray attend(NDArray visual, NDArray audio, Presence presence, boolean training) {
        return presence.byView(attention.forward(
                ordered(visual, presence), ordered(audio, presence), presence.hiddenSlots(), training));
    }

    /** How much a slot's picture takes of each slot's sound, mean of the heads, [B, N, T, T]. */
    NDArray shares(NDArray visual, NDArray audio, Presence presence) {
        return presence.byView(attention
                .shares(ordered(visual, presence), ordered(audio, presence), presence.hiddenSlots())
                .mean(new int[] {1}));
    }

    private NDArray ordered(NDArray features, Presence presence) {
        NDArray rows = presence.streams(features);
        return rows.add(Tokens.first(positions, rows));
    }
}
