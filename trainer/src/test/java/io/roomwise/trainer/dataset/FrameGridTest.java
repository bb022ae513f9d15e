package io.roomwise.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameGridTest {
    private static final FrameGrid GRID = new FrameGrid(2.5);

    @ParameterizedTest
    @CsvSource({"30, 12", "29.97, 12", "25, 10", "20.039, 8", "24, 10", "26.25, 10", "28.75, 12", "0.5, 1"})
    void takesEverySoManyFrames(double videoFramesPerSecond, int interval) {
        assertThat(GRID.interval(videoFramesPerSecond)).isEqualTo(interval);
    }

    @Test
    void countsTheLastFrameOfAnUnfinishedInterval() {
        assertThat(GRID.length(36, 30)).isEqualTo(3);
        assertThat(GRID.length(37, 30)).isEqualTo(4);
        assertThat(GRID.length(0, 30)).isZero();
    }

    @Test
    void roundsHalvesToEven() {
        assertThat(IntStream.of(2, 6, 10, 14, 18, 22).map(tenths -> GRID.row(tenths / 10.0)))
                .containsExactly(0, 2, 2, 4, 4, 6);
    }

    @Test
    void samplesEvenly() {
        assertThat(FrameGrid.uniform(10, 4)).containsExactly(0, 2, 5, 7);
        assertThat(FrameGrid.uniform(3, 5)).containsExactly(0, 0, 1, 1, 2);
        assertThat(FrameGrid.uniform(4, 4)).containsExactly(0, 1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource({"148, 70", "70, 70", "3, 5", "1, 4", "1000, 7"})
    void perturbedRowsReachFromTheirPlaceToTheNext(int length, int samples) {
        int[] even = FrameGrid.uniform(length, samples);
        int[] smallest = new int[samples];
        int[] largest = new int[samples];
        Arrays.fill(smallest, Integer.MAX_VALUE);
        for (int seed = 0; seed < 2000; seed++) {
            int[] rows = FrameGrid.perturbed(length, samples, new Random(seed));
            assertThat(rows).isSorted();
            for (int i = 0; i < samples; i++) {
                smallest[i] = Math.min(smallest[i], rows[i]);
                largest[i] = Math.max(largest[i], rows[i]);
            }
        }
        assertThat(smallest[0]).isZero();
        for (int i = 0; i < samples; i++) {
            int next = i + 1 < samples ? even[i + 1] : length - 1;
            assertThat(smallest[i]).isGreaterThanOrEqualTo(even[i]);
            assertThat(largest[i]).isLessThanOrEqualTo(next);
        }
    }

    @Test
    void perturbedRowsAreDrawnFromAllOfThem() {
        boolean[] drawn = new boolean[20];
        for (int seed = 0; seed < 500; seed++) {
            for (int row : FrameGrid.perturbed(20, 4, new Random(seed))) {
                drawn[row] = true;
            }
        }
        assertThat(drawn).containsOnly(true);
    }

    @Test
    void refusesAGridWithoutARate() {
        assertThatThrownBy(() -> new FrameGrid(0)).hasMessage("frames per second must be above 0, were 0.0");
    }
}
