package io.roomwise.trainer.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.roomwise.trainer.loop.Adam;
import io.roomwise.trainer.loop.Feeder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DetectorLearningTest {
    private final Anchors anchors = new Anchors();

    @Test
    void overlapOfWorkedExamples() {
        assertThat(TaskAlignedAssigner.overlap(new float[] {0, 0, 2, 2}, new float[] {1, 1, 3, 3}))
                .isCloseTo(1 / 7f, within(1e-6f));
        assertThat(TaskAlignedAssigner.overlap(new float[] {0, 0, 1, 1}, new float[] {2, 2, 3, 3}))
                .isZero();
    }

    @Test
    void generalisedOverlapOfWorkedExamples() {
        try (NDManager scope = NDManager.newBaseManager()) {
            // 2 x 2 in 4 x 4 about one centre: 4 / 16, and the hull is the larger box; then 4 x 2 and 2 x 4: 4 / 12
            // in a hull of 16
            NDArray p = scope.create(new double[] {1, 1, 1, 1, 2, 1, 2, 1}, new Shape(1, 2, 4));
            NDArray q = scope.create(new double[] {2, 2, 2, 2, 1, 2, 1, 2}, new Shape(1, 2, 4));
            double[] overlap = DetectorLoss.generalisedOverlap(p, q).toDoubleArray();
            assertThat(overlap[0]).isCloseTo(0.25, within(1e-12));
            assertThat(overlap[1]).isCloseTo(4 / 12.0 - 4 / 16.0, within(1e-12));
        }
    }

    @Test
    void generalisedOverlapHasTheGradientOfItsDifferences() {
        try (NDManager scope = NDManager.newBaseManager()) {
            double[] values = {1.3, 0.7, 2.1, 1.2, 0.4, 1.9, 0.8, 2.2};
            NDArray q = scope.create(new double[] {1, 1, 2, 2, 0.6, 1.5, 1, 1}, new Shape(1, 2, 4));
            NDArray p = scope.create(values, new Shape(1, 2, 4));
            p.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(DetectorLoss.generalisedOverlap(p, q).sum());
            }
            double[] gradient = p.getGradient().toDoubleArray();
            for (int i = 0; i < values.length; i++) {
                double up = shifted(scope, values, i, 1e-6, q);
                double down = shifted(scope, values, i, -1e-6, q);
                assertThat(gradient[i]).isCloseTo((up - down) / 2e-6, within(1e-6));
            }
        }
    }

    private static double shifted(NDManager scope, double[] values, int index, double step, NDArray q) {
        double[] moved = values.clone();
        moved[index] += step;
        NDArray p = scope.create(moved, new Shape(1, 2, 4));
        return DetectorLoss.generalisedOverlap(p, q).sum().getDouble();
    }

    @Test
    void eachPersonGetsAsManyCellsAsTheHeadAllows() {
        float[] outputs = new float[anchors.count * DetectorNetwork.OUTPUTS];
        float[][] persons = {{20, 20, 60, 120}, {150, 40, 200, 150}};
        assertThat(cells(outputs, persons, 1)).containsExactly(1, 1);
        assertThat(cells(outputs, persons, 10)).containsExactly(10, 10);
    }

    @Test
    void aPersonSmallerThanACellStillGetsOne() {
        float[] outputs = new float[anchors.count * DetectorNetwork.OUTPUTS];
        assertThat(cells(outputs, new float[][] {{49, 33, 51, 35}}, 10)).containsExactly(1);
    }

    @Test
    void theBestAlignedCellIsWantedAsMuchAsItOverlaps() {
        float[] outputs = new float[anchors.count * DetectorNetwork.OUTPUTS];
        int chosen = 5 * 32 + 7; // centre 60, 44
        for (int i = 1; i <= 4; i++) {
            outputs[chosen * DetectorNetwork.OUTPUTS + i] = (float) Math.log(2); // 16 pixels to each side
        }
        int[] person = new int[anchors.count];
        float[] score = new float[anchors.count];
        new TaskAlignedAssigner(anchors, 1).assign(outputs, 0, new float[][] {{44, 28, 76, 60}}, person, score);
        assertThat(person[chosen]).isZero();
        assertThat(score[chosen]).isCloseTo(1, within(1e-5f));
    }

    @Test
    void theOneToOneHeadAnswersWhereTheBoxHasItsCentre() {
        float[] outputs = new float[anchors.count * DetectorNetwork.OUTPUTS];
        int aside = 5 * 32 + 9; // centre 76, 44: within the box, and it alone fits it
        float[] logs = {(float) Math.log(36 / 8.0), (float) Math.log(4), (float) Math.log(4 / 8.0), (float) Math.log(4)
        };
        System.arraycopy(logs, 0, outputs, aside * DetectorNetwork.OUTPUTS + 1, logs.length);
        float[][] box = {{40, 12, 80, 76}};
        int[] person = new int[anchors.count];
        new TaskAlignedAssigner(anchors, 10).assign(outputs, 0, box, person, new float[anchors.count]);
        assertThat(person[aside]).as("one of many").isZero();
        new TaskAlignedAssigner(anchors, 1).assign(outputs, 0, box, person, new float[anchors.count]);
        assertThat(person[aside]).as("the one").isEqualTo(-1);
        for (int a = 0; a < anchors.count; a++) {
            if (person[a] == 0) {
                assertThat(Math.abs(anchors.x[a] - 60)).isLessThanOrEqualTo(anchors.stride[a] / 2);
                assertThat(Math.abs(anchors.y[a] - 44)).isLessThanOrEqualTo(anchors.stride[a] / 2);
            }
        }
    }

    private int[] cells(float[] outputs, float[][] persons, int perPerson) {
        int[] person = new int[anchors.count];
        new TaskAlignedAssigner(anchors, perPerson).assign(outputs, 0, persons, person, new float[anchors.count]);
        int[] counts = new int[persons.length];
        for (int p : person) {
            if (p >= 0) {
                counts[p]++;
            }
        }
        return counts;
    }

    @Test
    @Timeout(120)
    void bothHeadsLearnAFewPicturesByHeartInFlatMemory() {
        DetectorBatch pictures = blocks();
        try (DetectorNetwork network = new DetectorNetwork(1);
                Adam adam = new Adam(network.weights(), new Adam.Settings(0, Adam.Decay.DECOUPLED, 10));
                Feeder<DetectorBatch> feeder = new Feeder<>(List.of(pictures, pictures), 0, (step, batch) -> {})) {
            feeder.start();
            DetectorMethod method = new DetectorMethod(network, feeder, List.of());
            Map<String, Float> first = step(method, adam, 0, 4e-3);
            int arrays = network.weights().managedArrays();
            Map<String, Float> last = first;
            for (int i = 1; i < 60; i++) {
                last = step(method, adam, i, 4e-3 * (60 - i) / 60);
            }
            for (String term : first.keySet()) {
                assertThat(last.get(term)).as(term).isLessThan(0.6f * first.get(term));
            }
            assertThat(network.weights().managedArrays()).isEqualTo(arrays);
        }
    }

    private static Map<String, Float> step(DetectorMethod method, Adam adam, int step, double rate) {
        Map<String, Float> values = new LinkedHashMap<>();
        try (NDManager scope = NDManager.newBaseManager()) {
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray total = scope.zeros(new Shape());
                for (Map.Entry<String, NDArray> term :
                        method.losses(scope, step).entrySet()) {
                    values.put(term.getKey(), term.getValue().getFloat());
                    total = total.add(term.getValue());
                }
                collector.backward(total);
            }
            adam.step(rate);
        }
        return values;
    }

    /** Bright blocks on dark noise. */
    private static DetectorBatch blocks() {
        DetectorBatch batch = new DetectorBatch(2);
        Random random = new Random(1);
        for (int i = 0; i < batch.size; i++) {
            int left = 20 + 40 * i;
            int top = 30 + 20 * i;
            FloatBuffer picture = batch.picture(i);
            for (int at = 0; at < picture.capacity(); at++) {
                int x = at % DetectorNetwork.WIDTH;
                int y = at / DetectorNetwork.WIDTH % DetectorNetwork.HEIGHT;
                boolean inside = x >= left && x < left + 30 && y >= top && y < top + 60;
                picture.put(at, (inside ? 0.8f : 0.2f) + 0.1f * random.nextFloat());
            }
            batch.persons[i] = new float[][] {{left, top, left + 30, top + 60}};
            batch.ignored[i] = new float[0][];
        }
        return batch;
    }
}
