package io.roomwise.trainer.method;

import ai.djl.ndarray.NDArray;
import io.roomwise.inference.model.MultiViewNetwork;
import io.roomwise.inference.model.Presence;
import io.roomwise.trainer.dataset.ClipBatch;

/** A network that does not learn any more. */
public interface Teacher {
    /**
     * What it makes of the windows of a batch; nothing flows back into it. Of what it recognizes, the frames are all that is
     * asked for.
     *
     * @param seen float32 [B, N, T, V]; the result belongs to its manager
     */
    MultiViewNetwork.Result teach(ClipBatch batch, NDArray seen, Presence presence);

    /** Whether a batch needs sound for that. */
    boolean hears();
}
