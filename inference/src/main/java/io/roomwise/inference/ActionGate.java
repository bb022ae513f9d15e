package io.roomwise.inference;

import io.roomwise.inference.ActionEvent.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides for one room when actions begin and end. Serving and evaluation use this same class. One thread; no clock:
 * time is counted in slots.
 *
 * <pre>
 *            score &gt; start in min_slots slots                score &lt; end, or slot missing,
 *            (after cool_down_slots)                         in more than hold_slots slots on end
 *   idle ────────────────────────────────────&gt; STARTED ... ────────────────────────────────────&gt; ENDED ... idle
 * </pre>
 */
public final class ActionGate {
    private final List<Track> tracks;
    private long lastSlot = Long.MIN_VALUE;

    /** @param rules one for each class, in the order of the scores */
    public ActionGate(List<GateRule> rules) {
        tracks = rules.stream().map(Track::new).toList();
    }

    /** Lets other rules hold from the next slot on; what holds now ends by them. */
    void use(List<GateRule> rules) {
        for (int action = 0; action < rules.size(); action++) {
            tracks.get(action).rule = rules.get(action);
        }
    }

    /**
     * One action that began or ended.
     *
     * @param action index of the class
     * @param score of {@code slot}; 0 where that slot is missing
     * @param threshold the one that was crossed
     * @param slot the slot that decided
     * @param sinceSlot first slot above the start threshold (STARTED), last slot not below the end threshold (ENDED)
     */
    public record Decision(int action, Kind kind, float score, float threshold, long slot, long sinceSlot) {}

    /**
     * Takes the scores of a slot. Slots may be missing; a slot that is not later than the one before (the clock was
     * set back) ends all that held and begins anew.
     *
     * @param scores sigmoid outputs, one for each class; NaN counts as low
     * @return what changed, in the order of the classes, an end before a new start
     */
    public List<Decision> onScores(long slot, float[] scores) {
        if (scores.length != tracks.size()) {
            throw new IllegalArgumentException(scores.length + " scores for " + tracks.size() + " classes");
        }
        List<Decision> decisions = new ArrayList<>();
        boolean setBack = slot <= lastSlot;
        lastSlot = slot;
        for (int action = 0; action < scores.length; action++) {
            Track track = tracks.get(action);
            if (setBack) {
                track.restart(action, slot, decisions);
            }
            track.onScore(action, slot, scores[action], decisions);
        }
        return decisions;
    }

    /** Whether an action holds now. */
    public boolean active(int action) {
        return tracks.get(action).active;
    }

    /** One class. */
    private static final class Track {
        private GateRule rule;
        private boolean active;
        /** While idle: how many slots were above the start threshold, the first of them, the last of them. */
        private int rises;

        private long firstRise;
        private long lastRise;
        /** While active: the last slot that was not below the end threshold. */
        private long lastLoud;
        /** While idle: the slot up to which a new start is refused. */
        private long coolUntil = Long.MIN_VALUE;

        Track(GateRule rule) {
            this.rule = rule;
        }

        void onScore(int action, long slot, float score, List<Decision> decisions) {
            if (active) {
                hold(action, slot, score, decisions);
            }
            if (!active) {
                rise(action, slot, score, decisions);
            }
        }

        private void hold(int action, long slot, float score, List<Decision> decisions) {
            boolean loud = score >= rule.end();
            long quietSlots = slot - lastLoud - (loud ? 1 : 0);
            if (quietSlots > rule.holdSlots()) {
                long endSlot = lastLoud + rule.holdSlots() + 1;
                end(action, endSlot, endSlot == slot ? score : 0, decisions);
            } else if (loud) {
                lastLoud = slot;
            }
        }

        private void rise(int action, long slot, float score, List<Decision> decisions) {
            if (!(score > rule.start()) || slot <= coolUntil) {
                rises = 0;
                return;
            }
            if (rises == 0 || slot - lastRise - 1 > rule.holdSlots()) {
                rises = 0;
                firstRise = slot;
            }
            rises++;
            lastRise = slot;
            if (rises >= rule.minSlots()) {
                active = true;
                rises = 0;
                lastLoud = slot;
                decisions.add(new Decision(action, Kind.STARTED, score, rule.start(), slot, firstRise));
            }
        }

        private void end(int action, long slot, float score, List<Decision> decisions) {
            active = false;
            coolUntil = slot + rule.coolDownSlots();
            decisions.add(new Decision(action, Kind.ENDED, score, rule.end(), slot, lastLoud));
        }

        void restart(int action, long slot, List<Decision> decisions) {
            if (active) {
                end(action, slot, 0, decisions);
            }
            rises = 0;
            coolUntil = Long.MIN_VALUE;
        }
    }
}
