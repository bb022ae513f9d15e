package io.roomwise.sync;

import java.util.Arrays;

/**
 * Sound of the pending slots of one microphone, put together from pieces. Runs on thread sync only.
 *
 * <p>Pieces are placed by their time stamps, which jitter by some milliseconds, while the sound itself has no seams:
 *
 * <pre>
 *  begins within 10 ms of the end of the last piece   continues there, no sample is lost or invented
 *  begins up to 40 ms after it                        the hole is closed by a straight line (one lost packet)
 *  begins later                                       the hole stays; slots that touch it are not heard
 *  begins earlier                                     what was heard already is left out
 * </pre>
 */
final class MicrophoneTrack extends StreamTrack {
    private static final int SEAMLESS_SAMPLES = 160;
    private static final int CLOSABLE_SAMPLES = 640;

    private final Grid grid;
    private final SoundBuffer[] pending;
    private final short[] bridge = new short[CLOSABLE_SAMPLES];
    /** The sample after the last one that was placed, counted from 1970. */
    private long nextSample = NEVER;

    private short lastSample;

    MicrophoneTrack(Grid grid, int pendingSlots, StreamCounters counters) {
        super(counters);
        this.grid = grid;
        pending = new SoundBuffer[pendingSlots];
        Arrays.setAll(pending, slot -> new SoundBuffer(grid.samplesPerSlot()));
    }

    /**
     * Adds a piece to the slots that it touches.
     *
     * @param captured where its first sample lies on the grid
     * @param firstPending slots before this one have left
     */
    void place(FrameSlot piece, long captured, long firstPending) {
        int count = piece.sampleCount();
        long stamped = grid.sample(captured);
        long shift = nextSample == NEVER ? 0 : stamped - nextSample;
        long first = Math.abs(shift) <= SEAMLESS_SAMPLES ? stamped - shift : stamped;
        int heardAlready = (int) Math.max(0, Math.min(count, stamped - shift - first));
        if (heardAlready == count || grid.slotOfSample(first + count - 1) < firstPending) {
            counters().late();
        }
        if (heardAlready == count) {
            return;
        }
        if (shift > SEAMLESS_SAMPLES && shift <= CLOSABLE_SAMPLES) {
            close((int) shift, piece.samples()[0], firstPending);
        }
        append(first + heardAlready, piece.samples(), heardAlready, count - heardAlready, firstPending);
    }

    private void close(int hole, short until, long firstPending) {
        for (int i = 0; i < hole; i++) {
            bridge[i] = (short) (lastSample + (until - lastSample) * (i + 1) / (hole + 1));
        }
        append(nextSample, bridge, 0, hole, firstPending);
    }

    private void append(long first, short[] samples, int from, int count, long firstPending) {
        int done = 0;
        while (done < count) {
            long slot = grid.slotOfSample(first + done);
            int offset = (int) (first + done - grid.firstSample(slot));
            int part = Math.min(count - done, grid.samplesPerSlot() - offset);
            if (slot >= firstPending) {
                SoundBuffer buffer = pending[Math.floorMod(slot, pending.length)];
                buffer.beginSlot(slot);
                buffer.write(offset, samples, from + done, part);
            }
            done += part;
        }
        nextSample = first + count;
        lastSample = samples[from + count - 1];
    }

    @Override
    boolean hasPassed(long slot) {
        return nextSample >= grid.firstSample(slot + 1);
    }

    /** Gives the slot's sound to the window, if it is complete. */
    void moveTo(AssembledWindow window, int microphone, long slot) {
        int place = Math.floorMod(slot, pending.length);
        if (pending[place].isComplete(slot)) {
            pending[place] = window.swapSound(microphone, pending[place]);
            pending[place].beginSlot(NEVER);
        }
    }
}
