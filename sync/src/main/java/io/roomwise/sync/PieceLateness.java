package io.roomwise.sync;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;

/**
 * By how much the pieces of a microphone are stamped too late in any case. Nothing is sent before its last sample was heard,
 * so what is stamped by the arrival of its own packets is late by the length of a piece at least; that is no delay of the
 * stream, and its pictures do not share it. What is stamped by the pictures of a session, or by a sender's clock, is not late
 * so. Which it is shows in whether a piece seems to arrive before its end. Runs on thread sync only.
 */
final class PieceLateness {
    /** The fastest packet of a network comes in less; the largest value of one to two of them counts. */
    private static final long BUCKET_NANOS = 30_000_000_000L;

    private static final long NEVER = Long.MIN_VALUE;

    private long bucketStart = NEVER;
    private long current;
    private long previous;

    /** @param lengthNanos of the piece */
    void onPiece(FrameTime time, long lengthNanos) {
        long end = time.captureUtcNanos() + lengthNanos;
        boolean arrival = time.source() == ClockSource.ARRIVAL;
        long late = arrival ? Math.max(0, Math.min(lengthNanos, end - time.arrivalUtcNanos())) : 0;
        if (bucketStart == NEVER || Math.abs(end - bucketStart) > BUCKET_NANOS) {
            previous = bucketStart == NEVER ? late : current;
            current = late;
            bucketStart = end;
        }
        current = Math.max(current, late);
    }

    void forget() {
        bucketStart = NEVER;
        current = 0;
        previous = 0;
    }

    long nanos() {
        return Math.max(current, previous);
    }
}
