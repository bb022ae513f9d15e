package io.roomwise.capture;

/**
 * When a picture or the first sample of a piece of sound was captured.
 *
 * @param captureUtcNanos nanoseconds since 1970-01-01T00:00Z
 * @param errorNanos what that may be off by, as a standard error; of what nobody can tell, such as a camera that was never
 *     right, nothing is in it
 * @param arrivalUtcNanos when its packet was read, same timeline; latencies are measured from capture
 */
public record FrameTime(long captureUtcNanos, long errorNanos, ClockSource source, long arrivalUtcNanos) {
    /** So much later, otherwise the same. */
    FrameTime plusNanos(long nanos) {
        return new FrameTime(captureUtcNanos + nanos, errorNanos, source, arrivalUtcNanos);
    }
}
