package io.roomwise.capture;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Bounds the waiting of one stream's thread in time, in FFmpeg's blocking calls above all. FFmpeg asks several hundred times a second whether to give up.
 *
 * <p>Why one static callback: JavaCPP has ten native entry points per callback class; the eleventh living instance is never
 * called, without an error. So all streams share one, and FFmpeg's opaque pointer says whose question it is.
 */
final class Deadline implements AutoCloseable {
    private static final Map<Long, Deadline> LIVING = new ConcurrentHashMap<>();
    private static final AVIOInterruptCB.Callback_Pointer CALLBACK = new Callback();

    private final LongSupplier nanoTime;
    private final BytePointer id = new BytePointer(1);
    private volatile long endNanos;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile boolean closing;

    Deadline(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.endNanos = nanoTime.getAsLong();
        LIVING.put(id.address(), this);
    }

    /** Makes a context ask here; before it is opened. */
    void attachTo(AVFormatContext context) {
        context.interrupt_callback().callback(CALLBACK).opaque(id);
    }

    /** Calls from now on may take this long together. */
    void allow(Duration time) {
        closing = false;
        endNanos = nanoTime.getAsLong() + time.toNanos();
    }

    /** Calls from now on may take this long even after {@link #cancel}: for saying good-bye. */
    void allowClosing(Duration time) {
        allow(time);
        closing = true;
    }

    /** Ends the call in progress and all that follow; from any thread. */
    void cancel() {
        cancelled.countDown();
    }

    boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /**
     * Waits outside of FFmpeg.
     *
     * @return true if cancelled, at once then
     */
    boolean pause(Duration time) {
        try {
            return cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Whether the time that was allowed has passed, or was cut short. */
    boolean isOver() {
        return (isCancelled() && !closing) || nanoTime.getAsLong() - endNanos > 0;
    }

    /** After the last native call. */
    @Override
    public void close() {
        LIVING.remove(id.address());
        id.deallocate();
    }

    private static final class Callback extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer opaque) {
            var deadline = LIVING.get(opaque.address());
            return deadline == null || deadline.isOver() ? 1 : 0;
        }
    }
}
