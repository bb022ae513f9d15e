package io.roomwise.inference.model;

import java.util.Map;

/** How a person's crop becomes a feature. */
public sealed interface CropEncoderSpec permits ConvolutionalEncoderSpec, FrozenEncoderSpec, TransformerEncoderSpec {
    /** Side of the square crop in pixels. */
    int pictureSize();

    /** Length of the geometry vector. */
    int geometry();

    /** W, of the feature. */
    int width();

    /** For the bundle. */
    Map<String, Object> toMap();

    /** Inverse of {@link #toMap}; numbers may be of any type. */
    static CropEncoderSpec fromMap(Map<String, ?> map) {
        if (map.containsKey("patch")) {
            return TransformerEncoderSpec.fromMap(map);
        }
        return map.containsKey("embedding") ? FrozenEncoderSpec.fromMap(map) : ConvolutionalEncoderSpec.fromMap(map);
    }

    /** Refuses a value with its key. */
    static void require(boolean holds, String key, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("student." + key + " is out of range: " + value);
        }
    }
}
