package io.roomwise.inference;

import io.roomwise.capture.RoomId;
import io.roomwise.sync.WindowClock;
import java.util.List;

/**
 * What holds in a room after a window.
 *
 * @param active actions that hold now, strongest first; several may hold at once
 * @param persons largest number of people seen by one view
 * @param top strongest classes, best first
 * @param slotUtcNanos grid instant of the newest slot
 * @param decidedUtcNanos when this state was computed
 */
public record RoomState(
        RoomId room,
        List<ActionEvent.Score> active,
        int persons,
        List<ActionEvent.Score> top,
        long slotUtcNanos,
        long decidedUtcNanos,
        double skewMillis,
        WindowClock clock,
        List<String> viewsUsed,
        List<String> viewsMissing) {
    public RoomState {
        active = List.copyOf(active);
        top = List.copyOf(top);
        viewsUsed = List.copyOf(viewsUsed);
        viewsMissing = List.copyOf(viewsMissing);
    }
}
