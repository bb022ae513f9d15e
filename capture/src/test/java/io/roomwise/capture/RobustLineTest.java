package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RobustLineTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long EPOCH = 1_790_000_000L * SECOND;

    @Test
    void aQuarterOfThePointsMayLieAnywhere() {
        Random random = new Random(3);
        long[] xs = new long[32];
        long[] ys = new long[32];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = EPOCH + 5L * i * SECOND;
            ys[i] = EPOCH + 20L * 5 * i * 1000 + (i % 4 == 1 ? random.nextLong(-SECOND, SECOND) : 0);
        }
        RobustLine line = RobustLine.through(xs, ys, 1e6);
        assertThat(line.slope()).isCloseTo(20e-6, within(1e-7));
        assertThat(line.at(xs[31] + 60 * SECOND)).isCloseTo(EPOCH + 20 * 215 * 1000, within(20_000L));
        assertThat(line.deviation()).isLessThan(40_000);
    }

    @Test
    void fromAShortTimeHardlyAnySlopeIsTaken() {
        RobustLine line = RobustLine.through(new long[] {0, SECOND}, new long[] {0, 100_000}, 1e7);
        assertThat(line.slope()).isLessThan(1e-8);
        assertThat(line.at(100 * SECOND)).isCloseTo(50_000, within(1000L));
    }

    @Test
    void ofFewPointsNoneIsLeftOutForJitter() {
        long[] ys = {-3, 9_000_000, 0, 12_000_000, 1, -11_000_000};
        RobustLine line = RobustLine.through(new long[] {0, 5, 10, 15, 20, 25}, ys, 12e6);
        assertThat(line.y()).isCloseTo(10_000_000 / 6, within(1000L));
    }

    @Test
    void onePointIsALine() {
        assertThat(RobustLine.through(new long[] {7}, new long[] {9}, 5))
                .isEqualTo(new RobustLine(7, 9, 0, 5, RobustLine.USUAL_SLOPE));
    }
}
