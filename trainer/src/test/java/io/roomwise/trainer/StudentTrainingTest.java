package io.roomwise.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.InputSpec;
import io.roomwise.inference.model.StudentNetwork;
import io.roomwise.inference.model.StudentSpec;
import io.roomwise.trainer.dataset.RoomClips;
import io.roomwise.trainer.evaluation.GateTuner;
import io.roomwise.trainer.evaluation.StreamScores;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StudentTrainingTest {
    private static final int SIDE = 16;
    private static final int FRAMES = 12;
    private static final InputSpec INPUT = new InputSpec(2.5, FRAMES, 2, SIDE, ClipEncoder.VERSION);
    private static final StudentSpec SPEC = new StudentSpec(
            StudentSpec.Encoder.CONVOLUTIONAL,
            SIDE,
            ClipEncoder.GEOMETRY,
            4,
            16,
            2,
            FRAMES,
            4,
            1,
            0,
            StudentSpec.Fusion.GATED);

    @Test
    void aStreamScoresAsItsWindowsDo() {
        RoomClips room = room(3, 20);
        try (StudentNetwork network = StudentNetwork.create(SPEC, 4);
                NDManager scope = NDManager.newBaseManager()) {
            StreamScores scores = StreamScores.of(network, room, 3);
            float[] full = window(network, scope, room, 15, FRAMES);
            float[] cold = window(network, scope, room, 5, 6);
            for (int delay = 0; delay < 3; delay++) {
                for (int c = 0; c < 2; c++) {
                    assertThat(scores.at(delay, 15 - delay)[c])
                            .isCloseTo(full[(FRAMES - 1 - delay) * 2 + c], within(1e-5f));
                    assertThat(scores.at(delay, 5 - delay)[c]).isCloseTo(cold[(5 - delay) * 2 + c], within(1e-5f));
                }
            }
        }
    }

    @Test
    @Timeout(120)
    void learnsAnActionThatShows(@TempDir Path folder) throws Exception {
        List<RoomClips> rooms = List.of(room(1, 120), room(2, 120), room(3, 120));
        try (StudentNetwork network = StudentNetwork.create(SPEC, 1)) {
            new StudentTraining(new StudentTraining.Settings(1, 6, 50), (job, done, total, figures) -> {})
                    .run(network, folder, rooms, rooms);
            GateTuner.Tuned tuned = StudentTraining.tune(network, rooms);
            assertThat(tuned.report().matches().get(0).f1()).isGreaterThan(0.9);
            assertThat(tuned.rules()).hasSize(2);
        }
    }

    /** Scores of the window that ends with a slot, computed by itself; one after the other. */
    private static float[] window(StudentNetwork network, NDManager scope, RoomClips room, int last, int length) {
        int views = room.views();
        int persons = INPUT.persons();
        int cells = views * persons * length;
        FloatBuffer pixels = FloatBuffer.allocate(cells * 3 * SIDE * SIDE);
        FloatBuffer geometry = FloatBuffer.allocate(cells * ClipEncoder.GEOMETRY);
        float[] visible = new float[cells];
        byte[] crop = new byte[3 * SIDE * SIDE];
        for (int cell = 0; cell < cells; cell++) {
            int view = cell / length / persons;
            int person = cell / length % persons;
            int slot = last - length + 1 + cell % length;
            room.crop(view, slot, person, crop);
            ClipEncoder.normalize(ByteBuffer.wrap(crop), pixels);
            room.geometry(view, slot, person, geometry);
            visible[cell] = room.visible(view, slot, person) ? 1 : 0;
        }
        NDArray features = network.encode(
                scope.create(pixels.flip(), new Shape(cells, 3, SIDE, SIDE)),
                scope.create(geometry.flip(), new Shape(cells, ClipEncoder.GEOMETRY)),
                false);
        NDArray logits = network.recognize(
                        features.reshape(1, views, persons, length, SPEC.width()),
                        scope.ones(new Shape(1, views, length)),
                        scope.create(visible, new Shape(1, views, persons, length)),
                        false)
                .frameLogits();
        return Activation.sigmoid(logits).toFloatArray();
    }

    /** Grey noise; while the first class goes on, the crops of all views are bright at the top. */
    private static RoomClips room(long seed, int slots) {
        Random random = new Random(seed);
        List<RoomClips.Action> actions = new ArrayList<>();
        for (int slot = 10; slot + 15 < slots; slot += 15) {
            double start = (slot + random.nextInt(4)) * 0.4;
            actions.add(new RoomClips.Action(0, 0, start, start + 1.6));
        }
        RoomClips.Header header =
                new RoomClips.Header(seed, 2, slots, INPUT, List.of("shine", "never"), "none", actions);
        RoomClips clips = RoomClips.empty(header);
        boolean[][] labels = clips.labels();
        for (int view = 0; view < 2; view++) {
            for (int slot = 0; slot < slots; slot++) {
                byte[] crops = new byte[INPUT.persons() * 3 * SIDE * SIDE];
                for (int i = 0; i < crops.length; i++) {
                    boolean bright = labels[slot][0] && i / SIDE % SIDE < 6;
                    crops[i] = (byte) ((bright ? 180 : 80) + random.nextInt(30));
                }
                float[] geometry = new float[INPUT.persons() * ClipEncoder.GEOMETRY];
                int[] who = {slot % 7 == 3 ? -1 : 0, slot % 5 == 2 ? 1 : -1};
                clips.put(view, slot, who, geometry, crops);
            }
        }
        return clips;
    }
}
