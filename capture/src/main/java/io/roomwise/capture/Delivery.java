package io.roomwise.capture;

import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Hands frames to the sink and counts. Capture thread only. */
final class Delivery {
    private static final Duration FOR_ROOM = Duration.ofMillis(1);

    private final StreamId stream;
    private final FrameSink sink;
    private final StreamCounters counters;
    private final Clocks clocks;
    private final Deadline deadline;
    private final boolean patient;

    /** @param patient whether to wait while the sink is full, as for a file that is read as fast as possible */
    Delivery(
            StreamId stream,
            FrameSink sink,
            StreamCounters counters,
            Clocks clocks,
            Deadline deadline,
            boolean patient) {
        this.stream = stream;
        this.sink = sink;
        this.counters = counters;
        this.clocks = clocks;
        this.deadline = deadline;
        this.patient = patient;
    }

    void picture(FrameTime time, Picture picture) {
        if (offer(time, () -> sink.offerPicture(stream, time, picture))) {
            counters.pictures.incrementAndGet();
        }
    }

    boolean wantsPicture(FrameTime time) {
        return sink.wantsPicture(stream, time);
    }

    boolean replaces(FrameTime one, FrameTime other) {
        return sink.replaces(stream, one, other);
    }

    /** Tells of a picture that is not wanted. */
    void skipPicture(FrameTime time) {
        if (offer(time, () -> sink.skipPicture(stream, time))) {
            counters.pictures.incrementAndGet();
        }
    }

    void sound(FrameTime time, ShortBuffer samples) {
        if (offer(time, () -> sink.offerSound(stream, time, samples.duplicate()))) {
            counters.sounds.incrementAndGet();
        }
    }

    long nanoTime() {
        return clocks.nanoTime().getAsLong();
    }

    private boolean offer(FrameTime time, BooleanSupplier attempt) {
        counters.lastFrameNanoTime = nanoTime();
        counters.anyFrame = true;
        counters.clockSource = time.source();
        var taken = attempt.getAsBoolean();
        while (!taken && patient && !deadline.pause(FOR_ROOM)) {
            taken = attempt.getAsBoolean();
        }
        if (!taken) {
            counters.dropped.incrementAndGet();
        }
        return taken;
    }
}
