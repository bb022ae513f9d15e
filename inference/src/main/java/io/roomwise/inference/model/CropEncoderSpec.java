package io.roomwise.inference.model;

/** How a person's crop becomes a feature. */
public sealed interface CropEncoderSpec permits ConvolutionalEncoderSpec, FrozenEncoderSpec {
    /** Side of the square crop in pixels. */
    int pictureSize();

    /** Length of the geometry vector. */
    int geometry();

    /** W, of the feature. */
    int width();
}
