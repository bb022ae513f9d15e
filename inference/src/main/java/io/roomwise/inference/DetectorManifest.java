package io.roomwise.inference;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@code model.yaml} of a person detector.
 *
 * @param trainedOn in words; {@link #SIMULATED_HOMES} tells the user that real cameras were never seen
 * @param minScore score from which a box counts as a person, unless the user says otherwise
 * @param longSide longer side of the input in pixels, where the model takes any size
 */
public record DetectorManifest(
        String name,
        String version,
        DetectorLayout layout,
        String trainedOn,
        float minScore,
        int longSide,
        Map<String, Object> metrics,
        Provenance provenance) {
    public static final String SIMULATED_HOMES = "simulated homes";

    private static final int FORMAT = 1;
    private static final String KIND = "person_detector";

    public DetectorManifest {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        DetectConfig.requireScore("min_score", minScore);
        DetectConfig.requireSide("long_side", longSide);
    }

    String toYaml() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", FORMAT);
        map.put("kind", KIND);
        map.put("name", name);
        map.put("version", version);
        map.put("layout", layout.key());
        map.put("trained_on", trainedOn);
        map.put("min_score", minScore);
        map.put("long_side", longSide);
        map.put("metrics", metrics);
        map.put("provenance", provenance.toMap());
        return YamlSection.print(map);
    }

    static DetectorManifest fromYaml(String text) {
        YamlSection yaml = YamlSection.parse(text);
        yaml.requireFormat(FORMAT, KIND);
        var manifest = new DetectorManifest(
                yaml.text("name"),
                yaml.text("version"),
                DetectorLayout.of(yaml.text("layout")),
                yaml.text("trained_on"),
                yaml.number("min_score"),
                yaml.integer("long_side"),
                yaml.section("metrics").all(),
                Provenance.from(yaml.section("provenance")));
        yaml.end();
        return manifest;
    }
}
