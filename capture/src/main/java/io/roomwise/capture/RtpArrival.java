package io.roomwise.capture;

import org.jspecify.annotations.Nullable;

/**
 * What a stream's clock reckoned its newest packet's time from.
 *
 * @param rtpNanos position of the packet on the sender's RTP clock
 * @param nanoTime when it arrived, on our monotonic clock
 * @param report the newest sender report, if there was any
 * @param reportRtpNanos its position on the RTP clock; 0 without one
 */
record RtpArrival(long rtpNanos, long nanoTime, @Nullable SenderReport report, long reportRtpNanos) {}
