package io.roomwise.inference;

import io.roomwise.capture.RoomId;
import io.roomwise.sync.WindowClock;
import java.util.List;

/**
 * The beginning or the end of an action in a room.
 *
 * @param score the frame score that decided, 0..1
 * @param threshold the threshold that it crossed
 * @param capturedUtcNanos grid instant of the deciding slot
 * @param decidedUtcNanos when the decision was made
 * @param viewsUsed sensors present in the deciding slot
 * @param viewsMissing sensors absent from it
 * @param top strongest classes of the deciding slot, best first
 */
public record ActionEvent(
        RoomId room,
        Kind kind,
        String action,
        float score,
        float threshold,
        long capturedUtcNanos,
        long decidedUtcNanos,
        double skewMillis,
        WindowClock clock,
        List<String> viewsUsed,
        List<String> viewsMissing,
        List<Score> top) {

    /** What happened to the action. */
    public enum Kind {
        STARTED,
        ENDED
    }

    /** A class and its score, 0..1. */
    public record Score(String action, float score) {}

    public ActionEvent {
        viewsUsed = List.copyOf(viewsUsed);
        viewsMissing = List.copyOf(viewsMissing);
        top = List.copyOf(top);
    }
}
