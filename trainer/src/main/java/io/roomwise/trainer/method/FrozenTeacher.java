package io.roomwise.trainer.method;

import ai.djl.ndarray.NDManager;
import io.roomwise.inference.model.MultiViewNetwork;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.trainer.dataset.ClipBatch;
import io.roomwise.trainer.loop.Autograd;

/**
 * Looks and listens at each batch anew.
 *
 * @param network closed by who made it
 */
public record FrozenTeacher(PerceivingNetwork network) implements Teacher {
    @Override
    public MultiViewNetwork.Result teach(ClipBatch batch, NDManager scope) {
        return Autograd.off(() -> batch.through(network, scope, false));
    }

    @Override
    public boolean hears() {
        return true;
    }
}
