package io.roomwise.inference.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The architecture of a student; part of the model bundle.
 *
 * @param encoder how a crop becomes a feature
 * @param pictureSize side of the square crop in pixels
 * @param geometry length of the geometry vector
 * @param stem channels of the encoder's first convolution; each further stage has twice as many
 * @param width D, length of a frame's feature
 * @param classes number of action classes
 * @param frames longest window in slots
 * @param heads attention heads; divide the width
 * @param temporalLayers transformer blocks over time
 * @param fusion how views become one room
 */
public record StudentSpec(
        Encoder encoder,
        int pictureSize,
        int geometry,
        int stem,
        int width,
        int classes,
        int frames,
        int heads,
        int temporalLayers,
        double dropout,
        Fusion fusion)
        implements StudentArchitecture {

    /** Visual encoders. */
    public enum Encoder {
        CONVOLUTIONAL
    }

    /** Rules by which the frame logits of the present views become the room's. */
    public enum Fusion {
        /** The largest logit of each class: one view that sees it is enough. */
        MAX,
        /** The mean logit: views vote. */
        MEAN,
        /** A mean weighted by how much each view claims to see, which is learned. */
        GATED
    }

    public StudentSpec {
        ConvolutionalEncoderSpec checked = new ConvolutionalEncoderSpec(pictureSize, geometry, stem, width);
        require(heads >= 1 && checked.width() % heads == 0, "heads", heads);
        require(classes >= 1 && classes <= 1000, "classes", classes);
        require(frames >= 1 && frames <= 10_000, "frames", frames);
        require(temporalLayers >= 1 && temporalLayers <= 24, "temporal_layers", temporalLayers);
        require(dropout >= 0 && dropout < 1, "dropout", dropout);
    }

    @Override
    public ConvolutionalEncoderSpec crops() {
        return new ConvolutionalEncoderSpec(pictureSize, geometry, stem, width);
    }

    /** Any number: views are streams that do not know of each other before the fusion. */
    @Override
    public int views() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Student open(Path safetensors) {
        StudentNetwork network = StudentNetwork.create(this, 0);
        try {
            network.weights().load(safetensors);
            return network;
        } catch (ModelFileException e) {
            network.close();
            throw e;
        }
    }

    /** The same for larger or smaller crops. */
    public StudentSpec withPictureSize(int side) {
        return new StudentSpec(
                encoder, side, geometry, stem, width, classes, frames, heads, temporalLayers, dropout, fusion);
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("encoder", encoder.name().toLowerCase(Locale.ROOT));
        map.put("picture_size", pictureSize);
        map.put("geometry", geometry);
        map.put("stem", stem);
        map.put("width", width);
        map.put("classes", classes);
        map.put("frames", frames);
        map.put("heads", heads);
        map.put("temporal_layers", temporalLayers);
        map.put("dropout", dropout);
        map.put("fusion", fusion.name().toLowerCase(Locale.ROOT));
        return map;
    }

    static StudentSpec fromMap(Map<String, ?> map) {
        return new StudentSpec(
                choice(map, "encoder", Encoder.class),
                integer(map, "picture_size"),
                integer(map, "geometry"),
                integer(map, "stem"),
                integer(map, "width"),
                integer(map, "classes"),
                integer(map, "frames"),
                integer(map, "heads"),
                integer(map, "temporal_layers"),
                number(map, "dropout").doubleValue(),
                choice(map, "fusion", Fusion.class));
    }

    private static void require(boolean holds, String key, Number value) {
        if (!holds) {
            throw new IllegalArgumentException("student." + key + " is out of range: " + value);
        }
    }

    static int integer(Map<String, ?> map, String key) {
        return number(map, key).intValue();
    }

    private static Number number(Map<String, ?> map, String key) {
        if (map.get(key) instanceof Number value) {
            return value;
        }
        throw new IllegalArgumentException("student." + key + " must be a number, was " + map.get(key));
    }

    static List<Double> numbers(Map<String, ?> map, String key) {
        if (map.get(key) instanceof List<?> values && values.stream().allMatch(Number.class::isInstance)) {
            return values.stream().map(value -> ((Number) value).doubleValue()).toList();
        }
        throw new IllegalArgumentException("student." + key + " must be numbers, was " + map.get(key));
    }

    static <E extends Enum<E>> E choice(Map<String, ?> map, String key, Class<E> type) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(String.valueOf(map.get(key)))) {
                return value;
            }
        }
        throw new IllegalArgumentException("student." + key + " is not known: " + map.get(key));
    }
}
