package io.roomwise.inference.model;

import io.roomwise.inference.clip.LogMel;

/**
 * What a network of the paper is given: numbers that encoders made which do not learn with it.
 *
 * @param visualWidth V, numbers of a view in a slot
 * @param hearing how sound is taken
 * @param audioWidth A, numbers of the sound of a view in a slot; 0 for a network that does not hear
 */
public record PerceptionSpec(int visualWidth, Hearing hearing, int audioWidth) {
    /** How sound is taken. */
    public enum Hearing {
        /** Not at all. */
        NONE,
        /** What a frozen encoder made of it; a layer is learned. */
        EMBEDDING,
        /** Rows of {@link LogMel#BANDS} bands of a spectrogram; SimpleAST is learned. */
        SPECTROGRAM
    }

    public PerceptionSpec {
        boolean rows = hearing != Hearing.SPECTROGRAM || audioWidth % LogMel.BANDS == 0;
        if (visualWidth < 1 || (audioWidth > 0) == (hearing == Hearing.NONE) || audioWidth < 0 || !rows) {
            throw new IllegalArgumentException(
                    "no perception of " + visualWidth + " numbers, and " + audioWidth + " of sound as " + hearing);
        }
    }

    /** Of the same pictures without sound. */
    public PerceptionSpec deaf() {
        return new PerceptionSpec(visualWidth, Hearing.NONE, 0);
    }
}
