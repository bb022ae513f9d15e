package io.roomwise.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DistillationLossTest {
    private final NDManager scope = NDManager.newBaseManager();
    private final Gradients gradients = new Gradients(scope);

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void divergencesOfAWorkedExample() {
        NDArray p = array(new Shape(1, 3), 2, 0, -1).logSoftmax(-1);
        NDArray q = array(new Shape(1, 3), 0, 1, 0.5).logSoftmax(-1);
        assertThat(Divergence.KULLBACK_LEIBLER.of(p, q).getDouble(0, 0)).isCloseTo(1.020802821, within(1e-8));
        assertThat(Divergence.JENSEN_SHANNON.of(p, q).getDouble(0, 0)).isCloseTo(0.237347675, within(1e-8));
        assertThat(Divergence.JENSEN_SHANNON.of(q, p).getDouble(0, 0)).isCloseTo(0.237347675, within(1e-8));
    }

    @Test
    void twoCertainOppositesAreLn2Apart() {
        NDArray p = array(new Shape(1, 2), 1e4, -1e4).logSoftmax(-1);
        NDArray q = array(new Shape(1, 2), -1e4, 1e4).logSoftmax(-1);
        assertThat(Divergence.JENSEN_SHANNON.of(p, q).getDouble(0, 0)).isCloseTo(Math.log(2), within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.566285765", "2, 0.681776661", "4, 0.690874807"})
    void logitDistillationOfAWorkedExample(double temperature, double expected) {
        NDArray teacher = array(new Shape(2, 3), 2, 0, -1, 1, 1, 0);
        NDArray student = array(new Shape(2, 3), 0, 1, 0.5, 1, 0, 0);
        assertThat(LogitDistillation.of(student, teacher, ones(2, 1), temperature)
                        .getDouble())
                .isCloseTo(expected, within(1e-8));
    }

    @Test
    void logitDistillationPullsEachLogitByTheDifferenceOfProbabilities() {
        double temperature = 4;
        NDArray teacher = gradients.random(1, 2, 3);
        NDArray student = gradients.random(2, 2, 3);
        double[] taught = softmax(teacher, temperature);
        double[] learned = softmax(student, temperature);
        double[] gradient = gradients.of(student, x -> LogitDistillation.of(x, teacher, ones(2, 1), temperature));
        for (int i = 0; i < gradient.length; i++) {
            assertThat(gradient[i]).isCloseTo(temperature * (learned[i] - taught[i]) / 2, within(1e-10));
        }
    }

    @Test
    void logitDistillationLeavesOutRowsThatDoNotCount() {
        NDArray teacher = gradients.random(3, 3, 4);
        NDArray student = gradients.random(4, 3, 4);
        NDArray counts = array(new Shape(3, 1), 1, 0, 0);
        assertThat(LogitDistillation.of(student, teacher, counts, 2).getDouble())
                .isCloseTo(
                        LogitDistillation.of(student.get("0:1"), teacher.get("0:1"), ones(1, 1), 2)
                                .getDouble(),
                        within(1e-12));
        gradients.check(student, x -> LogitDistillation.of(x, teacher, counts, 2));
        assertThat(LogitDistillation.of(student, teacher, counts.zerosLike(), 2).getDouble())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"SUM, 1.625", "MEAN, 0.8125"})
    void featureDistillationOfAWorkedExample(FeatureDistillation.Elements elements, double expected) {
        Shape shape = new Shape(1, 1, 2, 2);
        NDArray counts = ones(1, 1, 2, 1);
        NDArray attended =
                FeatureDistillation.of(array(shape, 0.5, 0, 0, 1), array(shape, 1, 0, 0, 2), counts, elements);
        NDArray fused = FeatureDistillation.of(array(shape, 1, 1, 1, 0), array(shape, 2, 1, 1, 1), counts, elements);
        assertThat(attended.getDouble() + fused.getDouble()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void featureDistillationHasTheGradientOfItsDifferences(FeatureDistillation.Elements elements) {
        NDArray teacher = gradients.random(5, 2, 3, 4);
        NDArray counts = array(new Shape(2, 3, 1), 1, 1, 0, 1, 0, 0);
        gradients.check(gradients.random(6, 2, 3, 4), x -> FeatureDistillation.of(x, teacher, counts, elements));
    }

    private static final double[] VIEWS = {2, 0, -1, 0, 0, 0, 0, 1, 0.5, 1, -1, 0, 1, 1, 1, 3, 0, 0};

    @ParameterizedTest
    @CsvSource({
        "JENSEN_SHANNON, CONFIDENCE, true, 0.034234600",
        "JENSEN_SHANNON, CONFIDENCE, false, 0.041913593",
        "JENSEN_SHANNON, ONE, true, 0.099982144",
        "KULLBACK_LEIBLER, CONFIDENCE, true, 0.152177999"
    })
    void viewConsistencyOfAWorkedExample(
            Divergence divergence, ViewConsistency.Weight weight, boolean masked, double expected) {
        NDArray visible = masked ? array(new Shape(1, 3, 2), 1, 1, 1, 0, 1, 1) : ones(1, 3, 2);
        var consistency = new ViewConsistency(divergence, weight, ViewConsistency.Divisor.ALL);
        assertThat(consistency.of(array(new Shape(1, 3, 2, 3), VIEWS), visible).getDouble())
                .isCloseTo(expected, within(1e-8));
    }

    @Test
    void viewConsistencyOfVisiblePairsIsTheirMean() {
        NDArray logits = array(new Shape(1, 3, 2, 3), VIEWS);
        NDArray visible = array(new Shape(1, 3, 2), 1, 1, 1, 0, 1, 1);
        var all = new ViewConsistency();
        var seen = new ViewConsistency(all.divergence(), all.weight(), ViewConsistency.Divisor.VISIBLE);
        // 3 pairs in the first slot and 1 in the second, of 6
        assertThat(seen.of(logits, visible).getDouble())
                .isCloseTo(all.of(logits, visible).getDouble() * 6 / 4, within(1e-12));
    }

    @Test
    void viewConsistencyDoesNotKnowTheOrderOfTheViews() {
        NDArray logits = gradients.random(7, 2, 4, 3, 5);
        NDArray visible =
                array(new Shape(2, 4, 3), 1, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 0);
        NDArray order = scope.create(new long[] {2, 0, 3, 1});
        assertThat(new ViewConsistency()
                        .of(take(logits, order), take(visible, order))
                        .getDouble())
                .isCloseTo(new ViewConsistency().of(logits, visible).getDouble(), within(1e-12));
    }

    @Test
    void viewConsistencyIsZeroWhereNobodyCanDisagree() {
        NDArray logits = gradients.random(8, 1, 3, 2, 4);
        var consistency = new ViewConsistency(
                Divergence.JENSEN_SHANNON, ViewConsistency.Weight.CONFIDENCE, ViewConsistency.Divisor.VISIBLE);
        assertThat(consistency
                        .of(logits, array(new Shape(1, 3, 2), 1, 0, 0, 1, 0, 0))
                        .getDouble())
                .isZero();
        assertThat(consistency.of(logits.get(":, 0:1"), ones(1, 1, 2)).getDouble())
                .isZero();
        assertThat(consistency
                        .of(logits.get(":, 0:1").repeat(1, 3), ones(1, 3, 2))
                        .getDouble())
                .isCloseTo(0, within(1e-15));
        NDArray nobody = ones(1, 3, 2).zerosLike();
        assertThat(gradients.of(logits, x -> consistency.of(x, nobody))).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({
        "JENSEN_SHANNON, LEARNED_CONFIDENCE, ALL", "JENSEN_SHANNON, ONE, VISIBLE",
        "KULLBACK_LEIBLER, LEARNED_CONFIDENCE, VISIBLE", "KULLBACK_LEIBLER, ONE, ALL"
    })
    void viewConsistencyHasTheGradientOfItsDifferences(
            Divergence divergence, ViewConsistency.Weight weight, ViewConsistency.Divisor divisor) {
        NDArray visible = array(new Shape(2, 3, 2), 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1);
        var consistency = new ViewConsistency(divergence, weight, divisor);
        gradients.check(gradients.random(9, 2, 3, 2, 4), x -> consistency.of(x, visible));
    }

    @Test
    void confidenceItselfIsNotLearned() {
        NDArray logits = gradients.random(10, 1, 2, 1, 3);
        NDArray log = logits.logSoftmax(-1);
        double weight = Math.exp(
                log.get(":, 0").max().getDouble() + log.get(":, 1").max().getDouble());
        var even =
                new ViewConsistency(Divergence.JENSEN_SHANNON, ViewConsistency.Weight.ONE, ViewConsistency.Divisor.ALL);
        double[] plain = gradients.of(logits, x -> even.of(x, ones(1, 2, 1)));
        double[] weighted = gradients.of(logits, x -> new ViewConsistency().of(x, ones(1, 2, 1)));
        for (int i = 0; i < plain.length; i++) {
            assertThat(weighted[i]).isCloseTo(weight * plain[i], within(1e-12));
        }
    }

    @Test
    void humanCrossEntropyOfAWorkedExample() {
        NDArray logits = array(new Shape(1, 1, 3), 0.2, -0.1, 0.5);
        NDArray confidence = array(new Shape(1, 1, 3), 0.9, 0, 0.4);
        assertThat(HumanCrossEntropy.of(logits, confidence, ones(1, 1, 1)).getDouble())
                .isCloseTo(1.346907221, within(1e-8));
    }

    @Test
    void humanCrossEntropyLeavesOutDeadViews() {
        NDArray confidence = gradients.random(11, 2, 2, 3).abs();
        NDArray live = array(new Shape(2, 2, 1), 1, 0, 1, 1);
        gradients.check(gradients.random(12, 2, 2, 3), x -> HumanCrossEntropy.of(x, confidence, live));
        assertThat(HumanCrossEntropy.of(confidence, confidence, live.zerosLike())
                        .getDouble())
                .isZero();
    }

    @Test
    void generalizedCrossEntropyOfAWorkedExample() {
        NDArray probability = array(new Shape(1, 4), 0.9, 0.2, 0.6, 0.1);
        NDArray foreground = array(new Shape(1, 4), 1, 0, 1, 0);
        assertThat(GeneralizedCrossEntropy.of(probability, foreground).getDouble())
                .isCloseTo(0.419600289, within(1e-8));
    }

    @Test
    void generalizedCrossEntropyHasTheGradientOfItsDifferences() {
        NDArray foreground = array(new Shape(2, 3), 1, 0, 1, 0, 0, 0);
        NDArray probability = array(new Shape(2, 3), 0.9, 0.2, 0.6, 0.1, 0.5, 0.3);
        gradients.check(probability, x -> GeneralizedCrossEntropy.of(x, foreground));
        assertThat(gradients.of(
                        array(new Shape(1, 2), 0, 1), x -> GeneralizedCrossEntropy.of(x, array(new Shape(1, 2), 1, 0))))
                .doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }

    private NDArray array(Shape shape, double... values) {
        return scope.create(values, shape);
    }

    private NDArray ones(long... shape) {
        return gradients.random(0, shape).onesLike();
    }

    private static NDArray take(NDArray array, NDArray order) {
        return array.get(new NDIndex(":, {}", order));
    }

    private static double[] softmax(NDArray logits, double temperature) {
        return logits.div(temperature).softmax(-1).toDoubleArray();
    }
}
