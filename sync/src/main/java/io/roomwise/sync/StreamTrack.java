package io.roomwise.sync;

/** What the assembler knows of one stream of its room. Runs on thread sync only. */
abstract class StreamTrack {
    /** A camera that is up sends a frame at least once a second; nothing waits for one that does not. */
    private static final long LIVE_NANOS = 1_000_000_000L;

    static final long NEVER = Long.MIN_VALUE;

    private final StreamCounters counters;
    private boolean seen;
    private long seenNanoTime;

    StreamTrack(StreamCounters counters) {
        this.counters = counters;
    }

    final StreamCounters counters() {
        return counters;
    }

    /** A frame came that was not too late to be waited for. */
    final void seen(long nanoTime) {
        seen = true;
        seenNanoTime = nanoTime;
    }

    final boolean isLive(long nanoTime) {
        return seen && nanoTime - seenNanoTime <= LIVE_NANOS;
    }

    /** Whether nothing that is still to come can improve the slot. */
    abstract boolean hasPassed(long slot);
}
