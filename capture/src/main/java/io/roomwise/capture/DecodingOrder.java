package io.roomwise.capture;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that the decoder holds, which come out in the order in which they are shown, and those that it was not given, which
 * take their places between them. Capture thread only.
 */
final class DecodingOrder {
    /** H.264 and HEVC know no more; a decoder that holds more is one that gives nothing. */
    private static final int MOST_HELD = 16;

    /** Decoders learn from the pictures how many to hold, and streams show by then what layers they have. */
    private static final int PICTURES_TO_LEARN_FROM = 64;

    /** By capture time in nanoseconds, whether they are wanted. */
    private final TreeMap<Long, Boolean> held = new TreeMap<>();

    private final TreeMap<Long, FrameTime> leftOut = new TreeMap<>();
    private int decoded;

    /** Whether to leave a picture out neither hides that the decoder is dead nor makes a wanted one come later. */
    boolean mayLeaveOut(FrameTime time) {
        return decoded >= PICTURES_TO_LEARN_FROM
                && !held.headMap(time.captureUtcNanos()).containsValue(true);
    }

    /** Whether every picture has come out of the decoder before the next one was sent. */
    boolean isSentAsShown() {
        return decoded >= PICTURES_TO_LEARN_FROM && held.isEmpty() && leftOut.isEmpty();
    }

    /** The decoder was given a picture. */
    void onHeld(long captureUtcNanos, boolean wanted) {
        held.put(captureUtcNanos, wanted);
        if (held.size() > MOST_HELD) {
            held.clear();
            leftOut.clear();
            decoded = 0;
        }
    }

    void onLeftOut(FrameTime time) {
        leftOut.put(time.captureUtcNanos(), time);
    }

    /** A picture came out: those before it that have not will not. */
    void onDecoded(long captureUtcNanos) {
        held.headMap(captureUtcNanos, true).clear();
        decoded++;
    }

    /** The next picture that was left out and is shown before that time; null if there is none. */
    @Nullable
    FrameTime pollLeftOut(long beforeUtcNanos) {
        return leftOut.isEmpty() || leftOut.firstKey() >= beforeUtcNanos ? null : leftOut.remove(leftOut.firstKey());
    }

    /** When the first picture was captured that the decoder holds; far in the future if it holds none. */
    long firstHeld() {
        return held.isEmpty() ? Long.MAX_VALUE : held.firstKey();
    }
}
