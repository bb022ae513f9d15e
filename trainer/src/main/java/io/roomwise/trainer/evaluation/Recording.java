package io.roomwise.trainer.evaluation;

import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionGate;
import io.roomwise.inference.GateRule;
import io.roomwise.trainer.dataset.RoomClips;
import io.roomwise.trainer.metric.EventMatch;
import java.util.ArrayList;
import java.util.List;

/** One room with the scores that a student gave it. */
public record Recording(RoomClips room, StreamScores scores) {
    /** The first actions of a recording may have begun before it. */
    private static final double WARM_SECONDS = 4;

    /** Agreement of one class when its scores go through a gate with this rule. */
    EventMatch match(int kind, GateRule rule, int delay) {
        double step = 1 / room.input().framesPerSecond();
        ActionGate gate = new ActionGate(List.of(rule));
        List<Double> starts = new ArrayList<>();
        int slots = scores.slots() - delay;
        for (int slot = 0; slot < slots; slot++) {
            float[] score = {scores.at(delay, slot)[kind]};
            for (ActionGate.Decision decision : gate.onScores(slot, score)) {
                if (decision.kind() == ActionEvent.Kind.STARTED) {
                    starts.add(decision.slot() * step);
                }
            }
        }
        List<EventMatch.Span> actions = room.header().actions().stream()
                .filter(action -> action.kind() == kind)
                .map(action -> new EventMatch.Span(action.startSeconds(), action.endSeconds()))
                .toList();
        return EventMatch.of(starts, actions, WARM_SECONDS, slots * step);
    }
}
