package io.roomwise.capture;

/** Largest picture that is delivered; larger ones are scaled down with their aspect kept, smaller ones are left alone. */
public record PictureLimit(int width, int height) {
    public PictureLimit {
        check("width", width);
        check("height", height);
    }

    private static void check(String key, int size) {
        if (size < 16 || size > 4096 || size % 2 != 0) {
            throw new IllegalArgumentException("detect." + key + " must be even and 16..4096 pixels, was " + size);
        }
    }
}
