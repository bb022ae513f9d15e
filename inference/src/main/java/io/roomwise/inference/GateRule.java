package io.roomwise.inference;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When {@link ActionGate} lets an action begin and end. A slot lasts one grid step, 0.4 s at 2.5 frames per second.
 *
 * @param start an action begins above this score
 * @param end an action ends below this score; at most {@code start}, so that a score between the two changes nothing
 * @param minSlots slots above {@code start} that confirm the beginning, at least 1
 * @param holdSlots slots on end, low or missing, that an action outlives
 * @param coolDownSlots slots after the end in which it may not begin again
 */
public record GateRule(float start, float end, int minSlots, int holdSlots, int coolDownSlots) {
    public GateRule {
        if (!(start > 0 && start < 1)) {
            throw new IllegalArgumentException("start must be between 0 and 1, was " + start);
        }
        if (!(end > 0 && end <= start)) {
            throw new IllegalArgumentException("end must be above 0 and at most start (" + start + "), was " + end);
        }
        requireSlots("min_slots", minSlots, 1);
        requireSlots("hold_slots", holdSlots, 0);
        requireSlots("cool_down_slots", coolDownSlots, 0);
    }

    /** The same with another score above which an action begins; it never ends above that. */
    GateRule withStart(float other) {
        return new GateRule(other, Math.min(end, other), minSlots, holdSlots, coolDownSlots);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("start", start);
        map.put("end", end);
        map.put("min_slots", minSlots);
        map.put("hold_slots", holdSlots);
        map.put("cool_down_slots", coolDownSlots);
        return map;
    }

    static GateRule from(YamlSection yaml) {
        float start = yaml.number("start");
        float end = yaml.number("end");
        int minSlots = yaml.integer("min_slots");
        int holdSlots = yaml.integer("hold_slots");
        int coolDownSlots = yaml.integer("cool_down_slots");
        yaml.end();
        try {
            return new GateRule(start, end, minSlots, holdSlots, coolDownSlots);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(yaml.path() + e.getMessage(), e);
        }
    }

    private static void requireSlots(String key, int slots, int least) {
        if (slots < least || slots > 1_000_000) {
            throw new IllegalArgumentException(key + " must be " + least + "..1000000, was " + slots);
        }
    }
}
