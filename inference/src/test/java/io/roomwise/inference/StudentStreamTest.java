package io.roomwise.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.roomwise.capture.Picture;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.PersonRegion;
import io.roomwise.inference.clip.PersonTracks;
import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.Student;
import io.roomwise.inference.model.StudentArchitecture;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("architectures")
class StudentStreamTest {
    private static final int VIEWS = 3;
    private static final int PERSONS = TinyStudent.INPUT.persons();
    private static final int FRAMES = TinyStudent.FRAMES;
    private static final int CLASSES = TinyStudent.SPEC.classes();

    private final Student network;
    private final Map<Long, Frame[]> history = new HashMap<>();

    /** What a view saw in a slot; without a picture it was absent. */
    private record Frame(Picture picture, PersonMask mask) {}

    StudentStreamTest(StudentArchitecture architecture) {
        network = TinyStudent.create(architecture, 5);
    }

    static List<StudentArchitecture> architectures() {
        return List.of(
                TinyStudent.SPEC,
                TinyStudent.distilled(Kind.MULTI_ASL),
                TinyStudent.distilled(Kind.MULTI_TSF),
                TinyStudent.distilled(Kind.MULTI_TRANS));
    }

    @BeforeEach
    void serveWithoutAutograd() {
        JniUtils.setGradMode(false);
        JniUtils.setNumThreads(1); // threads that wait for each other on shared cores take seconds
    }

    @AfterEach
    void close() {
        network.close();
        JniUtils.setGradMode(true);
    }

    @Test
    void theStreamEqualsTheWholeWindowComputedAnew() {
        var random = new Random(1);
        try (var stream = stream(false)) {
            for (long slot = 1_000_000_000_000L, i = 0; i < 3 * FRAMES; i++, slot++) {
                for (int view = 0; view < VIEWS; view++) {
                    if (random.nextInt(4) > 0) {
                        frames(slot)[view] = frame(random, random.nextInt(3) > 0);
                    }
                }
                assertEquals(push(stream, slot), recomputed(slot, false));
                if (random.nextInt(5) == 0) {
                    slot += 1 + random.nextInt(3); // windows that were given up
                }
            }
        }
    }

    @Test
    void emptyViewsAreEncodedWhereThatIsWanted() {
        var random = new Random(2);
        try (var stream = stream(true);
                var gated = stream(false)) {
            frames(7)[0] = frame(random, true);
            frames(7)[1] = frame(random, false);
            float[] scores = push(stream, 7);
            assertEquals(scores, recomputed(7, true));
            assertThat(scores).isNotEqualTo(push(gated, 7));
        }
    }

    @Test
    void aGapLongerThanTheWindowForgetsEverything() {
        var random = new Random(3);
        try (var stream = stream(false);
                var fresh = stream(false)) {
            frames(1)[0] = frame(random, true);
            push(stream, 1);
            frames(1 + FRAMES)[1] = frame(random, true);
            assertEquals(push(stream, 1 + FRAMES), push(fresh, 1 + FRAMES));
        }
    }

    @Test
    void aClockSetBackForgetsEverything() {
        var random = new Random(4);
        try (var stream = stream(false);
                var fresh = stream(false)) {
            frames(100)[0] = frame(random, true);
            push(stream, 100);
            frames(99)[1] = frame(random, true);
            assertEquals(push(stream, 99), push(fresh, 99));
        }
    }

    @Test
    void aSlotThatWasNotEncodedCountsAsAbsent() {
        var random = new Random(5);
        try (var stream = stream(false);
                var fresh = stream(false)) {
            frames(1)[0] = frame(random, true);
            frames(2)[0] = frame(random, true);
            stream.advance(1);
            stream.see(0, frames(1)[0].picture(), frames(1)[0].mask()); // encoding failed
            assertEquals(push(stream, 2), push(fresh, 2));
        }
    }

    @Test
    void aWindowWithoutAnyViewScoresNearZero() {
        try (var stream = stream(false)) {
            assertThat(push(stream, 1))
                    .hasSize(FRAMES * CLASSES)
                    .containsOnly(new float[] {scoreOf(-10)}, within(1e-6f));
        }
    }

    @Test
    void nativeArraysDoNotGrow() {
        var random = new Random(6);
        try (var stream = stream(false)) {
            frames(0)[0] = frame(random, true);
            frames(0)[2] = frame(random, true);
            push(stream, 0);
            int arrays = stream.managedArrays();
            int weights = network.weights().managedArrays();
            for (long slot = 1; slot < 50; slot++) {
                history.put(slot, frames(0));
                push(stream, slot);
            }
            assertThat(stream.managedArrays()).isEqualTo(arrays);
            assertThat(network.weights().managedArrays()).isEqualTo(weights);
        }
    }

