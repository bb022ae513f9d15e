package io.roomwise.sync;

import java.util.Arrays;

/** The nearest picture so far of each pending slot, for one view. Runs on thread sync only. */
final class ViewTrack extends StreamTrack {
    private final Grid grid;
    private final long toleranceNanos;
    private final PictureBuffer[] nearest;
    /** Which slot's picture lies in {@link #nearest}; {@link #NEVER} for none. */
    private final long[] slots;

    private long watermarkUtcNanos = NEVER;

    ViewTrack(SyncConfig config, Grid grid, int pendingSlots, StreamCounters counters) {
        super(counters);
        this.grid = grid;
        toleranceNanos = config.toleranceMillis() * 1_000_000L;
        nearest = new PictureBuffer[pendingSlots];
        Arrays.setAll(nearest, slot -> new PictureBuffer(config.maxWidth(), config.maxHeight()));
        slots = new long[pendingSlots];
        forgetFrames();
    }

    /**
     * Keeps the picture if it is the nearest so far of a pending slot.
     *
     * @param firstPending slots before this one have left
     */
    void place(FrameSlot frame, long firstPending) {
        long captured = frame.time().captureUtcNanos();
        watermarkUtcNanos = captured;
        // At most half a slot of tolerance: no picture can serve two slots.
        long slot = grid.nearest(captured);
        long distance = grid.distance(slot, captured);
        if (distance > toleranceNanos) {
            return;
        }
        if (slot < firstPending) {
            counters().late();
            return;
        }
        int place = Math.floorMod(slot, slots.length);
        if (slots[place] == slot && grid.distance(slot, nearest[place].time().captureUtcNanos()) <= distance) {
            return;
        }
        nearest[place] = frame.swapPicture(nearest[place]);
        slots[place] = slot;
    }

    /** Pictures come in the order of their capture: after one at the instant or beyond, none can be nearer. */
    @Override
    boolean hasPassed(long slot) {
        return watermarkUtcNanos >= grid.instant(slot);
    }

    /** Gives the slot's picture to the window, if there is one; the slot is not asked for again. */
    void moveTo(AssembledWindow window, int view, long slot) {
        int place = Math.floorMod(slot, slots.length);
        if (slots[place] == slot) {
            nearest[place] = window.swapPicture(view, nearest[place]);
        }
    }

    @Override
    void forgetFrames() {
        Arrays.fill(slots, NEVER);
        watermarkUtcNanos = NEVER;
    }
}
