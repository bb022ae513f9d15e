package io.roomwise.capture.virtual;

import java.time.Duration;

/**
 * When RTCP sender reports are sent to a client.
 *
 * @param first after PLAY; zero: ahead of the first frame
 * @param interval between two of them; zero: none at all
 */
public record SenderReports(Duration first, Duration interval) {
    /** At once, then every second. */
    public static SenderReports defaults() {
        return new SenderReports(Duration.ZERO, Duration.ofSeconds(1));
    }

    /** A camera that never says what time it is. */
    public static SenderReports none() {
        return new SenderReports(Duration.ZERO, Duration.ZERO);
    }
}
