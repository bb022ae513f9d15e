package io.roomwise.trainer.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Pictures and the people in them; reused. */
final class DetectorBatch {
    static final int PLANE = DetectorNetwork.WIDTH * DetectorNetwork.HEIGHT;

    final int size;
    /** People that must be found: left, top, right, bottom in pixels of the network's input. */
    final float[][][] persons;
    /** People hardly visible: cells inside are told nothing. */
    final float[][][] ignored;

    private final ByteBuffer bytes;
    private final FloatBuffer pixels;

    DetectorBatch(int size) {
        this.size = size;
        bytes = ByteBuffer.allocateDirect(size * 3 * PLANE * 4).order(ByteOrder.nativeOrder());
        pixels = bytes.asFloatBuffer();
        persons = new float[size][][];
        ignored = new float[size][][];
    }

    /** float32 [3, height, width] of one picture, RGB 0..1. */
    FloatBuffer picture(int index) {
        return pixels.slice(index * 3 * PLANE, 3 * PLANE);
    }

    /** A view of this batch's memory: float32 [size, 3, height, width]. */
    NDArray pictures(NDManager scope) {
        return scope.create(bytes, new Shape(size, 3, DetectorNetwork.HEIGHT, DetectorNetwork.WIDTH), DataType.FLOAT32);
    }
}
