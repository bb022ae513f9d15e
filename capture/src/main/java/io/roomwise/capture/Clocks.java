package io.roomwise.capture;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The two clocks of the process.
 *
 * @param utcNanos nanoseconds since 1970-01-01T00:00Z; may be stepped by the system
 * @param nanoTime monotonic, arbitrary origin; for time-outs and pacing
 */
public record Clocks(LongSupplier utcNanos, LongSupplier nanoTime) {
    /** The clocks of this machine. */
    public static Clocks system() {
        return new Clocks(Clocks::systemUtcNanos, System::nanoTime);
    }

    private static long systemUtcNanos() {
        var now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
