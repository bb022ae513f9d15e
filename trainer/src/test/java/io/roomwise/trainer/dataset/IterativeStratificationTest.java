package io.roomwise.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IterativeStratificationTest {
    private static final double[] SEVEN_TO_THREE = {0.7, 0.3};

    /** Shares of the labels as they are in MM-Office, from 12 % to 57 %. */
    private static boolean[][] labels(long seed, int samples) {
        double[] shares = {0.57, 0.46, 0.25, 0.18, 0.12, 0.12, 0.15, 0.29, 0.12, 0.09, 0.25, 0.12};
        Random random = new Random(seed);
        boolean[][] labels = new boolean[samples][shares.length];
        for (boolean[] sample : labels) {
            for (int c = 0; c < shares.length; c++) {
                sample[c] = random.nextDouble() < shares[c];
            }
        }
        return labels;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void eachPartHasItsShareOfEveryLabel(long seed) {
        boolean[][] labels = labels(seed, 352);
        assertThat(unevenness(labels, IterativeStratification.split(labels, SEVEN_TO_THREE, seed)))
                .isLessThan(0.02);
        int[] random = new Random(seed)
                .doubles(labels.length)
                .mapToInt(draw -> draw < 0.7 ? 0 : 1)
                .toArray();
        assertThat(unevenness(labels, random)).isGreaterThan(0.02);
    }

    /** Mean distance of the second part's share of a label from 0.3. */
    private static double unevenness(boolean[][] labels, int[] parts) {
        double sum = 0;
        for (int c = 0; c < labels[0].length; c++) {
            int all = 0;
            int second = 0;
            for (int i = 0; i < labels.length; i++) {
                all += labels[i][c] ? 1 : 0;
                second += labels[i][c] ? parts[i] : 0;
            }
            sum += Math.abs(second / (double) all - 0.3);
        }
        return sum / labels[0].length;
    }

    @Test
    void partsAreAsLargeAsWanted() {
        int[] parts = IterativeStratification.split(labels(1, 352), SEVEN_TO_THREE, 1);
        assertThat((double) Arrays.stream(parts).sum()).isCloseTo(0.3 * 352, within(10.0));
    }

    @Test
    void samplesWithoutALabelAreSpreadToo() {
        int[] parts = IterativeStratification.split(new boolean[10][3], SEVEN_TO_THREE, 1);
        assertThat(Arrays.stream(parts).sum()).isEqualTo(3);
    }

    @Test
    void theSameSeedGivesTheSameSplit() {
        boolean[][] labels = labels(1, 100);
        assertThat(IterativeStratification.split(labels, SEVEN_TO_THREE, 7))
                .isEqualTo(IterativeStratification.split(labels, SEVEN_TO_THREE, 7))
                .isNotEqualTo(IterativeStratification.split(labels, SEVEN_TO_THREE, 8));
    }

    @Test
    void nothingIsSplitIntoNothing() {
        assertThat(IterativeStratification.split(new boolean[0][0], SEVEN_TO_THREE, 1))
                .isEmpty();
    }

    @Test
    void refusesSharesThatLeaveSamplesOver() {
        assertThatThrownBy(() -> IterativeStratification.split(new boolean[4][1], new double[] {0.5, 0.3}, 1))
                .hasMessage("shares must be 1 together, were [0.5, 0.3]");
    }
}
