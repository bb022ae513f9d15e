package io.roomwise.trainer.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.inference.model.Presence;
import io.roomwise.inference.model.Student;
import io.roomwise.trainer.dataset.ClipBatch;
import io.roomwise.trainer.dataset.ClipSampler;
import io.roomwise.trainer.dataset.LabelledClip;
import io.roomwise.trainer.dataset.RoomClips;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * Scores of a room as a streaming student gives them: after each slot the window that ends there is recognized, and
 * slots some way behind its end are read. Autograd is to be off.
 */
public final class StreamScores {
    /** Windows and crops that are computed in one call; more only takes memory. */
    private static final int WINDOWS = 16;

    private static final int CROPS = 64;

    private final float[][][] scores;

    /** @param scores [delays, slots, classes] */
    StreamScores(float[][][] scores) {
        this.scores = scores;
    }

    /** Scores 0..1 of a slot, decided so many slots later; the slot is below {@code slots() - delay}. */
    public float[] at(int delay, int slot) {
        return scores[delay][slot];
    }

    public int slots() {
        return scores[0].length;
    }

    /** @param delays how many delays to read: 0, 1, ... */
    public static StreamScores of(Student network, RoomClips room, int delays) {
        int frames = network.spec().frames();
        int classes = network.spec().classes();
        float[][][] scores = new float[delays][room.slots()][classes];
        try (NDManager manager = NDManager.newBaseManager()) {
            int persons = room.input().persons();
            float[] present = new float[room.views() * (frames + room.slots())];
            float[] visible = new float[persons * present.length];
            NDArray features = encode(network, room, manager, present, visible);
            long length = (long) frames + room.slots();
            NDArray live = manager.create(present, new Shape(1, room.views(), length));
            NDArray seen = manager.create(visible, new Shape(1, room.views(), persons, length));
            for (int first = 0; first < room.slots(); first += WINDOWS) {
                try (NDManager scope = manager.newSubManager()) {
                    int count = Math.min(WINDOWS, room.slots() - first);
                    NDArray logits = network.serve(
                                    windows(scope, features, ":, :, :", first, count, frames),
                                    windows(scope, live, ":, :", first, count, frames),
                                    windows(scope, seen, ":, :, :", first, count, frames))
                            .frames();
                    read(logits.toFloatArray(), first, count, frames, scores);
                }
            }
        }
        return new StreamScores(scores);
    }

    /**
     * Of a clip, by a network that sees what was made of it before.
     *
     * @param batch of one window and as many slots as the clip has
     */
    public static StreamScores of(PerceivingNetwork network, LabelledClip clip, ClipBatch batch, int delays) {
        int slots = clip.features().header().rows();
        int frames = network.spec().frames();
        ClipSampler.fill(clip, slots, batch);
        float[][][] scores = new float[delays][slots][network.spec().classes()];
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray visual = early(batch.seenBy(network, manager), frames);
            NDArray live = early(batch.live(manager), frames);
            for (int first = 0; first < slots; first += WINDOWS) {
                try (NDManager scope = manager.newSubManager()) {
                    int count = Math.min(WINDOWS, slots - first);
                    NDArray logits = network.forward(
                                    windows(scope, visual, ":, :", first, count, frames),
                                    Optional.empty(),
                                    new Presence(windows(scope, live, ":, :", first, count, frames)),
                                    false)
                            .recognition()
                            .frames();
                    read(logits.toFloatArray(), first, count, frames, scores);
                }
            }
        }
        return new StreamScores(scores);
    }

    /** With so many empty slots before: [1, N, T, ...]. */
    private static NDArray early(NDArray all, int frames) {
        long[] shape = all.getShape().getShape().clone();
        shape[2] = frames;
        return all.getManager().zeros(new Shape(shape)).concat(all, 2);
    }

    /** Windows that end with slots {@code first}, {@code first + 1}, ...; the array begins {@code frames} slots early. */
    private static NDArray windows(NDManager scope, NDArray all, String before, int first, int count, int frames) {
        NDList list = new NDList();
        for (int i = 0; i < count; i++) {
            int from = first + i + 1;
            NDArray window = all.get(scope, new NDIndex(before + ", " + from + ":" + (from + frames)));
            list.add(window);
        }
        return NDArrays.concat(list, 0);
    }

    private static void read(float[] logits, int first, int count, int frames, float[][][] scores) {
        int classes = scores[0][0].length;
        for (int i = 0; i < count; i++) {
            for (int delay = 0; delay < scores.length; delay++) {
                int slot = first + i - delay;
                for (int c = 0; c < classes && slot >= 0; c++) {
                    float logit = logits[(i * frames + frames - 1 - delay) * classes + c];
                    scores[delay][slot][c] = (float) (1 / (1 + Math.exp(-logit)));
                }
            }
        }
    }

    /** [1, N, P, frames + K, D] and the two masks, which are filled in. */
    private static NDArray encode(
            Student network, RoomClips room, NDManager manager, float[] present, float[] visible) {
        int frames = network.spec().frames();
        int width = network.spec().crops().width();
        int length = frames + room.slots();
        int persons = room.input().persons();
        FloatBuffer features = FloatBuffer.allocate(room.views() * persons * length * width);
        int side = network.spec().crops().pictureSize();
        byte[] crop = new byte[3 * side * side];
        ByteBuffer bytes = ByteBuffer.allocateDirect(CROPS * crop.length * 4).order(ByteOrder.nativeOrder());
        FloatBuffer geometry = FloatBuffer.allocate(CROPS * ClipEncoder.GEOMETRY);
        int[] targets = new int[CROPS];
        int waiting = 0;
        for (int view = 0; view < room.views(); view++) {
            for (int slot = 0; slot < room.slots(); slot++) {
                present[view * length + frames + slot] = 1;
                for (int person = 0; person < persons; person++) {
                    if (room.visible(view, slot, person)) {
                        int cell = (view * persons + person) * length + frames + slot;
                        visible[cell] = 1;
                        room.crop(view, slot, person, crop);
                        FloatBuffer pixels = bytes.asFloatBuffer().position(waiting * crop.length);
                        ClipEncoder.normalize(ByteBuffer.wrap(crop), pixels);
                        room.geometry(view, slot, person, geometry);
                        targets[waiting++] = cell * width;
                    }
                    if (waiting == CROPS) {
                        flush(network, manager, bytes, geometry.flip(), targets, waiting, features);
                        geometry.clear();
                        waiting = 0;
                    }
                }
            }
        }
        if (waiting > 0) {
            flush(network, manager, bytes, geometry.flip(), targets, waiting, features);
        }
        return manager.create(features.clear(), new Shape(1, room.views(), persons, length, width));
    }

    private static void flush(
            Student network,
            NDManager manager,
            ByteBuffer pixels,
            FloatBuffer geometry,
            int[] targets,
            int count,
            FloatBuffer features) {
        int side = network.spec().crops().pictureSize();
        int width = network.spec().crops().width();
        try (NDManager scope = manager.newSubManager()) {
            NDArray crops = scope.create(
                    pixels.slice(0, count * 3 * side * side * 4).order(ByteOrder.nativeOrder()),
                    new Shape(count, 3, side, side),
                    DataType.FLOAT32);
            NDArray places = scope.create(geometry, new Shape(count, ClipEncoder.GEOMETRY));
            float[] values = network.encode(crops, places, false).toFloatArray();
            for (int i = 0; i < count; i++) {
                features.put(targets[i], values, i * width, width);
            }
        }
    }
}
