package io.roomwise.inference;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How persons are found; section {@code detect} of the configuration.
 *
 * @param path folder of a detector, or any YOLO model in one {@code .onnx} file
 * @param layout null to recognise it from the model's outputs
 * @param minScore score from which a box counts as a person; null for the detector's own, 0.4 if it has none
 * @param longSide longer side in pixels to which pictures are scaled where the model takes any size; null for the
 *     detector's own, 640 if it has none
 */
public record DetectConfig(
        Path path,
        @Nullable DetectorLayout layout,
        Device device,
        @Nullable Float minScore,
        @Nullable Integer longSide) {
    static final float DEFAULT_MIN_SCORE = 0.4f;
    static final int DEFAULT_LONG_SIDE = 640;

    /** Where the detector runs. */
    public enum Device {
        /** On an NVIDIA GPU if this ONNX Runtime can use one, else on the CPU. */
        AUTO,
        CPU,
        /** On an NVIDIA GPU or not at all. */
        CUDA;

        /** @throws IllegalArgumentException naming the choices */
        public static Device of(String key) {
            for (Device device : values()) {
                if (device.name().toLowerCase(Locale.ROOT).equals(key)) {
                    return device;
                }
            }
            throw new IllegalArgumentException("detect.device must be auto, cpu or cuda, was '" + key + "'");
        }
    }

    public DetectConfig {
        if (minScore != null) {
            requireScore("detect.min_score", minScore);
        }
        if (longSide != null) {
            requireSide("detect.long_side", longSide);
        }
    }

    /** Everything as the detector itself says. */
    public static DetectConfig of(Path path) {
        return new DetectConfig(path, null, Device.AUTO, null, null);
    }

    static void requireScore(String key, float score) {
        if (!(score > 0 && score < 1)) {
            throw new IllegalArgumentException(key + " must be between 0 and 1, was " + score);
        }
    }

    static void requireSide(String key, int side) {
        if (side < 64 || side > 4096 || side % DetectorLayout.STRIDE != 0) {
            throw new IllegalArgumentException(key + " must be a multiple of 32 from 64 to 4096, was " + side);
        }
    }
}
