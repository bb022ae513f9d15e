package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;

/** From what each view shows and sounds like to the actions of the room: the part in which the architectures differ. */
public sealed interface Backbone permits MultiTrans, MultiAsl, MultiTsf {
    /**
     * @param visual F^V, float [B, N, T, D]
     * @param fused F^AV, float [B, N, T, D]
     */
    Recognition forward(NDArray visual, NDArray fused, Presence presence, boolean training);

    /**
     * What was recognized, as logits.
     *
     * @param frames of the room, [B, T, C]
     * @param viewFrames of each view, [B, N, T, C]
     * @param sequences of whole windows, [B, C] each; all of them learn, the last one is what is judged
     * @param people when each view sees people, [B, N, T], of a backbone that learns it; very negative where the view
     *     was not live
     * @param selection of a backbone that chooses slots
     */
    record Recognition(
            NDArray frames,
            NDArray viewFrames,
            List<NDArray> sequences,
            Optional<NDArray> people,
            Optional<Selection> selection) {
        public NDArray sequence() {
            return sequences.get(sequences.size() - 1);
        }
    }

    /**
     * Slots that stand for a window.
     *
     * @param actionness probabilities that anything happens, [B, T] each
     * @param chosen 1 for the slots that stand for a class, else 0, [B, T, C]
     */
    record Selection(List<NDArray> actionness, NDArray chosen) {}
}
