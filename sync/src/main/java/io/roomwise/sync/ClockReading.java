package io.roomwise.sync;

/**
 * What the clocks of the process showed when thread sync looked at them.
 *
 * @param nanoTime monotonic, arbitrary origin
 * @param utcNanos nanoseconds since 1970-01-01T00:00Z by this host
 */
public record ClockReading(long nanoTime, long utcNanos) {}
