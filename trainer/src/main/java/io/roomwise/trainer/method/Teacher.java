package io.roomwise.trainer.method;

import ai.djl.ndarray.NDManager;
import io.roomwise.inference.model.MultiViewNetwork;
import io.roomwise.trainer.dataset.ClipBatch;

/** A network that does not learn any more. */
public interface Teacher {
    /**
     * What it makes of the windows of a batch; nothing flows back into it. Of what it recognizes, the frames are all that is
     * asked for. The result belongs to the manager.
     */
    MultiViewNetwork.Result teach(ClipBatch batch, NDManager scope);

    /** Whether a batch needs sound for that. */
    boolean hears();
}
