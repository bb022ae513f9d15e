package io.roomwise.inference;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How a YOLO model wants its picture and what its output means. {@code A} is the number of grid cells of strides 8, 16
 * and 32 together, {@code C} the number of classes; persons are class 0.
 */
public enum DetectorLayout {
    /** [1, K, 6], left, top, right, bottom in input pixels, score, class: free of duplicates. RGB 0..1, centred. */
    YOLOV10,
    /** [1, A, 5 + C], raw centre and log size in cells, objectness, classes. BGR 0..255, top left. */
    YOLOX,
    /** [1, 4 + C, A], centre and size in input pixels, classes; also YOLO11. RGB 0..1, centred. */
    YOLOV8;

    /** The coarsest stride: sides of an input are multiples of it. */
    static final int STRIDE = 32;

    /** As written in configurations and bundles. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException naming the choices */
    public static DetectorLayout of(String key) {
        return Arrays.stream(values())
                .filter(layout -> layout.key().equals(key))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("layout must be yolov10, yolox or yolov8, was '" + key + "'"));
    }

    /** The layouts that an output of this shape can have. */
    static List<DetectorLayout> possible(long[] shape, int inputWidth, int inputHeight) {
        return Arrays.stream(values())
                .filter(layout -> layout.fits(shape, cells(inputWidth, inputHeight)))
                .toList();
    }

    /** A; always a multiple of 21, which the usual K = 300 is not. */
    static int cells(int inputWidth, int inputHeight) {
        return inputWidth / STRIDE * (inputHeight / STRIDE) * (16 + 4 + 1);
    }

    private boolean fits(long[] shape, long cells) {
        if (shape.length != 3 || shape[0] != 1) {
            return false;
        }
        return switch (this) {
            case YOLOV10 -> shape[2] == 6 && shape[1] != cells;
            case YOLOX -> shape[1] == cells && shape[2] > 5;
            case YOLOV8 -> shape[2] == cells && shape[1] > 4;
        };
    }

    /** The shape for another input size. */
    long[] shapeFor(long[] shape, int inputWidth, int inputHeight) {
        int cells = cells(inputWidth, inputHeight);
        return switch (this) {
            case YOLOV10 -> shape.clone();
            case YOLOX -> new long[] {1, cells, shape[2]};
            case YOLOV8 -> new long[] {1, shape[1], cells};
        };
    }

    boolean centred() {
        return this != YOLOX;
    }

    boolean blueFirst() {
        return this == YOLOX;
    }

    /** The value that stands for a full colour channel. */
    float full() {
        return this == YOLOX ? 255 : 1;
    }
}
