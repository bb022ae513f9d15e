package io.roomwise.inference.model;

import io.roomwise.inference.clip.ClipEncoder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pretrained encoder of pictures from an ONNX file, which does not learn. Its feature is followed by the crop's geometry,
 * which it cannot see.
 *
 * @param pictureSize side of the square crop in pixels
 * @param channelsLast whether it takes [n, S, S, 3] and not [n, 3, S, S]
 * @param mean of red, green and blue, 0..255; (level - mean) / deviation is what it takes
 * @param deviation of the same
 * @param output by name
 * @param embedding numbers of the output
 */
public record FrozenEncoderSpec(
        int pictureSize, boolean channelsLast, List<Double> mean, List<Double> deviation, String output, int embedding)
        implements CropEncoderSpec {
    public FrozenEncoderSpec {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        CropEncoderSpec.require(pictureSize >= 16 && pictureSize <= 512, "picture_size", pictureSize);
        CropEncoderSpec.require(embedding >= 1 && embedding <= 65_536, "embedding", embedding);
        LevelScale.check(mean, deviation);
    }

    /**
     * What is told about a file and what it says itself.
     *
     * @param size of the crops, where the file takes any
     * @param output where there are several
     * @throws ModelFileException if it is no encoder of square colour pictures
     */
    public static FrozenEncoderSpec of(
            Path file, Optional<Integer> size, List<Double> mean, List<Double> deviation, Optional<String> output) {
        List<Long> shape = FrozenNetwork.inputShape(file);
        boolean last = shape.size() == 4 && shape.get(3) == 3;
        if (shape.size() != 4 || !(last || shape.get(1) == 3)) {
            throw new ModelFileException(file, "takes " + shape + ", not pictures [n, 3, S, S] or [n, S, S, 3]");
        }
        long declared = shape.get(last ? 1 : 2);
        if (declared <= 0 && size.isEmpty()) {
            throw new ModelFileException(file, "takes pictures of any size; one must be chosen");
        }
        int side = declared > 0 ? (int) declared : size.orElse(0);
        FrozenEncoderSpec trial = new FrozenEncoderSpec(side, last, mean, deviation, output.orElse(""), 1);
        try (FrozenNetwork network = FrozenNetwork.open(file, output, trial.example())) {
            return new FrozenEncoderSpec(side, last, mean, deviation, network.output(), network.width());
        }
    }

    long[] example() {
        return channelsLast ? new long[] {pictureSize, pictureSize, 3} : new long[] {3, pictureSize, pictureSize};
    }

    @Override
    public int geometry() {
        return ClipEncoder.GEOMETRY;
    }

    @Override
    public int width() {
        return embedding + geometry();
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("picture_size", pictureSize);
        map.put("channels_last", channelsLast);
        map.put("mean", mean);
        map.put("deviation", deviation);
        map.put("output", output);
        map.put("embedding", embedding);
        return map;
    }

    static FrozenEncoderSpec fromMap(Map<String, ?> map) {
        return new FrozenEncoderSpec(
                StudentSpec.integer(map, "picture_size"),
                Boolean.TRUE.equals(map.get("channels_last")),
                StudentSpec.numbers(map, "mean"),
                StudentSpec.numbers(map, "deviation"),
                String.valueOf(map.get("output")),
                StudentSpec.integer(map, "embedding"));
    }
}
