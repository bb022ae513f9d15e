package io.roomwise.inference.model;

import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.MultiViewSpec.Role;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A student of ViCoKD on people's crops.
 *
 * @param crops the frozen encoder
 * @param network what was distilled
 */
public record MultiViewStudentSpec(CropEncoderSpec crops, MultiViewSpec network) implements StudentArchitecture {
    public MultiViewStudentSpec {
        if (network.role() != Role.STUDENT) {
            throw new IllegalArgumentException("a " + network.role() + " cannot be served: it needs sound");
        }
    }

    /** Numbers of a view in a slot: the feature, and whether anybody is there. */
    public PerceptionSpec perception() {
        return new PerceptionSpec(crops.width() + 1, PerceptionSpec.Hearing.NONE, 0);
    }

    @Override
    public int classes() {
        return network.classes();
    }

    @Override
    public int frames() {
        return network.frames();
    }

    @Override
    public int views() {
        return network.views();
    }

    @Override
    public Student open(Path safetensors) {
        return MultiViewStudent.open(this, safetensors);
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("backbone", network.backbone().name().toLowerCase(Locale.ROOT));
        map.putAll(crops.toMap());
        map.put("views", network.views());
        map.put("frames", network.frames());
        map.put("classes", network.classes());
        map.put("width", network.width());
        map.put("layers", network.layers());
        map.put("heads", network.heads());
        return map;
    }

    static MultiViewStudentSpec fromMap(Map<String, ?> map) {
        return new MultiViewStudentSpec(
                CropEncoderSpec.fromMap(map),
                new MultiViewSpec(
                        Role.STUDENT,
                        StudentSpec.choice(map, "backbone", Kind.class),
                        StudentSpec.integer(map, "views"),
                        StudentSpec.integer(map, "frames"),
                        StudentSpec.integer(map, "classes"),
                        StudentSpec.integer(map, "width"),
                        StudentSpec.integer(map, "layers"),
                        StudentSpec.integer(map, "heads")));
    }
}
