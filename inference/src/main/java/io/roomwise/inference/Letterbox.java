package io.roomwise.inference;

import io.roomwise.capture.Picture;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Scales pictures of one size into a detector's input, keeps their proportions and fills the rest with grey 114.
 * Bilinear with pixel centres at one half, as the detectors were trained. Allocates nothing while it runs; one thread.
 *
 * <pre>
 *   picture, e.g. 1280x720          input, e.g. 640x384
 *   ┌───────────────┐               ┌───────────────┐ grey
 *   │               │  ──────────>  │    640x360    │
 *   └───────────────┘               └───────────────┘ grey
 * </pre>
 */
final class Letterbox {
    private static final int GREY = 114;

    private final int pictureWidth;
    private final int pictureHeight;
    private final int inputWidth;
    private final int inputHeight;
    /** Where the scaled picture lies in the input. */
    private final int left;

    private final int top;
    private final int width;
    private final int height;

    private final boolean blueFirst;
    private final float unit;
    private final Axis columns;
    private final Axis rows;
    private final byte[] line;
    private final float[] scaled;
    /** Two source rows after horizontal scaling, planar, and which rows they are. */
    private final float[][] row;

    private final int[] rowIndex = {-1, -1};

    Letterbox(int pictureWidth, int pictureHeight, int inputWidth, int inputHeight, DetectorLayout layout) {
        this.pictureWidth = pictureWidth;
        this.pictureHeight = pictureHeight;
        this.inputWidth = inputWidth;
        this.inputHeight = inputHeight;
        double scale = Math.min((double) inputWidth / pictureWidth, (double) inputHeight / pictureHeight);
        width = Math.max(1, (int) Math.round(pictureWidth * scale));
        height = Math.max(1, (int) Math.round(pictureHeight * scale));
        left = layout.centred() ? (inputWidth - width) / 2 : 0;
        top = layout.centred() ? (inputHeight - height) / 2 : 0;
        blueFirst = layout.blueFirst();
        unit = layout.full() / 255;
        columns = new Axis(pictureWidth, width);
        rows = new Axis(pictureHeight, height);
        line = new byte[pictureWidth * 3];
        scaled = new float[width];
        row = new float[2][3 * width];
    }

    boolean takes(Picture picture) {
        return picture.width() == pictureWidth && picture.height() == pictureHeight;
    }

    int inputWidth() {
        return inputWidth;
    }

    int inputHeight() {
        return inputHeight;
    }

    /** Paints the whole input grey; {@link #fill} leaves the border as it is. */
    void fillBorder(FloatBuffer input) {
        for (int i = 0; i < input.capacity(); i++) {
            input.put(i, GREY * unit);
        }
    }

    /** @param input [3, height, width] */
    void fill(Picture picture, FloatBuffer input) {
        rowIndex[0] = -1;
        rowIndex[1] = -1;
        for (int y = 0; y < height; y++) {
            float[] upper = row(picture.rgb(), rows.low[y], rows.high[y]);
            float[] lower = row(picture.rgb(), rows.high[y], rows.low[y]);
            float share = rows.share[y];
            for (int channel = 0; channel < 3; channel++) {
                int from = channel * width;
                for (int x = 0; x < width; x++) {
                    float value = upper[from + x];
                    scaled[x] = (value + (lower[from + x] - value) * share) * unit;
                }
                int plane = blueFirst ? 2 - channel : channel;
                input.put((plane * inputHeight + top + y) * inputWidth + left, scaled, 0, width);
            }
        }
    }

    /** A source row, horizontally scaled; the one that holds {@code other} is kept. */
    private float[] row(ByteBuffer rgb, int index, int other) {
        if (rowIndex[0] == index) {
            return row[0];
        }
        if (rowIndex[1] == index) {
            return row[1];
        }
        int slot = rowIndex[0] == other ? 1 : 0;
        rowIndex[slot] = index;
        scaleRow(rgb, index, row[slot]);
        return row[slot];
    }

    private void scaleRow(ByteBuffer rgb, int index, float[] target) {
        rgb.get(index * line.length, line, 0, line.length);
        for (int x = 0; x < width; x++) {
            int low = columns.low[x] * 3;
            int high = columns.high[x] * 3;
            float share = columns.share[x];
            for (int channel = 0; channel < 3; channel++) {
                int value = line[low + channel] & 0xff;
                target[channel * width + x] = value + ((line[high + channel] & 0xff) - value) * share;
            }
        }
    }

    /** Fraction of the picture's width at an input column. */
    float pictureX(float inputX) {
        return Math.min(1, Math.max(0, (inputX - left) / width));
    }

    /** Fraction of the picture's height at an input row. */
    float pictureY(float inputY) {
        return Math.min(1, Math.max(0, (inputY - top) / height));
    }

    /** For each target coordinate the two sources around its centre and the share of the second. */
    private static final class Axis {
        private final int[] low;
        private final int[] high;
        private final float[] share;

        Axis(int sources, int targets) {
            low = new int[targets];
            high = new int[targets];
            share = new float[targets];
            for (int i = 0; i < targets; i++) {
                double centre = Math.max(0, (i + 0.5) * sources / targets - 0.5);
                low[i] = Math.min((int) centre, sources - 1);
                high[i] = Math.min(low[i] + 1, sources - 1);
                share[i] = (float) (centre - low[i]);
            }
        }
    }
}
