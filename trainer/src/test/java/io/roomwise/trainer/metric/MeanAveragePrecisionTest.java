package io.roomwise.trainer.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MeanAveragePrecisionTest {
    @Test
    void ofAWorkedExample() {
        boolean[][] labels = {{true, false, false}, {false, true, false}, {true, false, false}, {true, true, false}};
        float[][] scores = {{0.9f, 0.2f, 0.1f}, {0.3f, 0.6f, 0.3f}, {0.4f, 0.7f, 0.2f}, {0.1f, 0.9f, 0.9f}};
        MeanAveragePrecision precision = MeanAveragePrecision.of(scores, labels);
        // the published code adds 1e-8 to each number of positives: 87.4999996 and 83.3333326
        assertThat(precision.overClasses()).isCloseTo(87.4999996, within(1e-6));
        assertThat(precision.overSamples()).isCloseTo(83.3333326, within(1e-6));
        assertThat(precision.classes().get(0)).isCloseTo(91.667, within(1e-3));
        assertThat(precision.classes().get(1)).isCloseTo(83.333, within(1e-3));
        assertThat(precision.classes().get(2)).isNaN();
    }

    @Test
    void ofNothingIsNotANumber() {
        assertThat(MeanAveragePrecision.of(new float[0][0], new boolean[0][0]).overClasses())
                .isNaN();
    }
}
