package io.roomwise.sync;

import io.roomwise.capture.Clocks;
import java.util.concurrent.atomic.AtomicLong;

/** Stands still until a test sets it. */
final class ManualClock {
    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicLong stepNanos = new AtomicLong();

    ManualClock(long utcNanos) {
        nanoTime.set(utcNanos);
    }

    /** Time passes until then; back to the past it does not go. */
    void set(long utcNanos) {
        nanoTime.accumulateAndGet(utcNanos - stepNanos.get(), Math::max);
    }

    /** Somebody sets the clock of the host; the monotonic one does not notice. */
    void step(long nanos) {
        stepNanos.addAndGet(nanos);
    }

    long utcNanos() {
        return nanoTime.get() + stepNanos.get();
    }

    long nanoTime() {
        return nanoTime.get();
    }

    Clocks clocks() {
        return new Clocks(this::utcNanos, nanoTime::get);
    }
}
