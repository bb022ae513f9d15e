package io.roomwise.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendTest {
    @Test
    void aLineIsFoundExactly() {
        Trend trend = Trend.of(new double[] {1, 2, 4, 8}, new double[] {5, 7, 11, 19}, 0.95);
        assertThat(trend.slope()).isCloseTo(2, within(1e-12));
        assertThat(trend.halfWidth()).isCloseTo(0, within(1e-6));
    }

    /** By hand: means 3 and 4, Sxx 10, Sxy 6, Syy 6; s^2 = (6 - 0.6 * 6) / 3 = 0.8; t(3) = 3.182446; 3.182446 * sqrt(0.08). */
    @Test
    void theIntervalIsThatOfTheTextbook() {
        Trend trend = Trend.of(new double[] {1, 2, 3, 4, 5}, new double[] {2, 4, 5, 4, 5}, 0.95);
        assertThat(trend.slope()).isCloseTo(0.6, within(1e-12));
        assertThat(trend.halfWidth()).isCloseTo(0.9001317, within(1e-6));
        assertThat(trend.low()).isCloseTo(-0.3001317, within(1e-6));
        assertThat(trend.high()).isCloseTo(1.5001317, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "0.95, 1, 12.7062",
        "0.95, 2, 4.30265",
        "0.95, 3, 3.18245",
        "0.95, 10, 2.22814",
        "0.95, 29, 2.04523",
        "0.99, 4, 4.60409",
        "0.99, 120, 2.61742",
        "0.95, 1000, 1.96234"
    })
    void quantilesAreThoseOfTheTables(double probability, int degreesOfFreedom, double t) {
        assertThat(Trend.studentQuantile(probability, degreesOfFreedom)).isCloseTo(t, within(1e-4 * t));
    }

    @Test
    void ninetyFiveOfAHundredIntervalsHoldTheTrueSlope() {
        Random random = new Random(1);
        double[] x = IntStream.range(0, 12).asDoubleStream().toArray();
        long held = IntStream.range(0, 2000)
                .filter(i -> {
                    double[] y = IntStream.range(0, 12)
                            .mapToDouble(j -> 3 - 0.5 * j + random.nextGaussian())
                            .toArray();
                    Trend trend = Trend.of(x, y, 0.95);
                    return trend.low() <= -0.5 && -0.5 <= trend.high();
                })
                .count();
        assertThat(held / 2000.0).isCloseTo(0.95, within(0.02));
    }

    @Test
    void twoPointsAreNoTrend() {
        assertThatThrownBy(() -> Trend.of(new double[] {1, 2}, new double[] {1, 2}, 0.95))
                .hasMessage("a trend needs three points at two places, were 2");
    }
}
