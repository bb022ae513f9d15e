package io.roomwise.trainer.evaluation;

import io.roomwise.inference.GateRule;
import io.roomwise.trainer.metric.EventMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Agreement of announced with true actions, per class. */
public record EventReport(List<String> classes, List<EventMatch> matches) {
    public EventReport {
        classes = List.copyOf(classes);
        matches = List.copyOf(matches);
    }

    public static EventReport of(List<Recording> rooms, List<GateRule> rules, int delay) {
        List<EventMatch> matches = new ArrayList<>();
        for (int kind = 0; kind < rules.size(); kind++) {
            EventMatch sum = EventMatch.NOTHING;
            for (Recording room : rooms) {
                sum = sum.plus(room.match(kind, rules.get(kind), delay));
            }
            matches.add(sum);
        }
        return new EventReport(rooms.get(0).classes(), matches);
    }

    public EventMatch total() {
        return matches.stream().reduce(EventMatch.NOTHING, EventMatch::plus);
    }

    /** For a bundle and for reading: precision, recall and counts, in total and per class. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>(figures(total()));
        for (int i = 0; i < classes.size(); i++) {
            map.put(classes.get(i), figures(matches.get(i)));
        }
        return map;
    }

    private static Map<String, Object> figures(EventMatch match) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("precision", rounded(match.precision()));
        map.put("recall", rounded(match.recall()));
        map.put("true_events", match.happened());
        map.put("events", match.recognized());
        return map;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
