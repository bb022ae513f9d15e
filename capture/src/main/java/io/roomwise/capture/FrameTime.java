package io.roomwise.capture;

/**
 * When a picture or the first sample of a piece of sound was captured.
 *
 * @param captureUtcNanos nanoseconds since 1970-01-01T00:00Z
 * @param arrivalUtcNanos when its packet was read, same timeline; latencies are measured from capture
 */
public record FrameTime(long captureUtcNanos, ClockSource source, long arrivalUtcNanos) {}
