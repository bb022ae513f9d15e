package io.roomwise.inference.model;

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
        require(pictureSize >= 16 && pictureSize <= 512 && pictureSize % 16 == 0, "picture_size", pictureSize);
        require(geometry >= 1 && geometry <= 64, "geometry", geometry);
        require(stem >= 4 && stem <= 256, "stem", stem);
        require(width >= 8 && width <= 1024 && width % 2 == 0, "width", width);
    }

    private static void require(boolean holds, String key, Number value) {
        if (!holds) {
            throw new IllegalArgumentException("student." + key + " is out of range: " + value);
        }
    }
}
