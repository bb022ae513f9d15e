package io.roomwise.agent.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML document with the place of everything in it. */
sealed interface YamlNode {
    Place place();

    /**
     * A plain or quoted value.
     *
     * @param secret whether it is the name of a secret ({@code !secret name}) instead of the value itself
     */
    record Scalar(Place place, String text, boolean secret) implements YamlNode {}

    /** A key without a value: the default holds. */
    record Nothing(Place place) implements YamlNode {}

    /** A list. */
    record Items(Place place, List<YamlNode> nodes) implements YamlNode {
        public Items {
            nodes = List.copyOf(nodes);
        }
    }

    /** Keys in the order of the file. */
    record Mapping(Place place, Map<String, Entry> entries) implements YamlNode {
        /** This mapping with another laid over it: mappings are merged, everything else is replaced. */
        Mapping overlaidWith(Mapping other) {
            Map<String, Entry> merged = new LinkedHashMap<>(entries);
            other.entries.forEach((key, entry) -> merged.merge(key, entry, Mapping::overlay));
            return new Mapping(place, merged);
        }

        private static Entry overlay(Entry below, Entry above) {
            if (below.value() instanceof Mapping lower && above.value() instanceof Mapping upper) {
                return new Entry(below.key(), lower.overlaidWith(upper));
            }
            return above;
        }
    }

    /** A value and the place of its key. */
    record Entry(Place key, YamlNode value) {}
}
