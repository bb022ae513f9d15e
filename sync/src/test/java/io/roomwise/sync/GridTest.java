package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {
    @Test
    void slotsAreExactlyFourTenthsOfASecondApart() {
        Grid grid = Grid.at(2.5);
        assertThat(grid.instant(4_410_000_000L)).isEqualTo(1_764_000_000_000_000_000L);
        assertThat(grid.instant(4_410_000_001L)).isEqualTo(1_764_000_000_400_000_000L);
    }

    @Test
    void theNearestSlotChangesHalfwayBetweenTwo() {
        Grid grid = Grid.at(2.5);
        assertThat(grid.nearest(199_999_999)).isZero();
        assertThat(grid.nearest(200_000_000)).isEqualTo(1);
        assertThat(grid.nearest(-200_000_001)).isEqualTo(-1);
    }

    @Test
    void firstAtOrAfterIsTheInstantItself() {
        Grid grid = Grid.at(2.5);
        assertThat(grid.firstAtOrAfter(400_000_000)).isEqualTo(1);
        assertThat(grid.firstAtOrAfter(400_000_001)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 2.5, 4, 5, 8, 10})
    void aSlotBeginsWithASampleAtEveryRate(double framesPerSecond) {
        Grid grid = Grid.at(framesPerSecond);
        long slot = 4_410_000_001L;
        assertThat(grid.periodNanos()).isEqualTo(Math.round(1e9 / framesPerSecond));
        assertThat(grid.sample(grid.instant(slot))).isEqualTo(grid.firstSample(slot));
        assertThat(grid.slotOfSample(grid.firstSample(slot))).isEqualTo(slot);
        assertThat(grid.slotOfSample(grid.firstSample(slot) - 1)).isEqualTo(slot - 1);
    }
}
