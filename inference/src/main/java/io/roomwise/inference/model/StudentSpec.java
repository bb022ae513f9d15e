package io.roomwise.inference.model;

import java.util.LinkedHashMap;
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
        Fusion fusion) {

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
        require(pictureSize >= 16 && pictureSize <= 512 && pictureSize % 16 == 0, "picture_size", pictureSize);
        require(geometry >= 1 && geometry <= 64, "geometry", geometry);
        require(stem >= 4 && stem <= 256, "stem", stem);
        require(width >= 8 && width <= 1024 && width % 2 == 0, "width", width);
        require(classes >= 1 && classes <= 1000, "classes", classes);
        require(frames >= 1 && frames <= 10_000, "frames", frames);
        require(heads >= 1 && width % heads == 0, "heads", heads);
        require(temporalLayers >= 1 && temporalLayers <= 24, "temporal_layers", temporalLayers);
        require(dropout >= 0 && dropout < 1, "dropout", dropout);
    }

    /** The same for larger or smaller crops. */
    public StudentSpec withPictureSize(int side) {
        return new StudentSpec(
                encoder, side, geometry, stem, width, classes, frames, heads, temporalLayers, dropout, fusion);
    }

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

    /** Inverse of {@link #toMap}; numbers may be of any type. */
    public static StudentSpec fromMap(Map<String, ?> map) {
        return new StudentSpec(
                choice(map, "encoder", Encoder.class),
                number(map, "picture_size").intValue(),
                number(map, "geometry").intValue(),
                number(map, "stem").intValue(),
                number(map, "width").intValue(),
                number(map, "classes").intValue(),
                number(map, "frames").intValue(),
                number(map, "heads").intValue(),
                number(map, "temporal_layers").intValue(),
                number(map, "dropout").doubleValue(),
                choice(map, "fusion", Fusion.class));
    }

    private static void require(boolean holds, String key, Number value) {
        if (!holds) {
            throw new IllegalArgumentException("student." + key + " is out of range: " + value);
        }
    }

    private static Number number(Map<String, ?> map, String key) {
        if (map.get(key) instanceof Number value) {
            return value;
        }
        throw new IllegalArgumentException("student." + key + " must be a number, was " + map.get(key));
    }

    private static <E extends Enum<E>> E choice(Map<String, ?> map, String key, Class<E> type) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(String.valueOf(map.get(key)))) {
                return value;
            }
        }
        throw new IllegalArgumentException("student." + key + " is not known: " + map.get(key));
    }
}
