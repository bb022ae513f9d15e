package io.roomwise.sync;

import io.roomwise.capture.FrameTime;

/**
 * Moves the time stamps of one stream, slowly: by at most 20 ms a second of the stream, so that they stay in order. Runs on
 * thread sync only.
 */
final class GradualShift {
    /** Half a second of delay is corrected within half a minute, and sound becomes 2 % shorter while that lasts. */
    private static final int SECONDS_PER_SECOND = 50;

    private static final long MOST_ELAPSED_NANOS = 1_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private long shiftNanos;
    private long lastUtcNanos = NEVER;

    /**
     * Lets the shift approach its target.
     *
     * @param errorNanos of the target; while the target is not reached, the rest is added to it
     */
    FrameTime move(FrameTime time, long targetNanos, long errorNanos) {
        long captured = time.captureUtcNanos();
        long elapsed = lastUtcNanos == NEVER ? 0 : Math.max(0, Math.min(MOST_ELAPSED_NANOS, captured - lastUtcNanos));
        lastUtcNanos = captured;
        long most = elapsed / SECONDS_PER_SECOND;
        shiftNanos += Math.max(-most, Math.min(most, targetNanos - shiftNanos));
        return new FrameTime(
                captured + shiftNanos,
                errorNanos + Math.abs(targetNanos - shiftNanos),
                time.source(),
                time.arrivalUtcNanos());
    }

    long nanos() {
        return shiftNanos;
    }
}
