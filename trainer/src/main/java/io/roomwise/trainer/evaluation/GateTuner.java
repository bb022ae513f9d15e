package io.roomwise.trainer.evaluation;

import io.roomwise.inference.GateRule;
import io.roomwise.trainer.metric.EventMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Chooses each class's rule on validation rooms: the one with the best F measure of events. Of a threshold its neighbours
 * count too, for a lone good value is luck.
 */
public final class GateTuner {
    /**
     * Recall weighs twice: elsewhere it falls more than precision does. With equal weights 0.93 and 0.88 in the rooms of
     * the choice were 0.86 and 0.79 in 20 others; so they are 0.85 and 0.82 there.
     */
    private static final double RECALL_WEIGHT = 2;

    /** Evenly spread over logits, for a network may be sure of all it says: scores of 0.05 to 0.999998. */
    private static final int THRESHOLDS = 33;

    private static final double LOWEST = -3;
    private static final double STEP = 0.5;
    /** From start to end, in logits. */
    private static final double[] FALLS = {0.5, 2};

    private static final int[] MIN_SLOTS = {1, 2, 3};
    private static final int[] HOLD_SLOTS = {1, 3, 7};
    private static final int[] COOL_DOWN_SLOTS = {2, 6};

    private GateTuner() {}

    /** Rules of all classes for a delay, and how well they do on the rooms they were chosen on. */
    public record Tuned(int delay, List<GateRule> rules, EventReport report) {}

    /** The smallest delay that comes within half a percent of the best one. */
    public static Tuned tune(List<Recording> rooms, int delays) {
        List<Tuned> all = new ArrayList<>();
        double best = 0;
        for (int delay = 0; delay < delays; delay++) {
            Tuned tuned = tuneAt(rooms, delay);
            best = Math.max(best, value(tuned));
            all.add(tuned);
        }
        for (Tuned tuned : all) {
            if (value(tuned) >= best - 0.005) {
                return tuned;
            }
        }
        throw new IllegalArgumentException("delays must be at least 1, was " + delays);
    }

    private static double value(Tuned tuned) {
        return tuned.report().total().f(RECALL_WEIGHT);
    }

    /** The best rules for one delay. */
    public static Tuned tuneAt(List<Recording> rooms, int delay) {
        List<GateRule> rules = new ArrayList<>();
        int classes = rooms.get(0).classes().size();
        for (int kind = 0; kind < classes; kind++) {
            rules.add(best(rooms, kind, delay));
        }
        return new Tuned(delay, rules, EventReport.of(rooms, rules, delay));
    }

    /**
     * For those who know no more than what happens in a clip: the rules whose events tell best which clips have any. The
     * report is of events all the same.
     */
    public static Tuned tuneOnClips(List<Recording> clips, int delay) {
        List<GateRule> rules = new ArrayList<>();
        for (int kind = 0; kind < clips.get(0).classes().size(); kind++) {
            GateRule best = rule(THRESHOLDS / 2, FALLS[0], MIN_SLOTS[0], HOLD_SLOTS[0], COOL_DOWN_SLOTS[0]);
            double bestValue = -1;
            int concerned = kind;
            for (int min : MIN_SLOTS) {
                double[] values = values(i -> {
                    GateRule rule = rule(i, FALLS[0], min, HOLD_SLOTS[0], COOL_DOWN_SLOTS[0]);
                    EventMatch sum = EventMatch.NOTHING;
                    for (Recording clip : clips) {
                        sum = sum.plus(clip.matchAtAll(concerned, rule, delay));
                    }
                    return sum.f(RECALL_WEIGHT);
                });
                for (int i = 0; i < THRESHOLDS; i++) {
                    if (values[i] > bestValue + 1e-9) {
                        bestValue = values[i];
                        best = rule(i, FALLS[0], min, HOLD_SLOTS[0], COOL_DOWN_SLOTS[0]);
                    }
                }
            }
            rules.add(best);
        }
        return new Tuned(delay, rules, EventReport.of(clips, rules, delay));
    }

    private static GateRule best(List<Recording> rooms, int kind, int delay) {
        GateRule best = rule(THRESHOLDS / 2, FALLS[0], MIN_SLOTS[0], HOLD_SLOTS[0], COOL_DOWN_SLOTS[0]);
        double bestValue = -1;
        for (double fall : FALLS) {
            for (int min : MIN_SLOTS) {
                for (int hold : HOLD_SLOTS) {
                    for (int cool : COOL_DOWN_SLOTS) {
                        double[] values = values(i -> value(rooms, kind, rule(i, fall, min, hold, cool), delay));
                        for (int i = 0; i < THRESHOLDS; i++) {
                            if (values[i] > bestValue + 1e-9) {
                                bestValue = values[i];
                                best = rule(i, fall, min, hold, cool);
                            }
                        }
                    }
                }
            }
        }
        return best;
    }

    /** Of all thresholds, each with its neighbours. */
    private static double[] values(IntToDoubleFunction value) {
        double[] own = IntStream.range(0, THRESHOLDS).mapToDouble(value).toArray();
        double[] values = new double[THRESHOLDS];
        for (int i = 0; i < THRESHOLDS; i++) {
            double before = own[Math.max(0, i - 1)];
            double after = own[Math.min(THRESHOLDS - 1, i + 1)];
            values[i] = 0.5 * own[i] + 0.25 * (before + after);
        }
        return values;
    }

    private static GateRule rule(int threshold, double fall, int min, int hold, int cool) {
        double start = LOWEST + STEP * threshold;
        return new GateRule(score(start), score(start - fall), min, hold, cool);
    }

    private static float score(double logit) {
        return (float) (1 / (1 + Math.exp(-logit)));
    }

    private static double value(List<Recording> rooms, int kind, GateRule rule, int delay) {
        EventMatch sum = EventMatch.NOTHING;
        for (Recording room : rooms) {
            sum = sum.plus(room.match(kind, rule, delay));
        }
        return sum.f(RECALL_WEIGHT);
    }
}
