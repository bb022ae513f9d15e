package io.roomwise.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.roomwise.inference.ActionEvent.Kind;
import io.roomwise.inference.ActionGate.Decision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActionGateTest {
    private static final float LOW = 0.1f;
    private static final float MIDDLE = 0.5f;
    private static final float HIGH = 0.9f;
    private static final float MISSING = -1;

    @Test
    void startsAboveTheStartThresholdAndEndsBelowTheEndThreshold() {
        assertThat(run(rule(1, 0, 0), MIDDLE, HIGH, MIDDLE, LOW, MIDDLE))
                .containsExactly(
                        new Decision(0, Kind.STARTED, HIGH, 0.6f, 1, 1), new Decision(0, Kind.ENDED, LOW, 0.4f, 3, 2));
    }

    @Test
    void aScoreThatEqualsAThresholdChangesNothing() {
        assertThat(run(rule(1, 0, 0), 0.6f)).isEmpty();
        assertThat(run(rule(1, 0, 0), HIGH, 0.4f)).hasSize(1);
    }

    @Test
    void startsOnlyAfterTheMinimumOfConsecutiveSlots() {
        assertThat(run(rule(3, 0, 0), HIGH, HIGH, MIDDLE, HIGH, HIGH, HIGH))
                .containsExactly(new Decision(0, Kind.STARTED, HIGH, 0.6f, 5, 3));
    }

    @Test
    void outlivesAsManyLowSlotsAsHoldAllows() {
        assertThat(run(rule(1, 2, 0), HIGH, LOW, LOW, HIGH, LOW, LOW, LOW))
                .containsExactly(
                        new Decision(0, Kind.STARTED, HIGH, 0.6f, 0, 0), new Decision(0, Kind.ENDED, LOW, 0.4f, 6, 3));
    }

    @Test
    void doesNotStartAgainDuringTheCoolDown() {
        assertThat(run(rule(1, 0, 2), HIGH, LOW, HIGH, HIGH, HIGH))
                .extracting(Decision::kind, Decision::slot)
                .containsExactly(tuple(Kind.STARTED, 0L), tuple(Kind.ENDED, 1L), tuple(Kind.STARTED, 4L));
    }

    @Test
    void slotsOfTheCoolDownDoNotCountTowardsTheMinimum() {
        List<Decision> decisions = run(rule(2, 0, 2), HIGH, HIGH, LOW, HIGH, HIGH, HIGH, HIGH);
        assertThat(decisions.get(2)).isEqualTo(new Decision(0, Kind.STARTED, HIGH, 0.6f, 6, 5));
    }

    @Test
    void aGapWithinHoldChangesNothing() {
        assertThat(run(rule(1, 2, 0), HIGH, MISSING, MISSING, HIGH)).hasSize(1);
        assertThat(run(rule(2, 1, 0), HIGH, MISSING, HIGH))
                .containsExactly(new Decision(0, Kind.STARTED, HIGH, 0.6f, 2, 0));
    }

    @Test
    void aGapLongerThanHoldEndsWhatHeldAtTheSlotWhereHoldRanOut() {
        assertThat(run(rule(2, 1, 0), HIGH, HIGH, MISSING, MISSING, MISSING, HIGH, HIGH))
                .containsExactly(
                        new Decision(0, Kind.STARTED, HIGH, 0.6f, 1, 0),
                        new Decision(0, Kind.ENDED, 0, 0.4f, 3, 1),
                        new Decision(0, Kind.STARTED, HIGH, 0.6f, 6, 5));
    }

    @Test
    void lowAndMissingSlotsCountTogetherTowardsHold() {
        assertThat(run(rule(1, 2, 0), HIGH, LOW, MISSING, LOW))
                .extracting(Decision::kind)
                .containsExactly(Kind.STARTED, Kind.ENDED);
    }

    @Test
    void aGapLongerThanHoldForgetsAnUnconfirmedStart() {
        assertThat(run(rule(2, 0, 0), HIGH, MISSING, HIGH)).isEmpty();
    }

    @Test
    void aClockSetBackEndsWhatHeldAndBeginsAnew() {
        var gate = new ActionGate(List.of(rule(1, 100, 100)));
        gate.onScores(1000, new float[] {HIGH});
        assertThat(gate.onScores(10, new float[] {HIGH}))
                .extracting(Decision::kind, Decision::slot)
                .containsExactly(tuple(Kind.ENDED, 10L), tuple(Kind.STARTED, 10L));
    }

    @Test
    void notANumberIsLow() {
        assertThat(run(rule(1, 0, 0), Float.NaN)).isEmpty();
        assertThat(run(rule(1, 0, 0), HIGH, Float.NaN)).hasSize(2);
    }

    @Test
    void classesAreDecidedIndependently() {
        var gate = new ActionGate(List.of(rule(1, 0, 0), rule(2, 0, 0)));
        assertThat(gate.onScores(0, new float[] {HIGH, HIGH}))
                .extracting(Decision::action)
                .containsExactly(0);
        assertThat(gate.onScores(1, new float[] {LOW, HIGH}))
                .extracting(Decision::action)
                .containsExactly(0, 1);
        assertThat(gate.active(0)).isFalse();
        assertThat(gate.active(1)).isTrue();
    }

    @Test
    void refusesScoresOfAnotherModel() {
        var gate = new ActionGate(List.of(rule(1, 0, 0)));
        assertThatThrownBy(() -> gate.onScores(0, new float[2])).hasMessage("2 scores for 1 classes");
    }

    /** Every sequence of 7 slots of {low, middle, high, missing}, every rule of a small set, against the definition. */
    @Test
    void agreesWithTheDefinitionOnAllShortSequences() {
        float[] levels = {LOW, MIDDLE, HIGH, MISSING};
        for (GateRule rule : List.of(rule(1, 0, 0), rule(2, 1, 0), rule(1, 2, 1), rule(3, 1, 2))) {
            for (int code = 0; code < 1 << 14; code++) {
                float[] scores = new float[7];
                for (int i = 0; i < 7; i++) {
                    scores[i] = levels[code >> (2 * i) & 3];
                }
                assertThat(activity(rule, scores))
                        .as("rule %s, scores %s", rule, scores)
                        .isEqualTo(definition(rule, scores));
            }
        }
    }

    /** Active after each slot; null where no scores came. */
    private static List<Boolean> activity(GateRule rule, float... scores) {
        var gate = new ActionGate(List.of(rule));
        List<Boolean> active = new ArrayList<>();
        for (int slot = 0; slot < scores.length; slot++) {
            if (scores[slot] != MISSING) {
                gate.onScores(slot, new float[] {scores[slot]});
                active.add(gate.active(0));
            }
        }
        return active;
    }

    /** The same by looking at whole runs of slots instead of counting along. */
    private static List<Boolean> definition(GateRule rule, float... scores) {
        List<Boolean> active = new ArrayList<>();
        boolean on = false;
        int from = 0; // slots before it are forgotten
        int lastLoud = 0;
        for (int slot = 0; slot < scores.length; slot++) {
            if (on && scores[slot] >= rule.end()) {
                lastLoud = slot;
            }
            if (on && slot - lastLoud > rule.holdSlots()) {
                on = false;
                from = slot + rule.coolDownSlots() + 1;
            }
            if (!on && scores[slot] > rule.start() && risesUpTo(slot, from, rule, scores) >= rule.minSlots()) {
                on = true;
                lastLoud = slot;
            }
            if (scores[slot] != MISSING) {
                active.add(on);
            }
        }
        return active;
    }

    private static int risesUpTo(int slot, int from, GateRule rule, float... scores) {
        int rises = 0;
        int missing = 0;
        for (int s = slot; s >= from; s--) {
            missing = scores[s] == MISSING ? missing + 1 : 0;
            if (missing > rule.holdSlots() || (scores[s] != MISSING && scores[s] <= rule.start())) {
                break;
            }
            rises += scores[s] == MISSING ? 0 : 1;
        }
        return rises;
    }

    private static GateRule rule(int minSlots, int holdSlots, int coolDownSlots) {
        return new GateRule(0.6f, 0.4f, minSlots, holdSlots, coolDownSlots);
    }

    private static List<Decision> run(GateRule rule, float... scores) {
        var gate = new ActionGate(List.of(rule));
        List<Decision> decisions = new ArrayList<>();
        for (int slot = 0; slot < scores.length; slot++) {
            if (scores[slot] != MISSING) {
                decisions.addAll(gate.onScores(slot, new float[] {scores[slot]}));
            }
        }
        return decisions;
    }
}
