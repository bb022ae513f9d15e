package io.roomwise.trainer.simulation;

/** From light to the bytes of one camera: exposure, white balance, a soft shoulder instead of clipping. */
final class ToneCurve {
    private static final int STEPS = 4096;
    /** Light of the last step; 1 is a white surface in full light. */
    private static final double BRIGHTEST = 4;

    private final byte[] red;
    private final byte[] green;
    private final byte[] blue;

    ToneCurve(Camera.Optics optics) {
        red = curve(optics.exposure() * optics.white().r());
        green = curve(optics.exposure() * optics.white().g());
        blue = curve(optics.exposure() * optics.white().b());
    }

    private static byte[] curve(double gain) {
        byte[] curve = new byte[STEPS];
        for (int i = 0; i < STEPS; i++) {
            double x = i * BRIGHTEST / STEPS * gain;
            double bent = x < 0.7 ? x : 0.7 + 0.3 * (1 - Math.exp((0.7 - x) / 0.3));
            curve[i] = (byte) Math.round(8 + 244 * bent);
        }
        return curve;
    }

    byte red(double light) {
        return red[(int) Math.min(STEPS - 1, light * (STEPS / BRIGHTEST))];
    }

    byte green(double light) {
        return green[(int) Math.min(STEPS - 1, light * (STEPS / BRIGHTEST))];
    }

    byte blue(double light) {
        return blue[(int) Math.min(STEPS - 1, light * (STEPS / BRIGHTEST))];
    }

    /**
     * The sum of two layers.
     *
     * @param a weight of the first layer in 1/256
     * @param b weight of the second
     */
    void compose(short[] first, int a, short[] second, int b, byte[] out) {
        for (int i = 0; i < out.length; i += 3) {
            out[i] = red[step(first[i] * a + second[i] * b)];
            out[i + 1] = green[step(first[i + 1] * a + second[i + 1] * b)];
            out[i + 2] = blue[step(first[i + 2] * a + second[i + 2] * b)];
        }
    }

    /** Layers hold 1024 for a white surface in full light, as many as the steps of this curve up to 1. */
    private static int step(int light) {
        return Math.min(STEPS - 1, light >> 8);
    }
}
