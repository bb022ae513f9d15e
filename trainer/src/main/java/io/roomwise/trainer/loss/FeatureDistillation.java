package io.roomwise.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.model.Scalars;

/** One of the two terms of L_FD (ViCoKD, eq. 7): the squared distance of a student's from its teacher's features. */
public final class FeatureDistillation {
    private FeatureDistillation() {}

    /** What is taken over the D elements of a feature; over all else it is the mean. */
    public enum Elements {
        /** As eq. 7 has it. */
        SUM,
        /** Smaller by D, so that wide features do not outweigh the other terms. */
        MEAN
    }

    /**
     * @param student features [..., D]
     * @param teacher features [..., D]; take no gradient
     * @param counts [..., 1], 1 for features that count, else 0
     */
    public static NDArray of(NDArray student, NDArray teacher, NDArray counts, Elements elements) {
        NDArray distance = student.sub(teacher.stopGradient()).square().sum(new int[] {-1}, true);
        NDArray mean = Reduction.mean(distance, counts);
        Shape shape = student.getShape();
        return switch (elements) {
            case SUM -> mean;
            case MEAN -> Scalars.times(mean, 1.0 / shape.get(shape.dimension() - 1));
        };
    }
}
