package io.roomwise.inference;

import java.util.Map;

/**
 * Counters since the start; readable from any thread.
 *
 * @param windows taken from the synchronizer
 * @param framesEncoded views that went through the visual encoder
 * @param framesSkipped present views that did not, because nobody was visible
 * @param detect time for one picture
 * @param encode time for the crops of one window and their features
 * @param recognize time for one window's scores
 * @param hop time for all of one window, persons and scores of every view
 * @param captureToDecision from the capture of a window's oldest picture to its decisions
 * @param failures how often each stage failed
 */
public record InferenceStats(
        long windows,
        long framesEncoded,
        long framesSkipped,
        Latency detect,
        Latency encode,
        Latency recognize,
        Latency hop,
        Latency captureToDecision,
        Map<Stage, Long> failures) {
    /** What may fail without stopping what comes after it. */
    public enum Stage {
        /** The view counts as missing in this window. */
        DETECT,
        /** The slot counts as given up. */
        ENCODE,
        /** The next window makes up for it. */
        RECOGNIZE,
        /** The receiver of actions threw. */
        LISTENER
    }

    public InferenceStats {
        failures = Map.copyOf(failures);
    }
}
