package io.roomwise.trainer.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.roomwise.trainer.metric.EventMatch.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTest {
    private static final float[] SCORES = {0.9f, 0.8f, 0.7f, 0.6f, 0.5f, 0.4f};

    @Test
    void averagePrecisionOfWorkedExamples() {
        assertThat(precision(0, 2, 5)).isCloseTo(0.72222222, within(1e-8));
        assertThat(precision(5)).isCloseTo(0.16666667, within(1e-8));
        assertThat(precision(0, 1)).isEqualTo(1);
    }

    @Test
    void aClassWithoutPositivesHasNoAveragePrecision() {
        assertThat(precision()).isNaN();
    }

    @Test
    void positivesThatWereNotFoundLowerThePrecision() {
        assertThat(AveragePrecision.of(new float[] {0.9f}, new boolean[] {true}, 2))
                .isEqualTo(0.5);
    }

    @Test
    void tiesAreRankedByIndex() {
        float[] scores = {0.5f, 0.5f};
        assertThat(AveragePrecision.of(scores, new boolean[] {true, false}, 1)).isEqualTo(1);
        assertThat(AveragePrecision.of(scores, new boolean[] {false, true}, 1)).isEqualTo(0.5);
    }

    @Test
    void theOperatingPointHasTheBestF1() {
        float[] scores = {0.2f, 0.9f, 0.5f, 0.8f};
        boolean[] right = {true, true, true, false};
        assertThat(OperatingPoint.ofBestF1(scores, right, 3)).isEqualTo(new OperatingPoint(0.2f, 0.75, 1));
        assertThat(OperatingPoint.ofBestF1(scores, right, 9)).isEqualTo(new OperatingPoint(0.2f, 0.75, 3 / 9.0));
        boolean[] wrongAtLast = {false, true, true, false};
        assertThat(OperatingPoint.ofBestF1(scores, wrongAtLast, 2)).isEqualTo(new OperatingPoint(0.5f, 2 / 3.0, 1));
    }

    @Test
    void anOperatingPointTakesAllOfEqualScoresOrNone() {
        float[] scores = {0.5f, 0.5f, 0.5f};
        OperatingPoint all = new OperatingPoint(0.5f, 1 / 3.0, 1);
        assertThat(OperatingPoint.ofBestF1(scores, new boolean[] {true, false, false}, 1))
                .isEqualTo(all);
        assertThat(OperatingPoint.ofBestF1(scores, new boolean[] {false, false, true}, 1))
                .isEqualTo(all);
    }

    @Test
    void whereNothingIsRightTheOperatingPointIsTheMiddle() {
        assertThat(OperatingPoint.ofBestF1(new float[] {0.9f}, new boolean[] {false}, 3))
                .isEqualTo(new OperatingPoint(0.5f, 1, 0));
    }

    private static double precision(int... positives) {
        boolean[] positive = new boolean[SCORES.length];
        for (int index : positives) {
            positive[index] = true;
        }
        return AveragePrecision.of(SCORES, positive, positives.length);
    }

    @Test
    void aStartFitsFromASecondBeforeToTwoSecondsAfter() {
        for (double start : new double[] {9, 11, 15}) {
            assertThat(match(List.of(start), new Span(10, 13))).isEqualTo(new EventMatch(1, 1, 1));
        }
        for (double start : new double[] {8.9, 15.1}) {
            assertThat(match(List.of(start), new Span(10, 13))).isEqualTo(new EventMatch(1, 1, 0));
        }
    }

    @Test
    void startsAndActionsPairOneToOne() {
        assertThat(match(List.of(11.0, 12.0), new Span(10, 13))).isEqualTo(new EventMatch(2, 1, 1));
        assertThat(match(List.of(11.5, 18.0), new Span(11, 20), new Span(10, 12)))
                .isEqualTo(new EventMatch(2, 2, 2));
    }

    @Test
    void actionsAtTheEdgesDoNotCountNorDoTheirStarts() {
        assertThat(match(List.of(0.5), new Span(-2, 1))).isEqualTo(EventMatch.NOTHING);
        assertThat(match(List.of(99.0), new Span(98, 99))).isEqualTo(EventMatch.NOTHING);
    }

    @Test
    void figuresFollowFromCounts() {
        EventMatch match = new EventMatch(4, 5, 3).plus(new EventMatch(1, 1, 1));
        assertThat(match.precision()).isEqualTo(0.8);
        assertThat(match.recall()).isEqualTo(4 / 6.0);
        assertThat(match.f1()).isEqualTo(8 / 11.0);
        assertThat(EventMatch.NOTHING.f1()).isEqualTo(1);
    }

    private static EventMatch match(List<Double> starts, Span... actions) {
        return EventMatch.of(starts, List.of(actions), 0, 100);
    }

    @Test
    void theFMeasureWeighsRecallAsItIsTold() {
        EventMatch match = new EventMatch(4, 10, 3); // precision 0.75, recall 0.3
        assertThat(match.f1()).isCloseTo(2 * 0.75 * 0.3 / (0.75 + 0.3), within(1e-12));
        assertThat(match.f(2)).isCloseTo(3 * 0.75 * 0.3 / (2 * 0.75 + 0.3), within(1e-12));
        assertThat(EventMatch.NOTHING.f(2)).isEqualTo(1);
    }
}
