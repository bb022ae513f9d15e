package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/** Guesses from what is seen what would have been heard (ViCoKD, eq. 6): two linear layers with a ReLU between. */
final class Adapter {
    private final Linear in;
    private final Linear out;

    Adapter(Weights weights, String name, int width) {
        in = new Linear(weights, name + ".in", width, width);
        out = new Linear(weights, name + ".out", width, width);
    }

    /** [..., D] to the same. */
    NDArray forward(NDArray visual) {
        return out.forward(Activation.relu(in.forward(visual)));
    }
}
