package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * A crop and its geometry to one feature, shared by all views.
 *
 * <pre>
 *  [n,3,S,S] ─ conv/2 ─ conv/2 ─ conv/2 ─ residual ─ conv/2 ─ residual ─ flatten ─┐
 *  [n,G] ──── linear, ReLU ────────────────────────────────────────────────────┴─ linear ─ [n,D]
 * </pre>
 *
 * Flattened, not pooled: where in the crop a hand is matters.
 */
final class VisualEncoder {
    private static final int GEOMETRY_UNITS = 32;

    private final Convolution[] stages = new Convolution[6];
    private final Linear place;
    private final Linear out;

    VisualEncoder(Weights weights, StudentSpec spec) {
        int stem = spec.stem();
        int deep = 4 * stem;
        int top = 6 * stem;
        stages[0] = Convolution.activated(weights, "encoder.stage1", 3, stem, 3, 2);
        stages[1] = Convolution.activated(weights, "encoder.stage2", stem, 2 * stem, 3, 2);
        stages[2] = Convolution.activated(weights, "encoder.stage3", 2 * stem, deep, 3, 2);
        stages[3] = Convolution.activated(weights, "encoder.residual3", deep, deep, 3, 1);
        stages[4] = Convolution.activated(weights, "encoder.stage4", deep, top, 3, 2);
        stages[5] = Convolution.activated(weights, "encoder.residual4", top, top, 3, 1);
        int side = spec.pictureSize() / 16;
        place = new Linear(weights, "encoder.geometry", spec.geometry(), GEOMETRY_UNITS);
        out = new Linear(weights, "encoder.out", top * side * side + GEOMETRY_UNITS, spec.width());
    }

    NDArray forward(NDArray pixels, NDArray geometry, boolean training) {
        NDArray x = pixels;
        for (int i = 0; i < stages.length; i++) {
            NDArray y = stages[i].forward(x, training);
            x = i == 3 || i == 5 ? x.add(y) : y;
        }
        NDArray where = Activation.relu(place.forward(geometry));
        NDArray flat = x.reshape(x.getShape().get(0), -1);
        return out.forward(flat.concat(where, 1));
    }
}
