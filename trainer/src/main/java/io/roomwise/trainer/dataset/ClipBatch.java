package io.roomwise.trainer.dataset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.model.MultiViewNetwork;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.inference.model.PerceptionSpec.Hearing;
import io.roomwise.inference.model.Presence;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Windows of clips as a network of the paper is given them, reused. */
public final class ClipBatch {
    /** Crops that are encoded at once. */
    private static final int PIECE = 64;

    private final FrameGrid grid;
    private final List<Integer> viewNumbers;
    private final int capacity;
    private final int slots;
    private final int classes;
    private final Tensor visual;
    private final Tensor audio;
    private final float[] live;
    private final float[] people;
    private final float[] frameLabels;
    private final float[] sequenceLabels;
    private final List<Window> contents = new ArrayList<>();
    private final List<Sighting> sightings = new ArrayList<>();
    /** Of a piece, for all pieces in turn. */
    private ByteBuffer pixels = ByteBuffer.allocateDirect(0);

    /**
     * A window.
     *
     * @param variant which of those that are drawn from the clip
     */
    public record Window(String clip, int variant) {}

    /** Somebody in a slot of a view, and where that is in [B, N, P, T]. */
    private record Sighting(ClipCrops crops, int view, int row, int person, int place) {}

    /** Memory of float32 [capacity, ...]. */
    private record Tensor(ByteBuffer bytes, FloatBuffer floats) {
        static Tensor of(long size) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(size * Float.BYTES))
                    .order(ByteOrder.nativeOrder());
            return new Tensor(bytes, bytes.asFloatBuffer());
        }

        NDArray in(NDManager scope, Shape shape) {
            return scope.create(
                    bytes.slice(0, Math.toIntExact(shape.size() * Float.BYTES)).order(ByteOrder.nativeOrder()),
                    shape,
                    DataType.FLOAT32);
        }
    }

    /**
     * What a batch is made for.
     *
     * @param views numbers of the views in the order of N; a clip that lacks one has it absent
     * @param windows B, the most
     * @param slots T
     * @param hears whether somebody listens
     */
    public record Sizes(List<Integer> views, int windows, int slots, int classes, boolean hears) {}

    public ClipBatch(FrameGrid grid, Sizes sizes, ClipFeatures.Header header) {
        this.grid = grid;
        viewNumbers = sizes.views();
        capacity = sizes.windows();
        slots = sizes.slots();
        classes = sizes.classes();
        int cells = capacity * viewNumbers.size() * slots;
        visual = Tensor.of((long) cells * header.visualWidth());
        audio = Tensor.of(sizes.hears() ? (long) cells * header.audioWidth() : 0);
        live = new float[cells];
        people = new float[cells];
        frameLabels = new float[capacity * slots * classes];
        sequenceLabels = new float[capacity * classes];
    }

    void begin() {
        contents.clear();
        sightings.clear();
        visual.floats().clear();
        audio.floats().clear();
        Arrays.fill(live, 0);
        Arrays.fill(people, 0);
        Arrays.fill(frameLabels, 0);
        Arrays.fill(sequenceLabels, 0);
    }

    /**
     * Adds a window.
     *
     * @param rows of the grid, one for each slot
     */
    void add(LabelledClip labelled, int variant, int[] rows) {
        int windows = contents.size();
        if (windows == capacity) {
            throw new IllegalStateException("the batch is full");
        }
        ClipFeatures features = labelled.features();
        ClipFeatures.Header header = features.header();
        boolean hears = audio.floats().capacity() > 0;
        for (int n = 0; n < viewNumbers.size(); n++) {
            int view = header.views().indexOf(viewNumbers.get(n));
            for (int t = 0; t < slots; t++) {
                int cell = (windows * viewNumbers.size() + n) * slots + t;
                if (view >= 0) {
                    live[cell] = 1;
                    people[cell] = labelled.people(view, rows[t]);
                    features.visual(view, rows[t], visual.floats());
                    sight(labelled, view, rows[t], windows * viewNumbers.size() + n, t);
                    if (hears) {
                        features.audio(view, rows[t], audio.floats());
                    }
                } else {
                    skip(visual.floats(), header.visualWidth());
                    if (hears) {
                        skip(audio.floats(), header.audioWidth());
                    }
                }
            }
        }
        boolean[][] happens = labelled.clip().labels(grid, header.rows(), classes);
        for (int t = 0; t < slots; t++) {
            for (int c = 0; c < classes; c++) {
                frameLabels[(windows * slots + t) * classes + c] = happens[rows[t]][c] ? 1 : 0;
            }
        }
        boolean[] occurs = labelled.clip().labels(classes);
        for (int c = 0; c < classes; c++) {
            sequenceLabels[windows * classes + c] = occurs[c] ? 1 : 0;
        }
        contents.add(new Window(labelled.clip().id(), variant));
    }

    private void sight(LabelledClip clip, int view, int row, int stream, int slot) {
        clip.crops().ifPresent(crops -> {
            int persons = crops.header().persons();
            for (int person = 0; person < persons; person++) {
                if (crops.isVisible(view, row, person)) {
                    sightings.add(new Sighting(crops, view, row, person, (stream * persons + person) * slots + slot));
                }
            }
        });
    }

    private static void skip(FloatBuffer floats, int count) {
        for (int i = 0; i < count; i++) {
            floats.put(0);
        }
    }

    /** B. */
    public int windows() {
        return contents.size();
    }

    /** In the order of B. */
    public List<Window> contents() {
        return List.copyOf(contents);
    }

    private Shape cells(long... more) {
        long[] shape = new long[3 + more.length];
        shape[0] = contents.size();
        shape[1] = viewNumbers.size();
        shape[2] = slots;
        System.arraycopy(more, 0, shape, 3, more.length);
        return new Shape(shape);
    }

    /**
     * What a network makes of all windows.
     *
     * @return arrays of the given manager
     */
    public MultiViewNetwork.Result through(PerceivingNetwork network, NDManager scope, boolean training) {
        return network.forward(seenBy(network, scope), heardBy(network, scope), presence(scope), training);
    }

    /** What a network sees, float32 [B, N, T, V]: by its own encoder, or what was perceived before. */
    public NDArray seenBy(PerceivingNetwork network, NDManager scope) {
        if (network.encoder().isEmpty()) {
            return visual(scope);
        }
        if (sightings.isEmpty()) {
            return scope.zeros(cells(network.perception().visualWidth()));
        }
        int persons = sightings.get(0).crops().header().persons();
        long[] places = new long[contents.size() * viewNumbers.size() * persons * slots];
        Arrays.fill(places, -1);
        for (int i = 0; i < sightings.size(); i++) {
            places[sightings.get(i).place()] = i;
        }
        NDList features = new NDList();
        for (int first = 0; first < sightings.size(); first += PIECE) {
            features.add(encoded(network, scope, first));
        }
        return PerceivingNetwork.see(
                joined(features), scope.create(places, new Shape(contents.size(), viewNumbers.size(), persons, slots)));
    }

    /** DJL makes a copy of a lone array, through which no gradient flows. */
    private static NDArray joined(NDList pieces) {
        return pieces.size() == 1 ? pieces.get(0) : NDArrays.concat(pieces, 0);
    }

    /** Features of {@link #PIECE} people; where there are fewer left, of black pictures. */
    private NDArray encoded(PerceivingNetwork network, NDManager scope, int first) {
        int side = sightings.get(0).crops().header().side();
        if (pixels.capacity() == 0) {
            pixels = ByteBuffer.allocateDirect(PIECE * 3 * side * side);
        }
        FloatBuffer geometry = FloatBuffer.allocate(PIECE * ClipEncoder.GEOMETRY);
        pixels.clear();
        for (Sighting one : sightings.subList(first, Math.min(sightings.size(), first + PIECE))) {
            one.crops().pixels(one.view(), one.row(), one.person(), pixels);
            one.crops().geometry(one.view(), one.row(), one.person(), geometry);
        }
        NDArray levels = scope.create(pixels.clear(), new Shape(PIECE, 3, side, side), DataType.UINT8);
        return network.encode(
                ClipEncoder.normalize(levels.toType(DataType.FLOAT32, true)),
                scope.create(geometry.clear(), new Shape(PIECE, ClipEncoder.GEOMETRY)));
    }

    /** What a network hears, if it does: float32 [B, N, T, A]. */
    public Optional<NDArray> heardBy(PerceivingNetwork network, NDManager scope) {
        return network.perception().hearing() == Hearing.NONE ? Optional.empty() : Optional.of(audio(scope));
    }

    public Presence presence(NDManager scope) {
        return new Presence(live(scope));
    }

    /** float32 [B, N, T, V]. */
    public NDArray visual(NDManager scope) {
        return visual.in(scope, cells(visual.floats().position() / cells().size()));
    }

    /** float32 [B, N, T, A]. */
    public NDArray audio(NDManager scope) {
        return audio.in(scope, cells(audio.floats().position() / cells().size()));
    }

    /** float32 [B, N, T], 1 where there is a view. */
    public NDArray live(NDManager scope) {
        return scope.create(used(live, cells()), cells());
    }

    /** float32 [B, N, T], confidence of the people in a view. */
    public NDArray people(NDManager scope) {
        return scope.create(used(people, cells()), cells());
    }

    /** float32 [B, T, C]. */
    public NDArray frameLabels(NDManager scope) {
        Shape shape = new Shape(contents.size(), slots, classes);
        return scope.create(used(frameLabels, shape), shape);
    }

    /** float32 [B, C]. */
    public NDArray sequenceLabels(NDManager scope) {
        Shape shape = new Shape(contents.size(), classes);
        return scope.create(used(sequenceLabels, shape), shape);
    }

    private static float[] used(float[] values, Shape shape) {
        return Arrays.copyOf(values, Math.toIntExact(shape.size()));
    }
}
