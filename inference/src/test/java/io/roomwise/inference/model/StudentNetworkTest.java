package io.roomwise.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StudentNetworkTest {
    private static final int VIEWS = 3;
    private static final int PERSONS = 2;
    private static final int SLOTS = 6;

    private final NDManager scope = NDManager.newBaseManager();

    @AfterEach
    void close() {
        scope.close();
    }

    static StudentSpec spec(StudentSpec.Fusion fusion) {
        return new StudentSpec(StudentSpec.Encoder.CONVOLUTIONAL, 32, 8, 4, 16, 5, SLOTS, 4, 2, 0.1, fusion);
    }

    @Test
    void shapesAreThoseOfTheContract() {
        try (StudentNetwork network = StudentNetwork.create(spec(StudentSpec.Fusion.MAX), 1)) {
            NDArray features = network.encode(random(1, 7, 3, 32, 32), random(2, 7, 8), false);
            assertThat(features.getShape()).isEqualTo(new Shape(7, 16));

            NDArray live = scope.ones(new Shape(2, VIEWS, SLOTS));
            NDArray seen = scope.ones(new Shape(2, VIEWS, PERSONS, SLOTS));
            StudentNetwork.Scores scores =
                    network.recognize(random(3, 2, VIEWS, PERSONS, SLOTS, 16), live, seen, false);
            assertThat(scores.frameLogits().getShape()).isEqualTo(new Shape(2, SLOTS, 5));
            assertThat(scores.personFrameLogits().getShape()).isEqualTo(new Shape(2, VIEWS, PERSONS, SLOTS, 5));
            assertThat(scores.sequenceLogits().getShape()).isEqualTo(new Shape(2, 5));
        }
    }

    @Test
    void beginsWithTheWeightsOfANetworkForSmallerPictures() {
        StudentSpec small = spec(StudentSpec.Fusion.MAX);
        try (StudentNetwork old = StudentNetwork.create(small, 1);
                StudentNetwork same = StudentNetwork.create(small, 2);
                StudentNetwork larger = StudentNetwork.create(small.withPictureSize(64), 2)) {
            same.begin(old);
            larger.begin(old);

            assertThat(same.weights().tensors()).isEqualTo(old.weights().tensors());
            // one colour all over: the features inside do not know the size, those at the border weigh less
            NDArray geometry = random(3, 1, 8);
            float[] expected = old.encode(scope.full(new Shape(1, 3, 32, 32), 0.7f), geometry, false)
                    .toFloatArray();
            float[] actual = larger.encode(scope.full(new Shape(1, 3, 64, 64), 0.7f), geometry, false)
                    .toFloatArray();
            assertThat(correlation(expected, actual)).isGreaterThan(0.9);
        }
    }

    @Test
    void refusesToBeginWithAnotherNetwork() {
        try (StudentNetwork one = StudentNetwork.create(spec(StudentSpec.Fusion.MAX), 1);
                StudentNetwork other = StudentNetwork.create(spec(StudentSpec.Fusion.MEAN), 1)) {
            assertThatThrownBy(() -> one.begin(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("cannot be begun with StudentSpec[");
        }
    }

    private static double correlation(float[] a, float[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }

    @ParameterizedTest
    @EnumSource
    void whatStandsInAnAbsentViewChangesNothing(StudentSpec.Fusion fusion) {
        try (StudentNetwork network = StudentNetwork.create(spec(fusion), 1)) {
            NDArray present = scope.ones(new Shape(1, VIEWS, SLOTS));
            present.set(new float[] {1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1});
            NDArray visible = scope.ones(new Shape(1, VIEWS, PERSONS, SLOTS));
            NDArray features = random(4, 1, VIEWS, PERSONS, SLOTS, 16);
            NDArray mask = present.reshape(1, VIEWS, 1, SLOTS, 1);
            NDArray other = features.mul(mask)
                    .add(random(5, 1, VIEWS, PERSONS, SLOTS, 16).mul(mask.neg().add(1)));

            StudentNetwork.Scores one = network.recognize(features, present, visible, false);
            StudentNetwork.Scores two = network.recognize(other, present, visible, false);

            assertThat(two.frameLogits().toFloatArray())
                    .containsExactly(one.frameLogits().toFloatArray());
            assertThat(two.sequenceLogits().toFloatArray())
                    .containsExactly(one.sequenceLogits().toFloatArray());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRoomScoresTheSameWithAndWithoutADeadView(StudentSpec.Fusion fusion) {
        try (StudentNetwork network = StudentNetwork.create(spec(fusion), 1)) {
            NDArray two = random(6, 1, 2, PERSONS, SLOTS, 16);
            NDArray three = two.concat(random(7, 1, 1, PERSONS, SLOTS, 16), 1);
            NDArray live = scope.ones(new Shape(1, 2, SLOTS));
            NDArray dead = live.concat(scope.zeros(new Shape(1, 1, SLOTS)), 1);
            NDArray seen = scope.ones(new Shape(1, 2, PERSONS, SLOTS));
            NDArray unseen = seen.concat(scope.zeros(new Shape(1, 1, PERSONS, SLOTS)), 1);

            float[] expected =
                    network.recognize(two, live, seen, false).frameLogits().toFloatArray();
            float[] actual =
                    network.recognize(three, dead, unseen, false).frameLogits().toFloatArray();

            assertThat(actual).usingComparatorWithPrecision(1e-5f).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSlotWithoutAnyViewScoresNearlyZero(StudentSpec.Fusion fusion) {
        try (StudentNetwork network = StudentNetwork.create(spec(fusion), 1)) {
            NDArray nothing = scope.zeros(new Shape(1, VIEWS, SLOTS));
            NDArray unseen = scope.zeros(new Shape(1, VIEWS, PERSONS, SLOTS));
            StudentNetwork.Scores scores =
                    network.recognize(random(8, 1, VIEWS, PERSONS, SLOTS, 16), nothing, unseen, false);
            assertThat(scores.frameLogits().toFloatArray()).containsOnly(-10f);
            for (float logit : scores.sequenceLogits().toFloatArray()) {
                assertThat(logit).isFinite();
            }
        }
    }

    @Test
    void whereNobodyIsVisibleTheFeatureDoesNotCount() {
        try (StudentNetwork network = StudentNetwork.create(spec(StudentSpec.Fusion.MAX), 1)) {
            NDArray present = scope.ones(new Shape(1, VIEWS, SLOTS));
            NDArray visible = scope.zeros(new Shape(1, VIEWS, PERSONS, SLOTS));
            float[] one = network.recognize(random(9, 1, VIEWS, PERSONS, SLOTS, 16), present, visible, false)
                    .frameLogits()
                    .toFloatArray();
            float[] two = network.recognize(random(10, 1, VIEWS, PERSONS, SLOTS, 16), present, visible, false)
                    .frameLogits()
                    .toFloatArray();
            assertThat(two).containsExactly(one);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOrderOfPeopleInAViewIsWithoutMeaning(StudentSpec.Fusion fusion) {
        try (StudentNetwork network = StudentNetwork.create(spec(fusion), 1)) {
            NDArray one = random(17, 1, VIEWS, 1, SLOTS, 16);
            NDArray other = random(18, 1, VIEWS, 1, SLOTS, 16);
            NDArray live = scope.ones(new Shape(1, VIEWS, SLOTS));
            NDArray seen = scope.ones(new Shape(1, VIEWS, 2, SLOTS));
            StudentNetwork.Scores there = network.recognize(one.concat(other, 2), live, seen, false);
            StudentNetwork.Scores back = network.recognize(other.concat(one, 2), live, seen, false);
            assertThat(back.frameLogits().toFloatArray())
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(there.frameLogits().toFloatArray());
            assertThat(back.personFrameLogits().get(":, :, 0").toFloatArray())
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(there.personFrameLogits().get(":, :, 1").toFloatArray());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTrackThatFollowsNobodyChangesNothing(StudentSpec.Fusion fusion) {
        try (StudentNetwork network = StudentNetwork.create(spec(fusion), 1)) {
            NDArray one = random(17, 1, VIEWS, 1, SLOTS, 16);
            NDArray live = scope.ones(new Shape(1, VIEWS, SLOTS));
            NDArray seen = scope.ones(new Shape(1, VIEWS, 1, SLOTS));
            NDArray two = random(18, 1, VIEWS, 1, SLOTS, 16).concat(one, 2);
            float[] alone =
                    network.recognize(one, live, seen, false).frameLogits().toFloatArray();
            float[] beside = network.recognize(two, live, seen.zerosLike().concat(seen, 2), false)
                    .frameLogits()
                    .toFloatArray();
            assertThat(beside).usingComparatorWithPrecision(1e-5f).containsExactly(alone);
        }
    }

    @Test
    void aShorterWindowKeepsItsPositions() {
        // The slots before were absent, so the longer window knows no more than the shorter one.
        try (StudentNetwork network = StudentNetwork.create(spec(StudentSpec.Fusion.MAX), 1)) {
            NDArray recent = random(11, 1, 1, 1, 4, 16);
            NDArray padded = random(12, 1, 1, 1, 2, 16).concat(recent, 3);
            NDArray live = scope.ones(new Shape(1, 1, 4));
            NDArray late = scope.zeros(new Shape(1, 1, 2)).concat(live, 2);
            float[] shorter = network.recognize(recent, live, live.expandDims(1), false)
                    .frameLogits()
                    .toFloatArray();
            float[] longer = network.recognize(padded, late, late.expandDims(1), false)
                    .frameLogits()
                    .toFloatArray();
            for (int i = 0; i < shorter.length; i++) {
                assertThat(longer[2 * 5 + i]).isCloseTo(shorter[i], within(1e-5f));
            }
        }
    }

    @Test
    void featuresOfAFrameDoNotDependOnItsCompanions() {
        try (StudentNetwork network = StudentNetwork.create(spec(StudentSpec.Fusion.MAX), 1)) {
            NDArray pixels = random(13, 4, 3, 32, 32);
            NDArray geometry = random(14, 4, 8);
            float[] together = network.encode(pixels, geometry, false).get("2").toFloatArray();
            float[] alone = network.encode(pixels.get("2:3"), geometry.get("2:3"), false)
                    .toFloatArray();
            assertThat(alone).usingComparatorWithPrecision(1e-5f).containsExactly(together);
        }
    }

    @Test
    void comesBackFromItsFileExactly(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("student.safetensors");
        NDArray pixels = random(15, 2, 3, 32, 32);
        NDArray geometry = random(16, 2, 8);
        float[] expected;
        try (StudentNetwork network = StudentNetwork.create(spec(StudentSpec.Fusion.MAX), 1)) {
            network.encode(pixels, geometry, true); // moves the running means
            expected = network.encode(pixels, geometry, false).toFloatArray();
            network.save(file);
        }
        try (StudentNetwork network = StudentNetwork.create(spec(StudentSpec.Fusion.MAX), 2)) {
            network.weights().load(file);
            assertThat(network.encode(pixels, geometry, false).toFloatArray()).containsExactly(expected);
            assertThat(network.weights().learned())
                    .allMatch(weight -> weight.array().hasGradient());
        }
    }

    @Test
    void refusesTheWeightsOfAnotherArchitecture(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("student.safetensors");
        try (StudentNetwork network = StudentNetwork.create(spec(StudentSpec.Fusion.MAX), 1)) {
            network.save(file);
        }
        StudentSpec wider = new StudentSpec(
                StudentSpec.Encoder.CONVOLUTIONAL, 32, 8, 4, 32, 5, SLOTS, 4, 2, 0.1, StudentSpec.Fusion.MAX);
        try (StudentNetwork network = StudentNetwork.create(wider, 1)) {
            assertThatThrownBy(() -> network.weights().load(file))
                    .isInstanceOf(ModelFileException.class)
                    .hasMessageContaining("student.safetensors tensor encoder.out.weight has shape");
        }
    }

    @Test
    void nativeMemoryStaysFlatInTrainingAndServing() {
        try (StudentNetwork network = StudentNetwork.create(spec(StudentSpec.Fusion.GATED), 1)) {
            int before = network.weights().managedArrays();
            for (int i = 0; i < 3; i++) {
                try (NDManager step = scope.newSubManager();
                        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    NDArray features = network.encode(
                            random(step, 1, VIEWS * SLOTS, 3, 32, 32), random(step, 2, VIEWS * SLOTS, 8), true);
                    NDArray live = step.ones(new Shape(1, VIEWS, SLOTS));
                    NDArray loss = network.recognize(
                                    features.reshape(1, VIEWS, 1, SLOTS, 16), live, live.expandDims(2), true)
                            .frameLogits()
                            .sum();
                    collector.backward(loss);
                }
            }
            assertThat(network.weights().managedArrays()).isEqualTo(before);
        }
    }

    @Test
    void specSurvivesItsMap() {
        StudentSpec spec = spec(StudentSpec.Fusion.GATED);
        assertThat(StudentSpec.fromMap(spec.toMap())).isEqualTo(spec);
    }

    private NDArray random(long seed, long... shape) {
        return random(scope, seed, shape);
    }

    private static NDArray random(NDManager manager, long seed, long... shape) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(new Shape(shape).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, new Shape(shape));
    }
}
