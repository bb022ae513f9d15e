package io.roomwise.trainer.dataset;

import java.util.Random;

/**
 * How a camera and its stream look worse than a drawing: light and colour, blur, noise, coding. One draw stands for one
 * camera for a while. Owned by one thread.
 */
public final class Degradation {
    private final BlockCodec codec;
    private final float[] gain = new float[3];
    private final float offset;
    private final float noise;
    private final float step;
    private final boolean blurred;
    private final byte[][] tables = new byte[3][256];
    private long noiseState;
    private byte[] copy = new byte[0];

    /** @param strength 0 leaves pictures as they are, 1 is what detectors learn from */
    public Degradation(Random random, float strength) {
        codec = new BlockCodec();
        float brightness = (float) Math.exp(strength * 0.25 * random.nextGaussian());
        for (int c = 0; c < 3; c++) {
            gain[c] = brightness * (float) Math.exp(strength * 0.06 * random.nextGaussian());
        }
        offset = strength * 12 * (float) random.nextGaussian();
        float gamma = (float) Math.exp(strength * 0.2 * random.nextGaussian());
        noise = random.nextFloat() < 0.5f ? 0 : strength * 10 * random.nextFloat();
        step = random.nextFloat() < 0.3f ? 0 : strength * (8 + 52 * random.nextFloat() * random.nextFloat());
        blurred = random.nextFloat() < 0.25f * strength;
        noiseState = random.nextLong() | 1;
        for (int c = 0; c < 3; c++) {
            for (int v = 0; v < 256; v++) {
                tables[c][v] = BlockCodec.level(gain[c] * 255 * (float) Math.pow(v / 255.0, gamma) + offset);
            }
        }
    }

    /** Changes a whole RGB24 picture in place; width and height are multiples of 16. */
    public void apply(byte[] rgb, int width) {
        apply(rgb, width, 0, 0, width, rgb.length / 3 / width);
    }

    /** Changes a part of a picture in place; the colours everywhere. */
    public void apply(byte[] rgb, int width, int left, int top, int right, int bottom) {
        int height = rgb.length / 3 / width;
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = tables[0][rgb[i] & 0xff];
            rgb[i + 1] = tables[1][rgb[i + 1] & 0xff];
            rgb[i + 2] = tables[2][rgb[i + 2] & 0xff];
        }
        int x0 = Math.max(0, left);
        int y0 = Math.max(0, top);
        int x1 = Math.min(width, right);
        int y1 = Math.min(height, bottom);
        if (blurred) {
            blur(rgb, width, x0, y0, x1, y1);
        }
        if (noise > 0) {
            addNoise(rgb, width, x0, y0, x1, y1);
        }
        if (step > 0) {
            codec.degrade(rgb, width, x0, y0, x1, y1, step);
        }
    }

    private void blur(byte[] rgb, int width, int x0, int y0, int x1, int y1) {
        if (copy.length < rgb.length) {
            copy = new byte[rgb.length];
        }
        System.arraycopy(rgb, 0, copy, 0, rgb.length);
        for (int y = Math.max(1, y0); y < Math.min(rgb.length / 3 / width - 1, y1); y++) {
            for (int i = (y * width + Math.max(1, x0)) * 3; i < (y * width + Math.min(width - 1, x1)) * 3; i++) {
                int sum = 4 * (copy[i] & 0xff)
                        + (copy[i - 3] & 0xff)
                        + (copy[i + 3] & 0xff)
                        + (copy[i - 3 * width] & 0xff)
                        + (copy[i + 3 * width] & 0xff);
                rgb[i] = (byte) (sum / 8);
            }
        }
    }

    private void addNoise(byte[] rgb, int width, int x0, int y0, int x1, int y1) {
        for (int y = y0; y < y1; y++) {
            for (int i = (y * width + x0) * 3; i < (y * width + x1) * 3; i++) {
                noiseState ^= noiseState << 13;
                noiseState ^= noiseState >>> 7;
                noiseState ^= noiseState << 17;
                // the sum of four bytes is nearly normal, deviation 148
                long s = noiseState;
                int sum = (int) ((s & 0xff) + (s >>> 8 & 0xff) + (s >>> 16 & 0xff) + (s >>> 24 & 0xff)) - 510;
                rgb[i] = BlockCodec.level((rgb[i] & 0xff) + noise * sum / 148f);
            }
        }
    }
}
