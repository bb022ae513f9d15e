package io.roomwise.capture;

import org.jspecify.annotations.Nullable;

/**
 * Everything that is known about the time of one packet.
 *
 * @param pts in the stream's time base; {@link #NONE} if unknown
 * @param referenceMicros sender's UTC as FFmpeg computes it from the newest report (AV_PKT_DATA_PRFT); {@link #NONE} if unknown
 * @param report the sender report that came before it, once (AV_PKT_DATA_RTCP_SR)
 * @param durationNanos of what is in it; 0 if unknown
 * @param arrivalUtcNanos when it was read
 * @param arrivalNanoTime the same instant on the monotonic clock
 */
record PacketTimes(
        long pts,
        long referenceMicros,
        @Nullable SenderReport report,
        long durationNanos,
        long arrivalUtcNanos,
        long arrivalNanoTime) {
    /** FFmpeg's AV_NOPTS_VALUE. */
    static final long NONE = Long.MIN_VALUE;
}
