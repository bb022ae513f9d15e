package io.roomwise.sync;

import io.roomwise.capture.FrameSink;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import io.roomwise.capture.StreamId;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Frames of all streams in, windows of all rooms out. Owns threads {@code sync} and {@code inference}. */
public final class Synchronizer implements FrameSink, AutoCloseable {
    /**
     * @param rooms a stream may be a view and a microphone, but of one room only
     * @param handler called on thread {@code inference}; its exceptions are counted and the next window follows
     * @param threads makes both threads; they are named here
     * @param utcNanos the clock to which capture times are compared, nanoseconds since 1970-01-01T00:00Z
     * @param fatal takes an {@link Error} of either thread, on that thread; must not wait for {@link #close}
     */
    public Synchronizer(
            SyncConfig config,
            List<RoomLayout> rooms,
            WindowHandler handler,
            ThreadFactory threads,
            LongSupplier utcNanos,
            Consumer<Throwable> fatal) {}

    /** Starts {@code inference}, then {@code sync}. */
    public void start() {}

    @Override
    public boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
        return false;
    }

    @Override
    public boolean offerSound(StreamId stream, FrameTime time, ShortBuffer samples) {
        return false;
    }

    /** From any thread. */
    public SyncStats stats() {
        return new SyncStats(List.of(), List.of(), 0, 0, 0);
    }

    /** Ends {@code sync}, then {@code inference}; a window in work is finished, a waiting one is lost. */
    @Override
    public void close() {}
}