    @Test
    void scoresAreFoundByTheirSlot() {
        var scores = new StudentScores(10, new float[] {0, 1, 2, 3, 4, 5}, new float[] {-1, 1});
        assertThat(scores.covers(7)).isFalse();
        assertThat(scores.covers(8)).isTrue();
        assertThat(scores.covers(11)).isFalse();
        assertThat(scores.at(8)).containsExactly(0.5f, scoreOf(1));
        assertThat(scores.at(10)).containsExactly(scoreOf(4), scoreOf(5));
        assertThat(scores.sequence()).containsExactly(scoreOf(-1), scoreOf(1));
    }

    private StudentStream stream(boolean encodeEmptyViews) {
        return new StudentStream(
                network, TinyStudent.INPUT, new ClipEncoder(TinyStudent.INPUT), VIEWS, encodeEmptyViews);
    }

    private Frame[] frames(long slot) {
        return history.computeIfAbsent(slot, key -> new Frame[VIEWS]);
    }

    /** Scores of the whole window, [frames, classes]. */
    private float[] push(StudentStream stream, long slot) {
        stream.advance(slot);
        for (int view = 0; view < VIEWS; view++) {
            Frame frame = frames(slot)[view];
            if (frame != null) {
                stream.see(view, frame.picture(), frame.mask());
            }
        }
        stream.encode();
        StudentScores scores = stream.recognize();
        float[] all = new float[FRAMES * CLASSES];
        for (int i = 0; i < FRAMES; i++) {
            System.arraycopy(scores.at(slot - FRAMES + 1 + i), 0, all, i * CLASSES, CLASSES);
        }
        return all;
    }

    /** All frames of the window encoded in one batch, nothing kept. */
    private float[] recomputed(long newest, boolean encodeEmptyViews) {
        int side = TinyStudent.SPEC.pictureSize();
        int cells = VIEWS * PERSONS * FRAMES;
        FloatBuffer pixels = FloatBuffer.allocate(cells * 3 * side * side);
        FloatBuffer geometry = FloatBuffer.allocate(cells * ClipEncoder.GEOMETRY);
        float[] present = new float[VIEWS * FRAMES];
        float[] visible = new float[cells];
        var clips = new ClipEncoder(TinyStudent.INPUT);
        for (int view = 0; view < VIEWS; view++) {
            var tracks = new PersonTracks(PERSONS);
            for (long slot : new TreeSet<>(history.keySet())) {
                Frame frame = frames(slot)[view];
                long t = slot - newest + FRAMES - 1;
                if (frame == null || t >= FRAMES) {
                    continue;
                }
                List<PersonRegion> rows = tracks.follow( // of older slots too: they made the tracks
                        frame.mask().regions(), frame.mask().faintRegions());
                if (t < 0) {
                    continue;
                }
                present[view * FRAMES + (int) t] = 1;
                for (int person = 0; person < PERSONS; person++) {
                    int cell = (view * PERSONS + person) * FRAMES + (int) t;
                    boolean nobody = rows.stream().allMatch(row -> row.persons() == 0);
                    boolean empty = encodeEmptyViews && nobody && person == 0;
                    if (empty || rows.get(person).persons() > 0) {
                        visible[cell] = 1;
                        clips.encode(
                                frame.picture(),
                                rows.get(person),
                                pixels.position(cell * 3 * side * side),
                                geometry.position(cell * ClipEncoder.GEOMETRY));
                    }
                }
            }
        }
        try (NDManager scope = NDManager.newBaseManager()) {
            NDArray features = network.encode(
                    scope.create(pixels.clear(), new Shape(cells, 3, side, side)),
                    scope.create(geometry.clear(), new Shape(cells, ClipEncoder.GEOMETRY)),
                    false);
            float[] logits = network.serve(
                            features.reshape(1, VIEWS, PERSONS, FRAMES, TinyStudent.SPEC.width()),
                            scope.create(present, new Shape(1, VIEWS, FRAMES)),
                            scope.create(visible, new Shape(1, VIEWS, PERSONS, FRAMES)))
                    .frames()
                    .toFloatArray();
            for (int i = 0; i < logits.length; i++) {
                logits[i] = scoreOf(logits[i]);
            }
            return logits;
        }
    }

    private static Frame frame(Random random, boolean somebody) {
        ByteBuffer rgb = ByteBuffer.allocateDirect(48 * 36 * 3);
        byte[] noise = new byte[rgb.capacity()];
        random.nextBytes(noise);
        List<PersonBox> people = new ArrayList<>();
        List<PersonBox> faint = new ArrayList<>();
        for (int i = 0; i < (somebody ? 1 + random.nextInt(PERSONS + 1) : 0); i++) {
            float left = random.nextFloat() / 2;
            float top = random.nextFloat() / 2;
            (random.nextInt(4) == 0 ? faint : people).add(new PersonBox(left, top, left + 0.3f, top + 0.4f, 0.8f));
        }
        return new Frame(new Picture(48, 36, rgb.put(noise).flip()), new PersonMask(people, faint));
    }

    private static float scoreOf(float logit) {
        return (float) (1 / (1 + Math.exp(-logit)));
    }

    private static void assertEquals(float[] actual, float[] expected) {
        assertThat(actual).containsExactly(expected, within(1e-5f));
    }
}
