package io.roomwise.sync;

import java.util.Arrays;

/** The nearest picture so far of each pending slot, for one view. Runs on thread sync only. */
final class ViewTrack extends StreamTrack {
    /** A capture time that falls by less came out of order; by more, the stream's clock was set. */
    private static final long DISORDER_NANOS = 200_000_000L;

    /** After so many pictures in order a stream is trusted again: 10 s at 10 a second. */
    private static final int TRUSTED = 100;

    private final Grid grid;
    private final long toleranceNanos;
    private final PictureBuffer[] nearest;
    /** Which slot's picture lies in {@link #nearest}; {@link #NEVER} for none. */
    private final long[] slots;
    /** How far from its slot's instant it was captured. */
    private final long[] distances;

    /** On the grid; of the pictures since the stream's clock was set. */
    private long newest = NEVER;

    /** How far behind the newest one pictures still come. */
    private long latenessNanos;

    private int inOrder;

    ViewTrack(SyncConfig config, Grid grid, int pendingSlots, StreamCounters counters) {
        super(counters);
        this.grid = grid;
        toleranceNanos = config.toleranceMillis() * 1_000_000L;
        nearest = new PictureBuffer[pendingSlots];
        Arrays.setAll(nearest, slot -> new PictureBuffer(config.maxWidth(), config.maxHeight()));
        slots = new long[pendingSlots];
        Arrays.fill(slots, NEVER);
        distances = new long[pendingSlots];
    }

    /**
     * Keeps the picture, if there is one, if it is the nearest so far of a pending slot.
     *
     * @param captured when, on the grid
     * @param firstPending slots before this one have left
     */
    void place(FrameSlot frame, long captured, long firstPending) {
        follow(captured);
        if (frame.content() != FrameSlot.Content.PICTURE || !grid.isNear(captured, toleranceNanos)) {
            return;
        }
        long slot = grid.nearest(captured);
        long distance = grid.distance(slot, captured);
        if (slot < firstPending) {
            counters().late();
            return;
        }
        int place = Math.floorMod(slot, slots.length);
        if (slots[place] == slot && distances[place] <= distance) {
            return;
        }
        nearest[place] = frame.swapPicture(nearest[place]);
        slots[place] = slot;
        distances[place] = distance;
    }

    private void follow(long captured) {
        if (newest == NEVER || captured < newest - DISORDER_NANOS) {
            newest = captured;
            latenessNanos = 0;
        } else if (captured < newest) {
            latenessNanos = Math.max(latenessNanos, newest - captured);
            inOrder = 0;
        } else {
            newest = captured;
            if (++inOrder == TRUSTED) {
                latenessNanos = 0;
            }
        }
    }

    /** After a picture at the instant or beyond none can be nearer, unless the stream is known to mix up its pictures. */
    @Override
    boolean hasPassed(long slot) {
        long instant = grid.instant(slot);
        return latenessNanos == 0 ? newest >= instant : newest - latenessNanos > instant;
    }

    /** Gives the slot's picture to the window, if there is one; the slot is not asked for again. */
    void moveTo(AssembledWindow window, int view, long slot) {
        int place = Math.floorMod(slot, slots.length);
        if (slots[place] == slot) {
            nearest[place] = window.swapPicture(view, nearest[place]);
        }
    }

    /** Pending pictures get the time of a clock that was set meanwhile; their places on the grid stay. */
    void restamp(long byNanos) {
        for (PictureBuffer picture : nearest) {
            picture.restamp(byNanos);
        }
    }
}
