package io.roomwise.inference.model;

import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.MultiViewSpec.Role;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
        map.put("picture_size", crops.pictureSize());
        if (crops instanceof ConvolutionalEncoderSpec own) {
            map.put("geometry", own.geometry());
            map.put("stem", own.stem());
            map.put("crop_width", own.width());
        } else if (crops instanceof FrozenEncoderSpec frozen) {
            map.put("channels_last", frozen.channelsLast());
            map.put("mean", frozen.mean());
            map.put("deviation", frozen.deviation());
            map.put("output", frozen.output());
            map.put("embedding", frozen.embedding());
        }
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
                map.containsKey("embedding") ? frozen(map) : own(map),
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

    private static CropEncoderSpec own(Map<String, ?> map) {
        return new ConvolutionalEncoderSpec(
                StudentSpec.integer(map, "picture_size"),
                StudentSpec.integer(map, "geometry"),
                StudentSpec.integer(map, "stem"),
                StudentSpec.integer(map, "crop_width"));
    }

    private static CropEncoderSpec frozen(Map<String, ?> map) {
        return new FrozenEncoderSpec(
                StudentSpec.integer(map, "picture_size"),
                Boolean.TRUE.equals(map.get("channels_last")),
                numbers(map, "mean"),
                numbers(map, "deviation"),
                String.valueOf(map.get("output")),
                StudentSpec.integer(map, "embedding"));
    }

    private static List<Double> numbers(Map<String, ?> map, String key) {
        if (map.get(key) instanceof List<?> values && values.stream().allMatch(Number.class::isInstance)) {
            return values.stream().map(value -> ((Number) value).doubleValue()).toList();
        }
        throw new IllegalArgumentException("student." + key + " must be numbers, was " + map.get(key));
    }
}
