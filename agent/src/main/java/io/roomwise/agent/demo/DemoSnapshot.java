package io.roomwise.agent.demo;

import io.roomwise.inference.RoomState;
import io.roomwise.trainer.metric.EventMatch;
import java.util.List;
import java.util.Optional;

/**
 * The demo at one moment.
 *
 * @param broker where events go, without a password
 * @param skewMillis of the windows of all rooms
 * @param latencyMillis of events, from the grid instant of the deciding slot to the broker's acknowledgement
 * @param windows recognized in all rooms
 * @param dropped windows given up because inference was busy
 */
record DemoSnapshot(
        long utcNanos,
        String broker,
        boolean brokerConnected,
        List<Room> rooms,
        Percentiles skewMillis,
        Percentiles latencyMillis,
        long windows,
        long dropped) {
    DemoSnapshot {
        rooms = List.copyOf(rooms);
    }

    /**
     * One room.
     *
     * @param happening classes of what truly goes on now
     * @param state newest; empty before the first window
     * @param warmUtcNanos from when on the room is judged; empty before the first full window
     */
    record Room(
            String name,
            List<String> happening,
            Optional<RoomState> state,
            Agreement agreement,
            Optional<Long> warmUtcNanos) {
        Room {
            happening = List.copyOf(happening);
        }
    }

    /** Of all rooms together. */
    EventMatch match() {
        return rooms.stream().map(room -> room.agreement().match()).reduce(EventMatch.NOTHING, EventMatch::plus);
    }
}
