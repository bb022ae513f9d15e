package io.roomwise.capture;

import java.time.Duration;

/**
 * Pauses between attempts to reach a stream: {@code min}, doubled after each failure up to {@code max}.
 *
 * @param jitter each pause is longer or shorter by up to this share, so that cameras that went together do not come together
 * @param resetAfter a stream that lasted this long starts again at {@code min}
 */
public record RetryInterval(Duration min, Duration max, double jitter, Duration resetAfter) {
    public RetryInterval {
        if (min.isNegative() || min.isZero() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException("retry_interval.min must be above 0 s and at most max, was "
                    + min.toMillis() / 1e3 + " s and " + max.toMillis() / 1e3 + " s");
        }
        if (!(jitter >= 0 && jitter < 1)) {
            throw new IllegalArgumentException("retry_interval.jitter must be 0..1, was " + jitter);
        }
        if (resetAfter.isNegative()) {
            throw new IllegalArgumentException("retry_interval.reset_after must not be negative, was " + resetAfter);
        }
    }

    /** 1, 2, 4 .. 60 s, ±20 %, reset after 60 s of a stable stream. */
    public static RetryInterval defaults() {
        return new RetryInterval(Duration.ofSeconds(1), Duration.ofSeconds(60), 0.2, Duration.ofSeconds(60));
    }
}
