package io.roomwise.inference.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Our own encoder of people's crops.
 *
 * @param pictureSize side of the square crop in pixels
 * @param geometry length of the geometry vector
 * @param stem channels of the first convolution; each further stage has twice as many
 * @param width of the feature
 */
public record ConvolutionalEncoderSpec(int pictureSize, int geometry, int stem, int width) implements CropEncoderSpec {
    public ConvolutionalEncoderSpec {
        CropEncoderSpec.require(
                pictureSize >= 16 && pictureSize <= 512 && pictureSize % 16 == 0, "picture_size", pictureSize);
        CropEncoderSpec.require(geometry >= 1 && geometry <= 64, "geometry", geometry);
        CropEncoderSpec.require(stem >= 4 && stem <= 256, "stem", stem);
        CropEncoderSpec.require(width >= 8 && width <= 1024 && width % 2 == 0, "width", width);
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("picture_size", pictureSize);
        map.put("geometry", geometry);
        map.put("stem", stem);
        map.put("crop_width", width);
        return map;
    }

    static ConvolutionalEncoderSpec fromMap(Map<String, ?> map) {
        return new ConvolutionalEncoderSpec(
                StudentSpec.integer(map, "picture_size"),
                StudentSpec.integer(map, "geometry"),
                StudentSpec.integer(map, "stem"),
                StudentSpec.integer(map, "crop_width"));
    }
}
