package io.roomwise.trainer.evaluation;

import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionGate;
import io.roomwise.inference.GateRule;
import io.roomwise.trainer.dataset.LabelledClip;
import io.roomwise.trainer.dataset.RoomClips;
import io.roomwise.trainer.metric.EventMatch;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of one room's life with the scores that a student gave it.
 *
 * @param classes names, in the order of the scores
 */
public record Recording(List<String> classes, double framesPerSecond, List<Action> actions, StreamScores scores) {
    /** The first actions of a recording may have begun before it. */
    private static final double WARM_SECONDS = 4;

    /**
     * A true action.
     *
     * @param startSeconds since the first slot; may be negative
     */
    public record Action(int kind, double startSeconds, double endSeconds) {}

    public static Recording of(RoomClips room, StreamScores scores) {
        return new Recording(
                room.header().classes(),
                room.input().framesPerSecond(),
                room.header().actions().stream()
                        .map(action -> new Action(action.kind(), action.startSeconds(), action.endSeconds()))
                        .toList(),
                scores);
    }

    public static Recording of(LabelledClip clip, ActionClasses classes, double framesPerSecond, StreamScores scores) {
        return new Recording(
                classes.names(),
                framesPerSecond,
                clip.clip().actions().stream()
                        .map(action -> new Action(action.kind(), action.startSeconds(), action.endSeconds()))
                        .toList(),
                scores);
    }

    /** Agreement of one class when its scores go through a gate with this rule. */
    EventMatch match(int kind, GateRule rule, int delay) {
        double step = 1 / framesPerSecond;
        List<Double> starts = starts(kind, rule, delay);
        List<EventMatch.Span> spans = actions.stream()
                .filter(action -> action.kind() == kind)
                .map(action -> new EventMatch.Span(action.startSeconds(), action.endSeconds()))
                .toList();
        return EventMatch.of(starts, spans, WARM_SECONDS, (scores.slots() - delay) * step);
    }

    /** Whether there is any event of a class, and whether any such action happens. */
    EventMatch matchAtAll(int kind, GateRule rule, int delay) {
        boolean told = !starts(kind, rule, delay).isEmpty();
        boolean happens = actions.stream().anyMatch(action -> action.kind() == kind);
        return new EventMatch(told ? 1 : 0, happens ? 1 : 0, told && happens ? 1 : 0);
    }

    private List<Double> starts(int kind, GateRule rule, int delay) {
        ActionGate gate = new ActionGate(List.of(rule));
        List<Double> starts = new ArrayList<>();
        for (int slot = 0; slot < scores.slots() - delay; slot++) {
            float[] score = {scores.at(delay, slot)[kind]};
            for (ActionGate.Decision decision : gate.onScores(slot, score)) {
                if (decision.kind() == ActionEvent.Kind.STARTED) {
                    starts.add(decision.slot() / framesPerSecond);
                }
            }
        }
        return starts;
    }
}
