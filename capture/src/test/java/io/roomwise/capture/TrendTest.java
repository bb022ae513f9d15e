package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrendTest {
    /**
     * Means 1.5 and 1e-6; sums of squares 5 and 2e-12, of products 3e-6: slope 0.6e-6; residuals 2e-12 - 0.6e-6 * 3e-6 =
     * 0.2e-12, by 4 - 2 points 0.1e-12.
     */
    @Test
    void lineOfLeastSquaresHasItsStandardError() {
        var trend = Trend.through(new double[] {0, 1, 2, 3}, new double[] {0, 1e-6, 1e-6, 2e-6}, 1);
        assertThat(trend.slopePpm()).isCloseTo(0.6, within(1e-9));
        assertThat(trend.deviation()).isCloseTo(Math.sqrt(0.1) * 1e-6, within(1e-12));
        assertThat(trend.slopeErrorPpm()).isCloseTo(Math.sqrt(0.1 / 5), within(1e-9));
        assertThat(trend.outliers()).isZero();
    }

    @Test
    void pointThatIsFarOffIsLeftOut() {
        var trend = Trend.through(new double[] {0, 1, 2, 3, 4}, new double[] {0, 1e-4, 1.7, 3e-4, 4e-4}, 0.1);
        assertThat(trend.slopePpm()).isCloseTo(100, within(1e-6));
        assertThat(trend.outliers()).isEqualTo(1);
    }
}
