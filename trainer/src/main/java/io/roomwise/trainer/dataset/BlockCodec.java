package io.roomwise.trainer.dataset;

import java.util.Arrays;

/**
 * What a video codec at a low bit rate does to a picture: colour at half the resolution, and coarse cosine coefficients
 * of 8 x 8 blocks. Owned by one thread.
 */
final class BlockCodec {
    private static final int SIDE = 8;
    private static final float[] BASIS = basis();

    private final float[] block = new float[SIDE * SIDE];
    private final float[] half = new float[SIDE * SIDE];
    private float[] luma = new float[0];
    private float[] blue = new float[0];
    private float[] red = new float[0];

    private static float[] basis() {
        float[] basis = new float[SIDE * SIDE];
        for (int k = 0; k < SIDE; k++) {
            double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / SIDE);
            for (int i = 0; i < SIDE; i++) {
                basis[k * SIDE + i] = (float) (scale * Math.cos(Math.PI * (2 * i + 1) * k / (2.0 * SIDE)));
            }
        }
        return basis;
    }

    /**
     * Degrades a part of an RGB24 picture in place; the part is widened to whole blocks.
     *
     * @param width of the picture in pixels, a multiple of 16, as is its height
     * @param step quantisation step of the coarser coefficients in grey levels; 8 is hardly seen, 60 is bad
     */
    void degrade(byte[] rgb, int width, int left, int top, int right, int bottom, float step) {
        int x0 = left / 16 * 16;
        int y0 = top / 16 * 16;
        int w = Math.min(width, (right + 15) / 16 * 16) - x0;
        int h = Math.min(rgb.length / 3 / width, (bottom + 15) / 16 * 16) - y0;
        if (w <= 0 || h <= 0) {
            return;
        }
        if (luma.length < w * h) {
            luma = new float[w * h];
            blue = new float[w * h / 4];
            red = new float[w * h / 4];
        }
        split(rgb, width, x0, y0, w, h);
        quantise(luma, w, h, step);
        quantise(blue, w / 2, h / 2, step * 1.5f);
        quantise(red, w / 2, h / 2, step * 1.5f);
        join(rgb, width, x0, y0, w, h);
    }

    private void split(byte[] rgb, int width, int x0, int y0, int w, int h) {
        Arrays.fill(blue, 0, w * h / 4, 0);
        Arrays.fill(red, 0, w * h / 4, 0);
        for (int y = 0; y < h; y++) {
            int at = ((y0 + y) * width + x0) * 3;
            for (int x = 0; x < w; x++, at += 3) {
                float r = rgb[at] & 0xff;
                float g = rgb[at + 1] & 0xff;
                float b = rgb[at + 2] & 0xff;
                float grey = 0.299f * r + 0.587f * g + 0.114f * b;
                luma[y * w + x] = grey - 128;
                int chroma = y / 2 * (w / 2) + x / 2;
                blue[chroma] += 0.25f * 0.564f * (b - grey);
                red[chroma] += 0.25f * 0.713f * (r - grey);
            }
        }
    }

    private void join(byte[] rgb, int width, int x0, int y0, int w, int h) {
        for (int y = 0; y < h; y++) {
            int at = ((y0 + y) * width + x0) * 3;
            for (int x = 0; x < w; x++, at += 3) {
                float grey = luma[y * w + x] + 128;
                int chroma = y / 2 * (w / 2) + x / 2;
                float cb = blue[chroma];
                float cr = red[chroma];
                rgb[at] = level(grey + 1.403f * cr);
                rgb[at + 1] = level(grey - 0.344f * cb - 0.714f * cr);
                rgb[at + 2] = level(grey + 1.773f * cb);
            }
        }
    }

    static byte level(float value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }

    private void quantise(float[] plane, int w, int h, float step) {
        for (int y = 0; y < h; y += SIDE) {
            for (int x = 0; x < w; x += SIDE) {
                transform(plane, y * w + x, w, step);
            }
        }
    }

    private void transform(float[] plane, int origin, int stride, float step) {
        for (int y = 0; y < SIDE; y++) { // rows to coefficients
            for (int k = 0; k < SIDE; k++) {
                float sum = 0;
                for (int i = 0; i < SIDE; i++) {
                    sum += BASIS[k * SIDE + i] * plane[origin + y * stride + i];
                }
                half[y * SIDE + k] = sum;
            }
        }
        for (int k = 0; k < SIDE; k++) { // columns to coefficients, quantised
            for (int j = 0; j < SIDE; j++) {
                float sum = 0;
                for (int y = 0; y < SIDE; y++) {
                    sum += BASIS[j * SIDE + y] * half[y * SIDE + k];
                }
                float q = step * (0.4f + 0.15f * (j + k));
                block[j * SIDE + k] = q * (int) (sum / q + (sum < 0 ? -0.4f : 0.4f));
            }
        }
        for (int k = 0; k < SIDE; k++) {
            for (int y = 0; y < SIDE; y++) {
                float sum = 0;
                for (int j = 0; j < SIDE; j++) {
                    sum += BASIS[j * SIDE + y] * block[j * SIDE + k];
                }
                half[y * SIDE + k] = sum;
            }
        }
        for (int y = 0; y < SIDE; y++) {
            for (int i = 0; i < SIDE; i++) {
                float sum = 0;
                for (int k = 0; k < SIDE; k++) {
                    sum += BASIS[k * SIDE + i] * half[y * SIDE + k];
                }
                plane[origin + y * stride + i] = sum;
            }
        }
    }
}
