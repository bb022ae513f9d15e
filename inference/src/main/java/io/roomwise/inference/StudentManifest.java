package io.roomwise.inference;

import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.InputSpec;
import io.roomwise.inference.model.StudentArchitecture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code model.yaml} of a student.
 *
 * @param classes in the order of the network's outputs
 * @param decisionDelay slots behind the newest one at which scores are read: the network then knows what followed
 * @param gate one rule for each class, in their order
 * @param metrics what was measured, for people; numbers, texts and mappings of them
 */
public record StudentManifest(
        String name,
        String version,
        StudentArchitecture student,
        ActionClasses classes,
        InputSpec input,
        int decisionDelay,
        List<GateRule> gate,
        Map<String, Object> metrics,
        Provenance provenance) {
    private static final int FORMAT = 1;
    private static final String KIND = "student";

    public StudentManifest {
        gate = List.copyOf(gate);
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        if (classes.size() != student.classes()) {
            throw new IllegalArgumentException(
                    "classes are " + classes.size() + ", the network has " + student.classes() + " outputs");
        }
        if (gate.size() != classes.size()) {
            throw new IllegalArgumentException("gate has " + gate.size() + " rules for " + classes.size() + " classes");
        }
        if (input.pictureSize() != student.crops().pictureSize()
                || student.crops().geometry() != ClipEncoder.GEOMETRY) {
            throw new IllegalArgumentException("input of " + input.pictureSize() + " pixels and " + ClipEncoder.GEOMETRY
                    + " numbers does not fit the network's " + student.crops().pictureSize() + " and "
                    + student.crops().geometry());
        }
        if (input.frames() > student.frames()) {
            throw new IllegalArgumentException(
                    "input.frames is " + input.frames() + ", the network takes up to " + student.frames());
        }
        if (decisionDelay < 0 || decisionDelay >= input.frames()) {
            throw new IllegalArgumentException(
                    "decision_delay must be 0.." + (input.frames() - 1) + ", was " + decisionDelay);
        }
    }

    String toYaml() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", FORMAT);
        map.put("kind", KIND);
        map.put("name", name);
        map.put("version", version);
        map.put("student", student.toMap());
        map.put("classes", classes.names());
        map.put("input", input.toMap());
        map.put("decision_delay", decisionDelay);
        Map<String, Object> rules = new LinkedHashMap<>();
        for (int i = 0; i < gate.size(); i++) {
            rules.put(classes.names().get(i), gate.get(i).toMap());
        }
        map.put("gate", rules);
        map.put("metrics", metrics);
        map.put("provenance", provenance.toMap());
        return YamlSection.print(map);
    }

    static StudentManifest fromYaml(String text) {
        YamlSection yaml = YamlSection.parse(text);
        yaml.requireFormat(FORMAT, KIND);
        YamlSection student = yaml.section("student");
        YamlSection input = yaml.section("input");
        var classes = new ActionClasses(yaml.texts("classes"));
        var manifest = new StudentManifest(
                yaml.text("name"),
                yaml.text("version"),
                StudentArchitecture.fromMap(student.all()),
                classes,
                InputSpec.fromMap(input.all()),
                yaml.integer("decision_delay"),
                gate(yaml.section("gate"), classes),
                yaml.section("metrics").all(),
                Provenance.from(yaml.section("provenance")));
        student.requireUnderstood(manifest.student.toMap());
        input.requireUnderstood(manifest.input.toMap());
        yaml.end();
        return manifest;
    }

    private static List<GateRule> gate(YamlSection yaml, ActionClasses classes) {
        List<GateRule> rules = new ArrayList<>();
        for (String action : classes.names()) {
            rules.add(GateRule.from(yaml.section(action)));
        }
        yaml.end();
        return rules;
    }
}
