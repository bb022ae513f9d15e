package io.roomwise.capture;

import io.roomwise.capture.StreamException.Retry;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a stream is tried again. */
final class Backoff {
    private final RetryInterval interval;
    private final RandomGenerator random;
    private Duration next;
    private boolean seen;

    Backoff(RetryInterval interval, RandomGenerator random) {
        this.interval = interval;
        this.random = random;
        next = interval.min();
    }

    /** The pause after a failure, with jitter. */
    Duration pauseAfter(Retry retry) {
        var isSoon = retry == Retry.SOON || (retry == Retry.LATE_IF_NEVER_SEEN && seen);
        var pause = isSoon ? next : interval.max();
        next = isSoon ? shorter(pause.multipliedBy(2), interval.max()) : next;
        var jitter = 1 + interval.jitter() * (2 * random.nextDouble() - 1);
        return Duration.ofNanos(Math.round(pause.toNanos() * jitter));
    }

    /** A stream has ended that was good for this long. */
    void onStreamed(Duration good) {
        seen = true;
        if (good.compareTo(interval.resetAfter()) >= 0) {
            next = interval.min();
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
