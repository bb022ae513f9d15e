package io.roomwise.inference.model;

/**
 * Sizes of a backbone.
 *
 * @param views the most there are
 * @param frames the most slots of a window
 * @param width D
 * @param layers of the temporal encoder
 */
record BackboneSpec(int views, int frames, int classes, int width, int layers, int heads) {}
