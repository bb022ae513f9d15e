package io.roomwise.sync;

import java.nio.ShortBuffer;

/** The sound of one slot while it is put together. Changes hands like {@link PictureBuffer}. */
final class SoundBuffer {
    private final short[] samples;
    private final ShortBuffer view;
    private long slot = Long.MIN_VALUE;
    private int filled;

    SoundBuffer(int samplesPerSlot) {
        samples = new short[samplesPerSlot];
        view = ShortBuffer.wrap(samples);
    }

    /** Forgets what was there if that was another slot. */
    void beginSlot(long wanted) {
        if (slot != wanted) {
            slot = wanted;
            filled = 0;
        }
    }

    /** No sample may be written twice: completeness is a count. */
    void write(int offset, short[] source, int from, int count) {
        System.arraycopy(source, from, samples, offset, count);
        filled += count;
    }

    boolean isComplete(long wanted) {
        return slot == wanted && filled == samples.length;
    }

    ShortBuffer samples() {
        return view.clear();
    }
}
