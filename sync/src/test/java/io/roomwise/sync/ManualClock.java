package io.roomwise.sync;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Stands still until a test sets it. */
final class ManualClock implements LongSupplier {
    private final AtomicLong utcNanos = new AtomicLong();

    ManualClock(long utcNanos) {
        this.utcNanos.set(utcNanos);
    }

    void set(long nanos) {
        utcNanos.set(nanos);
    }

    @Override
    public long getAsLong() {
        return utcNanos.get();
    }
}
