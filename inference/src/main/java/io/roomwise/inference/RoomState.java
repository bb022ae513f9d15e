package io.roomwise.inference;

import io.roomwise.capture.RoomId;
import io.roomwise.sync.WindowClock;
import java.util.List;
import java.util.Map;

/**
 * What holds in a room after a window.
 *
 * @param active actions that hold now, strongest first; several may hold at once
 * @param personsBySensor how many people each sensor of {@code viewsUsed} sees
 * @param top strongest classes, best first
 * @param slotUtcNanos grid instant of the newest slot
 * @param decidedUtcNanos when this state was computed
 */
public record RoomState(
        RoomId room,
        List<ActionEvent.Score> active,
        Map<String, Integer> personsBySensor,
        List<ActionEvent.Score> top,
        long slotUtcNanos,
        long decidedUtcNanos,
        double skewMillis,
        WindowClock clock,
        List<String> viewsUsed,
        List<String> viewsMissing) {
    public RoomState {
        active = List.copyOf(active);
        personsBySensor = Map.copyOf(personsBySensor);
        top = List.copyOf(top);
        viewsUsed = List.copyOf(viewsUsed);
        viewsMissing = List.copyOf(viewsMissing);
    }

    /** Largest number of people that one view sees; 0 where nobody is visible. */
    public int persons() {
        return personsBySensor.values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }
}
