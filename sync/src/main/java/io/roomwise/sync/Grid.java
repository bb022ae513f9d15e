package io.roomwise.sync;

import io.roomwise.capture.FrameSink;

/**
 * The time axis that all rooms and processes share: slot {@code k} is the instant {@code k * periodNanos} after
 * 1970-01-01T00:00Z. Whole numbers only: a slot is {@code samplesPerSlot} samples and a sample 62.5 microseconds.
 */
record Grid(int samplesPerSlot) {
    private static final long SAMPLE_NANOS = 1_000_000_000L / FrameSink.SAMPLE_RATE_HZ;

    /** @param framesPerSecond divides the sample rate, see {@link SyncConfig} */
    static Grid at(double framesPerSecond) {
        return new Grid((int) Math.rint(FrameSink.SAMPLE_RATE_HZ / framesPerSecond));
    }

    long periodNanos() {
        return samplesPerSlot * SAMPLE_NANOS;
    }

    long instant(long slot) {
        return slot * periodNanos();
    }

    long nearest(long utcNanos) {
        return Math.floorDiv(utcNanos + periodNanos() / 2, periodNanos());
    }

    long firstAtOrAfter(long utcNanos) {
        return -Math.floorDiv(-utcNanos, periodNanos());
    }

    long distance(long slot, long utcNanos) {
        return Math.abs(utcNanos - instant(slot));
    }

    /** Whether a picture of that time can serve a slot: at most one, as the tolerance is less than half a period. */
    boolean isNear(long utcNanos, long toleranceNanos) {
        return distance(nearest(utcNanos), utcNanos) <= toleranceNanos;
    }

    /** Whether a picture of one time serves the slot that one of another time would serve, and serves it as well. */
    boolean replaces(long utcNanos, long otherUtcNanos) {
        long slot = nearest(otherUtcNanos);
        return nearest(utcNanos) == slot && distance(slot, utcNanos) <= distance(slot, otherUtcNanos);
    }

    /** Number of the sample that is nearest to an instant, counted from 1970. */
    long sample(long utcNanos) {
        return Math.floorDiv(utcNanos + SAMPLE_NANOS / 2, SAMPLE_NANOS);
    }

    long firstSample(long slot) {
        return slot * samplesPerSlot;
    }

    long slotOfSample(long sample) {
        return Math.floorDiv(sample, (long) samplesPerSlot);
    }

    long nanosOfSamples(int samples) {
        return samples * SAMPLE_NANOS;
    }
}
