package io.roomwise.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    @Test
    void isZeroBeforeTheFirstDuration() {
        assertThat(new LatencyHistogram().snapshot()).isEqualTo(new Latency(0, 0, 0, 0, 0));
    }

    @Test
    void percentilesAreAtMostSixPercentTooHigh() {
        var histogram = new LatencyHistogram();
        for (int i = 1; i <= 1000; i++) {
            histogram.add(i * 1_000_000L);
        }
        Latency latency = histogram.snapshot();
        assertThat(latency.count()).isEqualTo(1000);
        assertThat(latency.p50Millis()).isBetween(500.0, 531.3);
        assertThat(latency.p95Millis()).isBetween(950.0, 1000.0);
        assertThat(latency.p99Millis()).isBetween(990.0, 1000.0);
        assertThat(latency.maxMillis()).isEqualTo(1000);
    }

    @Test
    void oneDurationIsEveryPercentile() {
        var histogram = new LatencyHistogram();
        histogram.add(12_345_678);
        assertThat(histogram.snapshot()).isEqualTo(new Latency(1, 12.345678, 12.345678, 12.345678, 12.345678));
    }

    @Test
    void takesTheShortestAndTheLongest() {
        var histogram = new LatencyHistogram();
        histogram.add(-5);
        histogram.add(Long.MAX_VALUE);
        Latency latency = histogram.snapshot();
        assertThat(latency.p50Millis()).isZero();
        assertThat(latency.maxMillis()).isCloseTo(Long.MAX_VALUE / 1e6, within(1.0));
    }
}
