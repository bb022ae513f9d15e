package io.roomwise.capture;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a packet's content was captured: the only place that does. One per medium of an opened stream.
 *
 * <pre>
 *  RTSP        RtpClock      sender reports; before the first one, or if they are not to be believed: arrival
 *  microphone  DeviceClock   the driver's own time stamps
 *  file        FileClock     position in the file after the time it was opened
 * </pre>
 */
interface StreamClock {
    /** @return null if there is nothing to tell the time by; the packet is then decoded but not delivered */
    @Nullable
    FrameTime timeOf(PacketTimes packet);

    /** Sender's clock minus ours, with the transport delay in it; 0 without a sender's clock. */
    default long offsetNanos() {
        return 0;
    }

    /** What the newest time was reckoned from; empty for inputs without a network. */
    default Optional<RtpArrival> newest() {
        return Optional.empty();
    }

    /** What people should know about the sender's clock. */
    default Optional<String> fault() {
        return Optional.empty();
    }
}
