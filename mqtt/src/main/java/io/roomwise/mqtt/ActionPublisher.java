package io.roomwise.mqtt;

import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamListener;
import io.roomwise.capture.StreamState;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionListener;
import io.roomwise.inference.RoomState;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Publishes what the agent recognizes. Every method may be called by any thread and returns at once. */
public final class ActionPublisher implements ActionListener, StreamListener, AutoCloseable {
    /**
     * Checks names and reads certificates; connects to nothing.
     *
     * @param utcNanos the clock of capture times, nanoseconds since 1970-01-01T00:00Z
     * @throws IllegalArgumentException naming the configuration key that is wrong
     */
    public ActionPublisher(
            MqttConfig config, HubDevice hub, List<RoomDevice> rooms, LongSupplier utcNanos, RandomGenerator random) {}

    /** Connects in the background, for ever; a broker that is away is no error. */
    public void start() {}

    @Override
    public void onAction(ActionEvent event) {}

    @Override
    public void onRoomState(RoomState state) {}

    @Override
    public void onStreamState(StreamId stream, StreamState state, String reason) {}

    /** Published every 60 s; may be called more often. */
    public void onHealth(HubHealth health) {}

    /** Replaces what the hub reports as its problems: one line each, for people; none: all is well. */
    public void onProblems(List<String> problems) {}

    public MqttStats stats() {
        return new MqttStats(false, 0, 0, 0, 0, 0, 0, 0, 0, 0, new MqttStats.Latency(0, 0, 0, 0));
    }

    /** Sends what waits, says {@code offline} and disconnects, within about 2 s. */
    @Override
    public void close() {}
}
