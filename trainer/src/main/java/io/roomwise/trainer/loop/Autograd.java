package io.roomwise.trainer.loop;

import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/** The engine's recording of gradients: a property of the thread. */
public final class Autograd {
    private Autograd() {}

    /** Computes without a graph: nothing flows back into what was used. */
    public static <T> T off(Supplier<T> computation) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return computation.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }
}
