package io.roomwise.capture;

/** A length of time in units of {@code numerator / denominator} seconds, exactly convertible for more than a century. */
record MediaTime(int numerator, int denominator) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Ticks to nanoseconds, rounded down. */
    long nanos(long ticks) {
        var scaled = ticks * numerator;
        return Math.floorDiv(scaled, denominator) * NANOS_PER_SECOND
                + Math.floorMod(scaled, denominator) * NANOS_PER_SECOND / denominator;
    }

    /** Nanoseconds to ticks, rounded to the nearest. */
    long ticks(long nanos) {
        var seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
        var rest = Math.floorMod(nanos, NANOS_PER_SECOND);
        return (seconds * denominator + (rest * denominator + NANOS_PER_SECOND / 2) / NANOS_PER_SECOND) / numerator;
    }
}
