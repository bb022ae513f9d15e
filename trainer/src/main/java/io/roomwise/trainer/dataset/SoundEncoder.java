package io.roomwise.trainer.dataset;

import io.roomwise.inference.model.PerceptionSpec.Hearing;

/** What a teacher is given of a view's sound. Owned by one thread. */
public sealed interface SoundEncoder extends AutoCloseable
        permits SpectrogramEncoder, TransformerSoundEncoder, FrozenSoundEncoder {
    Hearing hearing();

    /** A, numbers of a slot. */
    int width();

    /**
     * Encodes some slots.
     *
     * @param sound of the whole view at 16 kHz, -1..1
     * @param piece samples of a slot
     * @param first slot
     * @return [count, A]
     */
    float[] encode(float[] sound, int piece, int first, int count);

    @Override
    void close();
}
