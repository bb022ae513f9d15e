package io.roomwise.inference;

/**
 * How long something took since the start, in milliseconds; all 0 before the first time.
 *
 * @param count how often it was measured
 */
public record Latency(long count, double p50Millis, double p95Millis, double p99Millis, double maxMillis) {}
