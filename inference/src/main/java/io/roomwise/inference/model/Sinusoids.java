package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;

/**
 * Positions as Vaswani et al. (2017) encode them: {@code sin(p / 10000^(2 floor(j / 2) / D))} for even j, the cosine of
 * the same for odd j.
 */
final class Sinusoids {
    private Sinusoids() {}

    /** Positions 0, 1, ..., [rows, width]. */
    static NDArray of(NDManager owner, int rows, int width) {
        FloatBuffer values = Weights.direct((long) rows * width);
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < width; j++) {
                values.put((float) value(row, j, width));
            }
        }
        return owner.create(values.flip(), new Shape(rows, width));
    }

    static double value(int position, int j, int width) {
        double angle = position / Math.pow(10_000, (double) (j - j % 2) / width);
        return j % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
    }
}
