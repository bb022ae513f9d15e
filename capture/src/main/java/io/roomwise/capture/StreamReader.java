package io.roomwise.capture;

import java.util.random.RandomGenerator;

/**
 * Reads one stream for as long as it lives: opens, decodes, stamps, offers, and opens again when it broke. Owns thread
 * {@code capture-<sensor>-<index>}; a stream that is away or slow never delays another one.
 */
public final class StreamReader implements AutoCloseable {
    private final StreamId id;
    private volatile boolean started;

    /** Starts nothing. */
    public StreamReader(
            StreamId id,
            StreamConfig config,
            FrameSink sink,
            StreamListener listener,
            Clocks clocks,
            RandomGenerator random) {
        this.id = id;
    }

    /** Starts the thread; once. */
    public void start() {
        started = true;
    }

    public StreamStats stats() {
        var state = started ? StreamState.CONNECTING : StreamState.CLOSED;
        return new StreamStats(id, state, 0, 0, 0, 0, 0, 0, 0, -1, ClockSource.ARRIVAL, 0, 0, 0);
    }

    /** Ends a native call in progress and returns when the thread has ended; may be called often and from any thread. */
    @Override
    public void close() {
        started = false;
    }

    /** {@code home/room/sensor}. */
    @Override
    public String toString() {
        return id.toString();
    }
}
