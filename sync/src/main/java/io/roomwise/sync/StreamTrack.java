package io.roomwise.sync;

/** What the assembler knows of one stream of its room. Runs on thread sync only. */
abstract class StreamTrack {
    /** A camera that is up sends a frame at least once a second; nothing waits for one that does not. */
    private static final long LIVE_NANOS = 1_000_000_000L;

    static final long NEVER = Long.MIN_VALUE;

    private final StreamCounters counters;
    private long seenUtcNanos = NEVER;

    StreamTrack(StreamCounters counters) {
        this.counters = counters;
    }

    final StreamCounters counters() {
        return counters;
    }

    final void seen(long nowUtcNanos) {
        seenUtcNanos = nowUtcNanos;
    }

    final boolean isLive(long nowUtcNanos) {
        return seenUtcNanos != NEVER && nowUtcNanos - seenUtcNanos <= LIVE_NANOS;
    }

    final void forget() {
        seenUtcNanos = NEVER;
        forgetFrames();
    }

    /** Whether nothing that is still to come can improve the slot. */
    abstract boolean hasPassed(long slot);

    abstract void forgetFrames();
}
