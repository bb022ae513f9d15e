package io.roomwise.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.roomwise.capture.Picture;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.InputSpec;
import io.roomwise.inference.clip.PersonRegion;
import io.roomwise.inference.clip.PersonTracks;
import io.roomwise.inference.model.Student;
import io.roomwise.inference.model.StudentNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The student over one room's endless stream: each person of a frame is encoded once, the feature is kept for the
 * length of a window. One thread, with autograd switched off there. For each slot:
 *
 * <pre>
 *  advance(slot)                          all views absent, older slots move on, given-up slots are absent
 *  see(view, picture, mask) ...           the views that are present
 *  encode()                               all visible people in one call of the visual encoder
 *  recognize()                            scores of every slot of the window
 * </pre>
 */
final class StudentStream implements AutoCloseable {
    private final Student network;
    private final ClipEncoder clips;
    private final boolean encodeEmptyViews;
    private final int views;
    private final int persons;
    private final int frames;
    private final int width;
    private final int side;
    private final NDManager manager = NDManager.newBaseManager();

    /** float32 [views, persons, frames, width], [views, frames] and [views, persons, frames]; the newest slot last. */
    private final Tensor features;

    private final Tensor present;
    private final Tensor visible;

    /** What {@link #recognize} gives to the network, float32 [streams, frames, width] and twice [streams, frames]. */
    private final Given given;

    /** What {@link #encode} will take, float32 [views * persons, 3, side, side] and [views * persons, geometry]. */
    private final Tensor pixels;

    private final Tensor geometry;
    private final int[] batchStream;
    private final List<PersonTracks> tracks;
    private int batch;
    private final boolean[] seen;
    private long newest;
    private boolean started;

    StudentStream(Student network, InputSpec input, ClipEncoder clips, int views, boolean encodeEmptyViews) {
        this.network = network;
        this.clips = clips;
        this.encodeEmptyViews = encodeEmptyViews;
        this.views = views;
        persons = input.persons();
        frames = input.frames();
        side = input.pictureSize();
        width = network.spec().crops().width();
        int streams = views * persons;
        features = new Tensor(streams * frames * width);
        present = new Tensor(views * frames);
        visible = new Tensor(streams * frames);
        given = new Given(
                new Tensor(streams * frames * width), new Tensor(streams * frames), new Tensor(streams * frames));
        pixels = new Tensor(streams * 3 * side * side);
        geometry = new Tensor(streams * ClipEncoder.GEOMETRY);
        batchStream = new int[streams];
        tracks = Stream.generate(() -> new PersonTracks(persons)).limit(views).toList();
        seen = new boolean[views];
    }

    /** Direct memory in the machine's byte order, which the network reads without a copy. */
    private record Tensor(ByteBuffer bytes, FloatBuffer floats) {
        Tensor(int size) {
            this(ByteBuffer.allocateDirect(size * Float.BYTES).order(ByteOrder.nativeOrder()));
        }

        private Tensor(ByteBuffer bytes) {
            this(bytes, bytes.asFloatBuffer());
        }

        /** @param shape of the leading part */
        NDArray in(NDManager scope, long... shape) {
            Shape part = new Shape(shape);
            return scope.create(
                    bytes.slice(0, (int) part.size() * Float.BYTES).order(ByteOrder.nativeOrder()),
                    part,
                    DataType.FLOAT32);
        }

        /** In each of the leading axis' rows: forgets the first {@code count} values, zeros come in behind. */
        void shift(int rows, int count) {
            int length = floats.capacity() / rows;
            for (int from = 0; from < floats.capacity(); from += length) {
                floats.put(from, floats, from + count, length - count);
                for (int i = from + length - count; i < from + length; i++) {
                    floats.put(i, 0);
                }
            }
        }
    }

    private record Given(Tensor features, Tensor present, Tensor visible) {}

    /** Begins a slot. One that is not later than the newest (the clock was set back) forgets everything. */
    void advance(long slot) {
        int steps = started && slot > newest ? (int) Math.min(slot - newest, frames) : frames;
        features.shift(views * persons, steps * width);
        present.shift(views, steps);
        visible.shift(views * persons, steps);
        started = true;
        newest = slot;
        batch = 0;
        for (int view = 0; view < views; view++) {
            seen[view] = false;
        }
        pixels.floats.clear();
        geometry.floats.clear();
    }

    /** Takes the frame of a present view. @return whether it will be encoded */
    boolean see(int view, Picture picture, PersonMask mask) {
        seen[view] = true;
        List<PersonRegion> rows = tracks.get(view).follow(mask.regions(), mask.faintRegions());
        boolean nobody = rows.stream().allMatch(row -> row.persons() == 0);
        for (int person = 0; person < persons; person++) {
            boolean whole = encodeEmptyViews && nobody && person == 0;
            if (whole || rows.get(person).persons() > 0) {
                clips.encode(picture, rows.get(person), pixels.floats, geometry.floats);
                batchStream[batch++] = view * persons + person;
            }
        }
        return encodeEmptyViews || !nobody;
    }

    /** Features of the frames that were seen. Until it has returned, the slot counts as absent. */
    void encode() {
        if (batch > 0) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray crops = pixels.in(scope, batch, 3, side, side);
                NDArray places = geometry.in(scope, batch, ClipEncoder.GEOMETRY);
                float[] values = network.encode(crops, places, false).toFloatArray();
                for (int i = 0; i < batch; i++) {
                    int last = batchStream[i] * frames + frames - 1;
                    features.floats.put(last * width, values, i * width, width);
                    visible.floats.put(last, 1);
                }
            }
        }
        for (int view = 0; view < views; view++) {
            present.floats.put(view * frames + frames - 1, seen[view] ? 1 : 0);
        }
    }

    /** Scores of the whole window. */
    StudentScores recognize() {
        try (NDManager scope = manager.newSubManager()) {
            Student.Logits logits = network.takesPeopleApart() ? apart(scope) : together(scope);
            return new StudentScores(
                    newest, logits.frames().toFloatArray(), logits.sequence().toFloatArray());
        }
    }

    private Student.Logits together(NDManager scope) {
        return network.serve(
                features.in(scope, 1, views, persons, frames, width),
                present.in(scope, 1, views, frames),
                visible.in(scope, 1, views, persons, frames));
    }

    /** Only the streams that count are given to the network, as if each had its own view. */
    private Student.Logits apart(NDManager scope) {
        int[] streams = IntStream.range(0, views * persons).filter(this::counts).toArray();
        for (int i = 0; i < streams.length; i++) {
            int from = streams[i];
            given.features.floats.put(i * frames * width, features.floats, from * frames * width, frames * width);
            given.present.floats.put(i * frames, present.floats, from / persons * frames, frames);
            given.visible.floats.put(i * frames, visible.floats, from * frames, frames);
        }
        return network.serve(
                given.features.in(scope, 1, streams.length, 1, frames, width),
                given.present.in(scope, 1, streams.length, frames),
                given.visible.in(scope, 1, streams.length, 1, frames));
    }

    /** As {@link StudentNetwork#recognize} says: a person who is visible at any time, or one for a view without any. */
    private boolean counts(int stream) {
        int view = stream / persons;
        boolean anybody = IntStream.range(view * persons, (view + 1) * persons).anyMatch(this::followed);
        return followed(stream) || (!anybody && stream == view * persons);
    }

    private boolean followed(int stream) {
        for (int i = stream * frames; i < (stream + 1) * frames; i++) {
            if (visible.floats.get(i) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Number of native arrays alive between two windows; constant unless something leaks. */
    int managedArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
