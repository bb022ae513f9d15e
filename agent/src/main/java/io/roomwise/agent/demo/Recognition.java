package io.roomwise.agent.demo;

import io.roomwise.agent.demo.Agreement.Start;
import io.roomwise.capture.RoomId;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionListener;
import io.roomwise.inference.RoomState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was recognized, as the broker is told it. Written by thread inference, read by the demo's. */
final class Recognition implements ActionListener {
    private final Map<RoomId, Queue<Start>> starts = new ConcurrentHashMap<>();
    private final Map<RoomId, RoomState> states = new ConcurrentHashMap<>();
    private final Map<RoomId, Long> warmSince = new ConcurrentHashMap<>();
    private final Queue<Double> skews = new ConcurrentLinkedQueue<>();

    @Override
    public void onAction(ActionEvent event) {
        if (event.kind() == ActionEvent.Kind.STARTED) {
            starts.computeIfAbsent(event.room(), room -> new ConcurrentLinkedQueue<>())
                    .add(new Start(event.action(), event.capturedUtcNanos()));
        }
    }

    @Override
    public void onRoomState(RoomState state) {
        states.put(state.room(), state);
        if (state.viewsMissing().isEmpty()) {
            warmSince.putIfAbsent(state.room(), state.slotUtcNanos());
        }
        if (state.viewsUsed().size() > 1) {
            skews.add(state.skewMillis());
        }
    }

    List<Start> starts(RoomId room) {
        Queue<Start> found = starts.get(room);
        return found == null ? List.of() : List.copyOf(found);
    }

    Optional<RoomState> state(RoomId room) {
        return Optional.ofNullable(states.get(room));
    }

    /** The first window with all views; empty before. */
    Optional<Long> warmSince(RoomId room) {
        return Optional.ofNullable(warmSince.get(room));
    }

    /** Of every window with two views or more. */
    Percentiles skewMillis() {
        return Percentiles.of(skews);
    }
}
