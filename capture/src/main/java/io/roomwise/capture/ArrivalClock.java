package io.roomwise.capture;

/**
 * Places a stream's RTP clock on our own by when packets arrive. Delay only ever adds, so the fastest packet of the last half to
 * one minute tells best; older ones are forgotten because the two clocks drift apart.
 */
final class ArrivalClock {
    private static final long BUCKET_NANOS = 30_000_000_000L;

    private boolean known;
    private long bucketStart;
    private long current;
    private long previous;

    /** @param nanoTime when the packet at this position of the RTP clock arrived */
    void onArrival(long rtpNanos, long nanoTime) {
        var offset = nanoTime - rtpNanos;
        if (!known) {
            known = true;
            bucketStart = nanoTime;
            current = offset;
            previous = offset;
        } else if (nanoTime - bucketStart > BUCKET_NANOS) {
            bucketStart = nanoTime;
            previous = current;
            current = offset;
        } else {
            current = Math.min(current, offset);
        }
    }

    /** When a packet at this position would have arrived without delay. */
    long nanoTime(long rtpNanos) {
        return rtpNanos + Math.min(current, previous);
    }

    void forget() {
        known = false;
    }
}
