package io.roomwise.trainer.loop;

import java.util.Map;

/** Told how a run goes, asked whether it goes on. Called on the training thread; must not block. */
@FunctionalInterface
public interface TrainingListener {
    /**
     * @param job what is being done
     * @param figures named losses, metrics and rates, in the order in which they are to be shown
     */
    void onProgress(String job, long done, long total, Map<String, Double> figures);

    /** Asked between two steps: whether to keep what is there and end with a {@link TrainingStoppedException}. */
    default boolean isStopped() {
        return false;
    }
}
