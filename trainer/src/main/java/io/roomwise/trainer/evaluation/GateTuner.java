package io.roomwise.trainer.evaluation;

import io.roomwise.inference.GateRule;
import io.roomwise.trainer.metric.EventMatch;
import java.util.ArrayList;
import java.util.List;

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

    private static final int THRESHOLDS = 19;
    private static final float[] END_SHARES = {0.5f, 0.8f};
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
            GateRule best = rule(THRESHOLDS / 2, END_SHARES[0], MIN_SLOTS[0], HOLD_SLOTS[0], COOL_DOWN_SLOTS[0]);
            double bestValue = -1;
            for (int min : MIN_SLOTS) {
                for (int i = 0; i < THRESHOLDS; i++) {
                    GateRule rule = rule(i, END_SHARES[0], min, HOLD_SLOTS[0], COOL_DOWN_SLOTS[0]);
                    EventMatch sum = EventMatch.NOTHING;
                    for (Recording clip : clips) {
                        sum = sum.plus(clip.matchAtAll(kind, rule, delay));
                    }
                    if (sum.f(RECALL_WEIGHT) > bestValue) {
                        bestValue = sum.f(RECALL_WEIGHT);
                        best = rule;
                    }
                }
            }
            rules.add(best);
        }
        return new Tuned(delay, rules, EventReport.of(clips, rules, delay));
    }

    private static GateRule best(List<Recording> rooms, int kind, int delay) {
        GateRule best = rule(THRESHOLDS / 2, END_SHARES[0], MIN_SLOTS[0], HOLD_SLOTS[0], COOL_DOWN_SLOTS[0]);
        double bestValue = -1;
        for (float share : END_SHARES) {
            for (int min : MIN_SLOTS) {
                for (int hold : HOLD_SLOTS) {
                    for (int cool : COOL_DOWN_SLOTS) {
                        double[] values = new double[THRESHOLDS + 2];
                        for (int i = 0; i < THRESHOLDS; i++) {
                            values[i + 1] = value(rooms, kind, rule(i, share, min, hold, cool), delay);
                        }
                        values[0] = values[1];
                        values[THRESHOLDS + 1] = values[THRESHOLDS];
                        for (int i = 0; i < THRESHOLDS; i++) {
                            double value = 0.5 * values[i + 1] + 0.25 * (values[i] + values[i + 2]);
                            if (value > bestValue + 1e-9) {
                                bestValue = value;
                                best = rule(i, share, min, hold, cool);
                            }
                        }
                    }
                }
            }
        }
        return best;
    }

    private static GateRule rule(int threshold, float share, int min, int hold, int cool) {
        float start = (threshold + 1) / (THRESHOLDS + 1f);
        return new GateRule(start, share * start, min, hold, cool);
    }

    private static double value(List<Recording> rooms, int kind, GateRule rule, int delay) {
        EventMatch sum = EventMatch.NOTHING;
        for (Recording room : rooms) {
            sum = sum.plus(room.match(kind, rule, delay));
        }
        return sum.f(RECALL_WEIGHT);
    }
}
