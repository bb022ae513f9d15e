package io.roomwise.trainer.dataset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.clip.ClipEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Windows to learn from, reused. Only crops that the network looks at are stored, one after the other; {@code rows}
 * says which of them stands in a slot.
 */
public final class WindowBatch {
    private final int pictureSize;
    private final int capacity;
    private final ByteBuffer pixelBytes;
    private final FloatBuffer pixels;
    private final FloatBuffer geometry;

    private int crops;
    private int windows;
    private int views;
    private int persons;
    private int slots;
    private int classes;
    /** [B, N, P, T]: 0 where nothing is encoded, else 1 + index of the crop. */
    long[] rows = new long[0];

    float[] present = new float[0];
    float[] visible = new float[0];
    /** [B, T, C] and [B, T]: what happens, and whether that could be known. */
    float[] labels = new float[0];

    float[] told = new float[0];
    /** [B, N, P, T, C]: what the person in a crop does. */
    float[] personLabels = new float[0];

    /** @param capacity most crops of one batch */
    public WindowBatch(int pictureSize, int capacity) {
        this.pictureSize = pictureSize;
        this.capacity = capacity;
        int crop = 3 * pictureSize * pictureSize;
        pixelBytes = ByteBuffer.allocateDirect(capacity * crop * 4).order(ByteOrder.nativeOrder());
        pixels = pixelBytes.asFloatBuffer();
        geometry = FloatBuffer.allocate(capacity * ClipEncoder.GEOMETRY);
    }

    void begin(int windows, int views, int persons, int slots, int classes) {
        this.windows = windows;
        this.views = views;
        this.persons = persons;
        this.slots = slots;
        this.classes = classes;
        crops = 0;
        pixels.clear();
        geometry.clear();
        int cells = windows * views * slots;
        rows = new long[cells * persons];
        present = new float[cells];
        visible = new float[cells * persons];
        labels = new float[windows * slots * classes];
        told = new float[windows * slots];
        personLabels = new float[cells * persons * classes];
    }

    int room() {
        return capacity - crops;
    }

    int cell(int window, int view, int slot) {
        return (window * views + view) * slots + slot;
    }

    int cell(int window, int view, int person, int slot) {
        return ((window * views + view) * persons + person) * slots + slot;
    }

    /** Takes the next crop, whose pixels and geometry the caller appends. @return its row */
    long addCrop() {
        return ++crops;
    }

    FloatBuffer pixels() {
        return pixels;
    }

    FloatBuffer geometry() {
        return geometry;
    }

    public int windows() {
        return windows;
    }

    public int views() {
        return views;
    }

    public int slots() {
        return slots;
    }

    public int crops() {
        return crops;
    }

    /** float32 [crops, 3, S, S]; a view of this batch's memory. */
    public NDArray pixels(NDManager scope) {
        int bytes = crops * 3 * pictureSize * pictureSize * 4;
        return scope.create(
                pixelBytes.slice(0, bytes).order(ByteOrder.nativeOrder()),
                new Shape(crops, 3, pictureSize, pictureSize),
                DataType.FLOAT32);
    }

    /** float32 [crops, G]. */
    public NDArray geometry(NDManager scope) {
        return scope.create(geometry.duplicate().flip(), new Shape(crops, ClipEncoder.GEOMETRY));
    }

    /** int64 [B, N, P, T]. */
    public NDArray rows(NDManager scope) {
        return scope.create(rows, new Shape(windows, views, persons, slots));
    }

    /** float32 [B, N, T]. */
    public NDArray present(NDManager scope) {
        return scope.create(present, new Shape(windows, views, slots));
    }

    /** float32 [B, N, P, T]. */
    public NDArray visible(NDManager scope) {
        return scope.create(visible, new Shape(windows, views, persons, slots));
    }

    /** float32 [B, T, C]. */
    public NDArray labels(NDManager scope) {
        return scope.create(labels, new Shape(windows, slots, classes));
    }

    /** float32 [B, N, P, T, C]. */
    public NDArray personLabels(NDManager scope) {
        return scope.create(personLabels, new Shape(windows, views, persons, slots, classes));
    }

    /** float32 [B, T, 1]. */
    public NDArray told(NDManager scope) {
        return scope.create(told, new Shape(windows, slots, 1));
    }
}
