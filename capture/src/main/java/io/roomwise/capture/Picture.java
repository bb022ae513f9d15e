package io.roomwise.capture;

import java.nio.ByteBuffer;

/**
 * One decoded picture.
 *
 * @param rgb direct buffer of {@code width * height * 3} bytes, RGB24, rows from top to bottom without padding,
 *     position 0; belongs to whoever made it and is valid only during the call that passes it
 */
public record Picture(int width, int height, ByteBuffer rgb) {
    public Picture {
        if (width <= 0 || height <= 0 || rgb.capacity() < width * height * 3) {
            throw new IllegalArgumentException("picture " + width + "x" + height + " in " + rgb.capacity() + " bytes");
        }
    }
}
