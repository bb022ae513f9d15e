package io.roomwise.trainer.method;

import ai.djl.ndarray.NDArray;
import io.roomwise.inference.model.MultiViewNetwork;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.inference.model.Presence;
import io.roomwise.trainer.dataset.ClipBatch;
import io.roomwise.trainer.loop.Autograd;
import java.util.Optional;

/**
 * Looks and listens at each batch anew.
 *
 * @param network closed by who made it
 */
public record FrozenTeacher(PerceivingNetwork network) implements Teacher {
    @Override
    public MultiViewNetwork.Result teach(ClipBatch batch, NDArray seen, Presence presence) {
        return Autograd.off(() -> network.forward(seen, Optional.of(batch.audio(seen.getManager())), presence, false));
    }

    @Override
    public boolean hears() {
        return true;
    }
}
