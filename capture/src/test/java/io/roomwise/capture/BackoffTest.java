package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.StreamException.Retry;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final RetryInterval STEADY =
            new RetryInterval(Duration.ofSeconds(1), Duration.ofSeconds(60), 0, Duration.ofSeconds(60));

    private final Backoff backoff = new Backoff(STEADY, new SplittableRandom(1));

    private long[] pauses(int count) {
        return IntStream.range(0, count)
                .mapToLong(i -> backoff.pauseAfter(Retry.SOON).toSeconds())
                .toArray();
    }

    @Test
    void pausesGrowToTheLimit() {
        assertThat(pauses(9)).containsExactly(1, 2, 4, 8, 16, 32, 60, 60, 60);
    }

    @Test
    void streamThatWasGoodForAMinuteStartsAnew() {
        pauses(5);
        backoff.onStreamed(Duration.ofSeconds(59));
        assertThat(pauses(1)).containsExactly(32);
        backoff.onStreamed(Duration.ofSeconds(60));
        assertThat(pauses(2)).containsExactly(1, 2);
    }

    @Test
    void wrongPasswordWaitsTheLongestPauseAtOnce() {
        assertThat(backoff.pauseAfter(Retry.LATE)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void pathThatWasThereIsLookedForSoon() {
        assertThat(backoff.pauseAfter(Retry.LATE_IF_NEVER_SEEN)).isEqualTo(Duration.ofSeconds(60));
        backoff.onStreamed(Duration.ofSeconds(1));
        assertThat(backoff.pauseAfter(Retry.LATE_IF_NEVER_SEEN)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.pauseAfter(Retry.LATE)).isEqualTo(Duration.ofSeconds(60));
        assertThat(backoff.pauseAfter(Retry.LATE_IF_NEVER_SEEN)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void jitterSpreadsPausesByAFifthAtMost() {
        var jittered = new Backoff(RetryInterval.defaults(), new SplittableRandom(1));
        var pauses = IntStream.range(0, 200)
                .mapToObj(i -> jittered.pauseAfter(Retry.LATE).toMillis())
                .toList();
        assertThat(pauses).allSatisfy(pause -> assertThat(pause).isBetween(48_000L, 72_000L));
        assertThat(pauses).anyMatch(pause -> pause < 50_000).anyMatch(pause -> pause > 70_000);
    }
}
