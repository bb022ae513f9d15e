package io.roomwise.capture.virtual;

/**
 * Counters of one virtual camera.
 *
 * @param clients connections now
 * @param frames pictures painted and encoded, once for all clients
 * @param skippedFrames pictures not painted because the camera's thread was behind
 * @param cpuNanos processor time of the camera's thread: painting, encoding, sending
 */
public record VirtualCameraStats(int clients, long frames, long skippedFrames, long cpuNanos) {}
