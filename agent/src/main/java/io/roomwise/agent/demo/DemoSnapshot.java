package io.roomwise.agent.demo;

import io.roomwise.agent.demo.Pairing.Pair;
import io.roomwise.inference.RoomState;
import java.util.List;
import java.util.Optional;

/**
 * The demo at one moment.
 *
 * @param skewMillis of the windows of all rooms
 * @param latencyMillis of events, from the grid instant of the deciding slot to the broker's acknowledgement
 * @param windows recognized in all rooms
 * @param dropped windows given up because inference was busy
 */
record DemoSnapshot(
        long utcNanos,
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
     * @param pairs what truly happened beside what was recognized, by time
     * @param judged empty before the first full window
     */
    record Room(
            String name,
            List<String> happening,
            Optional<RoomState> state,
            List<Pair> pairs,
            Optional<Agreement.Span> judged) {
        Room {
            happening = List.copyOf(happening);
            pairs = List.copyOf(pairs);
        }

        Agreement agreement() {
            return judged.map(span -> Agreement.of(pairs, span)).orElse(Agreement.NONE);
        }
    }

    Agreement agreement() {
        return rooms.stream().map(Room::agreement).reduce(Agreement.NONE, Agreement::plus);
    }
}
