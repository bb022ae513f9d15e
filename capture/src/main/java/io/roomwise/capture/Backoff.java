package io.roomwise.capture;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a stream is tried again. */
final class Backoff {
    private final RetryInterval interval;
    private final RandomGenerator random;
    private Duration next;

    Backoff(RetryInterval interval, RandomGenerator random) {
        this.interval = interval;
        this.random = random;
        next = interval.min();
    }

    /** The pause after a failure, with jitter. */
    Duration pauseAfter(StreamException.Retry retry) {
        var pause = retry == StreamException.Retry.LATE ? interval.max() : next;
        next = shorter(pause.multipliedBy(2), interval.max());
        var jitter = 1 + interval.jitter() * (2 * random.nextDouble() - 1);
        return Duration.ofNanos(Math.round(pause.toNanos() * jitter));
    }

    /** A stream has ended that was good for this long. */
    void onStreamed(Duration good) {
        if (good.compareTo(interval.resetAfter()) >= 0) {
            next = interval.min();
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
