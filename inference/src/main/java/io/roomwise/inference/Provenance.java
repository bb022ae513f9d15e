package io.roomwise.inference;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a model came to be: enough to make it again.
 *
 * @param command the command line that trained it
 * @param data what it was trained on, in words
 * @param versions of the program and the libraries that decide the numbers
 */
public record Provenance(String command, long seed, String data, Map<String, String> versions) {
    public Provenance {
        versions = Map.copyOf(versions);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("command", command);
        map.put("seed", seed);
        map.put("data", data);
        map.put("versions", new TreeMap<>(versions));
        return map;
    }

    static Provenance from(YamlSection section) {
        Map<String, String> versions = new TreeMap<>();
        section.section("versions").all().forEach((key, value) -> versions.put(key, String.valueOf(value)));
        var provenance =
                new Provenance(section.text("command"), section.longInteger("seed"), section.text("data"), versions);
        section.end();
        return provenance;
    }
}
