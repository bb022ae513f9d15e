package io.roomwise.inference;

import io.roomwise.inference.InferenceStats.Stage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts and times; written on thread inference, read on any. */
final class InferenceMeter {
    final LongAdder windows = new LongAdder();
    final LongAdder framesEncoded = new LongAdder();
    final LongAdder framesSkipped = new LongAdder();
    final LatencyHistogram detect = new LatencyHistogram();
    final LatencyHistogram encode = new LatencyHistogram();
    final LatencyHistogram recognize = new LatencyHistogram();
    final LatencyHistogram hop = new LatencyHistogram();
    final LatencyHistogram captureToDecision = new LatencyHistogram();
    private final Map<Stage, LongAdder> failures = new EnumMap<>(Stage.class);

    InferenceMeter() {
        for (Stage stage : Stage.values()) {
            failures.put(stage, new LongAdder());
        }
    }

    void failed(Stage stage) {
        Objects.requireNonNull(failures.get(stage)).increment();
    }

    InferenceStats snapshot() {
        Map<Stage, Long> failed = new EnumMap<>(Stage.class);
        failures.forEach((stage, count) -> failed.put(stage, count.sum()));
        return new InferenceStats(
                windows.sum(),
                framesEncoded.sum(),
                framesSkipped.sum(),
                detect.snapshot(),
                encode.snapshot(),
                recognize.snapshot(),
                hop.snapshot(),
                captureToDecision.snapshot(),
                failed);
    }
}
