package io.roomwise.mqtt;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that moves when told. */
final class ManualClock implements LongSupplier {
    private final AtomicLong nanos;

    ManualClock(long startNanos) {
        nanos = new AtomicLong(startNanos);
    }

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
