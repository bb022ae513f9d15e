package io.roomwise.capture.virtual;

import java.nio.ShortBuffer;

/** Blocks of mono sound to RTP payloads. Owned by the camera's thread. */
interface SoundEncoder extends AutoCloseable {
    /** Samples that {@link #encode} takes at once. */
    int blockSamples();

    /**
     * Encodes the next block; payloads may come later than the block that they tell of.
     *
     * @param firstSample number of the block's first sample, from 0
     */
    void encode(long firstSample, ShortBuffer block, PayloadConsumer consumer);

    /** The attributes after {@code m=audio}, each line ended. */
    String sdpAttributes();

    /** Static payload type of RFC 3551, or a dynamic one. */
    int payloadType();

    @Override
    void close();

    /** Takes encoded sound. */
    interface PayloadConsumer {
        /** @param firstSample number of the first sample that a decoder gets from it; negative: encoder's priming */
        void accept(long firstSample, byte[] payload);
    }
}
