package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.clip.ClipEncoder;
import java.util.List;

/** Colours as {@link ClipEncoder#normal} has them to colours as somebody else's network wants them. */
final class LevelScale implements AutoCloseable {
    private final NDManager constants = NDManager.newBaseManager();
    private final NDArray scale;
    private final NDArray shift;

    /**
     * @param mean of red, green and blue, 0..255; (level - mean) / deviation is wanted
     * @param deviation of the same
     */
    LevelScale(List<Double> mean, List<Double> deviation) {
        double black = ClipEncoder.normal(0);
        double step = ClipEncoder.normal(1) - black;
        float[] scales = new float[3];
        float[] shifts = new float[3];
        for (int channel = 0; channel < 3; channel++) {
            scales[channel] = (float) (1 / (step * deviation.get(channel)));
            shifts[channel] = (float) ((-black / step - mean.get(channel)) / deviation.get(channel));
        }
        scale = constants.create(scales, new Shape(3, 1, 1));
        shift = constants.create(shifts, new Shape(3, 1, 1));
    }

    /** Checks both. */
    static void check(List<Double> mean, List<Double> deviation) {
        if (mean.size() != 3) {
            throw new IllegalArgumentException("student.mean is out of range: " + mean);
        }
        if (deviation.size() != 3 || !deviation.stream().allMatch(value -> value > 0)) {
            throw new IllegalArgumentException("student.deviation is out of range: " + deviation);
        }
    }

    /** Of [n, 3, S, S]. */
    NDArray apply(NDArray pixels) {
        return pixels.mul(scale).add(shift);
    }

    @Override
    public void close() {
        constants.close();
    }
}
