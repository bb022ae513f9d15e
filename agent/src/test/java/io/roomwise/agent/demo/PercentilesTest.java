package io.roomwise.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void takesTheNearestRank() {
        List<Double> hundred =
                IntStream.rangeClosed(1, 100).mapToObj(i -> (double) (101 - i)).toList();
        assertThat(Percentiles.of(hundred)).isEqualTo(new Percentiles(50, 95, 99));
        assertThat(Percentiles.of(List.of(7.0))).isEqualTo(new Percentiles(7, 7, 7));
    }

    @Test
    void isZeroOfNothing() {
        assertThat(Percentiles.of(List.of())).isEqualTo(new Percentiles(0, 0, 0));
    }
}
