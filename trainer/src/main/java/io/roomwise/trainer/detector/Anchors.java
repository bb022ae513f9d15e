package io.roomwise.trainer.detector;

/** The cells of both scales, finer first, row by row: where their centres are, in pixels of the network's input. */
final class Anchors {
    /** Distances are stored as logarithms within these limits: 0.15 to 33 strides. */
    static final float LEAST_LOG = -1.9f;

    static final float LARGEST_LOG = 3.5f;

    final int count;
    final float[] x;
    final float[] y;
    final float[] stride;

    Anchors() {
        int total = 0;
        for (int s : DetectorNetwork.STRIDES) {
            total += (DetectorNetwork.WIDTH / s) * (DetectorNetwork.HEIGHT / s);
        }
        count = total;
        x = new float[total];
        y = new float[total];
        stride = new float[total];
        int at = 0;
        for (int s : DetectorNetwork.STRIDES) {
            for (int row = 0; row < DetectorNetwork.HEIGHT / s; row++) {
                for (int column = 0; column < DetectorNetwork.WIDTH / s; column++) {
                    x[at] = (column + 0.5f) * s;
                    y[at] = (row + 0.5f) * s;
                    stride[at++] = s;
                }
            }
        }
    }

    /** Fills {@code box} with left, top, right, bottom in pixels, from four logarithms. */
    void decode(int anchor, float[] outputs, int offset, float[] box) {
        float s = stride[anchor];
        box[0] = x[anchor] - s * distance(outputs[offset]);
        box[1] = y[anchor] - s * distance(outputs[offset + 1]);
        box[2] = x[anchor] + s * distance(outputs[offset + 2]);
        box[3] = y[anchor] + s * distance(outputs[offset + 3]);
    }

    private static float distance(float log) {
        return (float) Math.exp(Math.max(LEAST_LOG, Math.min(LARGEST_LOG, log)));
    }
}
