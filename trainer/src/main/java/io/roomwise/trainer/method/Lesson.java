package io.roomwise.trainer.method;

import ai.djl.ndarray.NDArray;
import io.roomwise.inference.model.MultiViewNetwork;
import io.roomwise.inference.model.Presence;
import java.util.Optional;

/**
 * What one step looks at.
 *
 * @param learner what the network that learns made of the windows
 * @param teacher what its teacher made of the same slots; empty where there is none
 * @param frameLabels [B, T, C], 0 or 1
 * @param sequenceLabels [B, C], 0 or 1
 * @param people confidence of the people whom a detector found, [B, N, T], 0..1
 * @param visible whether a view sees a person, [B, N, T], 0 or 1
 */
public record Lesson(
        MultiViewNetwork.Result learner,
        Optional<MultiViewNetwork.Result> teacher,
        Presence presence,
        NDArray frameLabels,
        NDArray sequenceLabels,
        NDArray people,
        NDArray visible) {

    MultiViewNetwork.Result taught() {
        return teacher.orElseThrow(() -> new IllegalStateException("nobody teaches"));
    }
}
