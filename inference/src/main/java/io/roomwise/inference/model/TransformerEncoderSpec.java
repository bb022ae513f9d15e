package io.roomwise.inference.model;

import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.model.PatchTransformer.PatchSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Vision Transformer of any size. Its feature is followed by the crop's geometry, which it cannot see.
 *
 * @param pictureSize side of the square crop in pixels
 * @param patch side of a patch
 * @param features D of the transformer
 * @param layers its blocks
 * @param heads of its attention
 * @param mean of red, green and blue, 0..255; (level - mean) / deviation is what it takes
 * @param deviation of the same
 */
public record TransformerEncoderSpec(
        int pictureSize, int patch, int features, int layers, int heads, List<Double> mean, List<Double> deviation)
        implements CropEncoderSpec {
    /** All that are published have heads of this width. */
    private static final int HEAD_WIDTH = 64;

    public TransformerEncoderSpec {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        LevelScale.check(mean, deviation);
        CropEncoderSpec.require(pictureSize >= 16 && pictureSize <= 512, "picture_size", pictureSize);
        CropEncoderSpec.require(patch >= 1 && patch <= pictureSize && pictureSize % patch == 0, "patch", patch);
        CropEncoderSpec.require(features >= 1 && features <= 8192, "features", features);
        CropEncoderSpec.require(heads >= 1 && features % heads == 0, "heads", heads);
        CropEncoderSpec.require(layers >= 1 && layers <= 64, "layers", layers);
    }

    /**
     * The sizes that the weights in a file of timm or Hugging Face have.
     *
     * @throws ModelFileException if they are none of a Vision Transformer
     */
    public static TransformerEncoderSpec of(Path safetensors, List<Double> mean, List<Double> deviation) {
        Map<String, Safetensors.Tensor> tensors = TransformerFile.read(safetensors, TransformerEncoder.NAME);
        Safetensors.Tensor kernel = tensors.get(TransformerEncoder.NAME + ".patch.weight");
        Safetensors.Tensor positions = tensors.get(TransformerEncoder.NAME + ".positions");
        if (kernel == null || positions == null || kernel.shape().get(1) != 3) {
            throw new ModelFileException(safetensors, "is of no vision transformer");
        }
        int patch = (int) kernel.shape().get(2);
        int features = (int) kernel.shape().get(0);
        int along = (int) Math.round(Math.sqrt(positions.shape().get(1) - 1.0));
        int layers = 0;
        while (tensors.containsKey(TransformerEncoder.NAME + ".block" + (layers + 1) + ".norm1.weight")) {
            layers++;
        }
        return new TransformerEncoderSpec(
                along * patch, patch, features, layers, Math.max(1, features / HEAD_WIDTH), mean, deviation);
    }

    PatchSpec transformer() {
        return PatchSpec.vit(pictureSize, patch, features, layers, heads);
    }

    @Override
    public int geometry() {
        return ClipEncoder.GEOMETRY;
    }

    @Override
    public int width() {
        return features + geometry();
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("picture_size", pictureSize);
        map.put("patch", patch);
        map.put("features", features);
        map.put("encoder_layers", layers);
        map.put("encoder_heads", heads);
        map.put("mean", mean);
        map.put("deviation", deviation);
        return map;
    }

    static TransformerEncoderSpec fromMap(Map<String, ?> map) {
        return new TransformerEncoderSpec(
                StudentSpec.integer(map, "picture_size"),
                StudentSpec.integer(map, "patch"),
                StudentSpec.integer(map, "features"),
                StudentSpec.integer(map, "encoder_layers"),
                StudentSpec.integer(map, "encoder_heads"),
                StudentSpec.numbers(map, "mean"),
                StudentSpec.numbers(map, "deviation"));
    }
}
