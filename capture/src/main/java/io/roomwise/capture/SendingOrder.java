package io.roomwise.capture;

import java.util.PriorityQueue;

/**
 * Where packets belong on the sender's clock by the order in which they are sent. Pictures are sent when it is their turn to be
 * decoded, with the time at which they are to be shown: with B-frames that jumps to and fro, though they are sent evenly.
 */
final class SendingOrder {
    /** H.264 and HEVC put no picture further off its place. */
    private static final int MOST_AHEAD = 16;

    /** A clock that falls by more was set. */
    private static final long LONGEST_STEP_NANOS = 2_000_000_000L;

    private final PriorityQueue<Long> recent = new PriorityQueue<>();
    private long newest;
    private int ahead;
    private boolean changed;

    /**
     * A packet came.
     *
     * @return its place, which lies a constant time before that at which the picture is shown
     */
    long place(long rtpNanos) {
        if (!recent.isEmpty() && newest - rtpNanos > LONGEST_STEP_NANOS) {
            forget();
        }
        newest = rtpNanos;
        var later = (int) recent.stream().filter(other -> other > rtpNanos).count();
        changed = later > ahead;
        ahead = Math.min(MOST_AHEAD, Math.max(ahead, later));
        recent.add(rtpNanos);
        while (recent.size() > ahead + 1) {
            recent.poll();
        }
        return recent.element();
    }

    /** Whether the newest packet has shown that earlier places were wrong. */
    boolean hasChanged() {
        return changed;
    }

    /** The sender's clock is another now. */
    void forget() {
        recent.clear();
    }
}
