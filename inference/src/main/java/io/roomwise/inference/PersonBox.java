package io.roomwise.inference;

/**
 * One person in a picture.
 *
 * @param left left edge as a fraction of the picture's width, 0..1
 * @param top top edge as a fraction of the picture's height, 0..1
 * @param confidence 0..1
 */
public record PersonBox(float left, float top, float right, float bottom, float confidence) {}
