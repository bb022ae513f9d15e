package io.roomwise.inference.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.roomwise.capture.Picture;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Turns a picture and one of the people in it into what the student sees: a square crop around the person and where it
 * was cut. Owned by one thread. Training and serving both go through {@link #crop} and {@link #normalize}, so that a frame
 * that was stored as bytes for training equals a live one to the last bit.
 */
public final class ClipEncoder {
    /** To be raised with any change of what {@link #crop} or {@link #normalize} produce. */
    public static final int VERSION = 2;

    /** Length of the geometry vector; see {@link #crop}. */
    public static final int GEOMETRY = 8;

    /** Side of the crop relative to the longer side of the region. */
    static final double MARGIN = 1.4;

    private static final float MEAN = 127.5f;
    private static final float DEVIATION = 63.75f;
    /** The brightness of a picture is read on a grid of this many points in each direction. */
    private static final int LIGHT_GRID = 48;

    private final int size;
    private final Taps columns;
    private final Taps rows;
    private final float[] sums;
    private byte[] line = new byte[0];
    private final byte[] planes;

    public ClipEncoder(InputSpec spec) {
        size = spec.pictureSize();
        columns = new Taps(size);
        rows = new Taps(size);
        sums = new float[3 * size];
        planes = new byte[3 * size * size];
    }

    /**
     * @param pixels receives float32 [3, size, size], RGB, normalised, from its position on
     * @param geometry receives float32 [{@link #GEOMETRY}] from its position on
     */
    public void encode(Picture picture, PersonRegion region, FloatBuffer pixels, FloatBuffer geometry) {
        fillPlanes(picture, region);
        for (byte value : planes) {
            pixels.put(normal(value & 0xff));
        }
        fillGeometry(picture, region, geometry);
    }

    /**
     * The compact form of {@link #encode} for storing. The crop is a square with 1.4 times the region's longer side,
     * black outside the picture; the whole picture where nobody was found.
     *
     * @param pixels receives uint8 [3, size, size], RGB, from its position on
     * @param geometry receives the region's centre (x, y), its width and height as fractions of the picture, people / 4,
     *     confidence, half the picture's width / height, and the whole picture's mean brightness; all 0 for nobody
     */
    public void crop(Picture picture, PersonRegion region, ByteBuffer pixels, FloatBuffer geometry) {
        fillPlanes(picture, region);
        pixels.put(planes);
        fillGeometry(picture, region, geometry);
    }

    /** Stored bytes to the network's floats; both from their positions on, as many as {@code bytes} has left. */
    public static void normalize(ByteBuffer bytes, FloatBuffer floats) {
        while (bytes.hasRemaining()) {
            floats.put(normal(bytes.get() & 0xff));
        }
    }

    /** The same of an array of levels; takes no gradient. */
    public static NDArray normalize(NDArray levels) {
        NDManager manager = levels.getManager();
        return levels.sub(manager.create(MEAN)).div(manager.create(DEVIATION));
    }

    /** @param level 0..255 */
    public static float normal(float level) {
        return (level - MEAN) / DEVIATION;
    }

    private void fillPlanes(Picture picture, PersonRegion region) {
        int width = picture.width();
        int height = picture.height();
        boolean nobody = region.persons() == 0;
        double centreX = nobody ? width / 2.0 : (region.left() + region.right()) / 2.0 * width;
        double centreY = nobody ? height / 2.0 : (region.top() + region.bottom()) / 2.0 * height;
        double side = nobody
                ? Math.max(width, height)
                : MARGIN
                        * Math.max((region.right() - region.left()) * width, (region.bottom() - region.top()) * height);
        side = Math.max(side, 2);
        columns.lay(centreX - side / 2, side / size, width);
        rows.lay(centreY - side / 2, side / size, height);
        if (line.length < width * 3) {
            line = new byte[width * 3];
        }
        for (int y = 0; y < size; y++) {
            Arrays.fill(sums, 0);
            for (int tap = rows.first[y]; tap < rows.first[y] + rows.count[y]; tap++) {
                picture.rgb().get(rows.index[tap] * width * 3, line, 0, width * 3);
                addLine(rows.weight[tap]);
            }
            for (int x = 0; x < size; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    planes[(channel * size + y) * size + x] = (byte) Math.round(sums[x * 3 + channel]);
                }
            }
        }
    }

    private void addLine(float weight) {
        for (int x = 0; x < size; x++) {
            float red = 0;
            float green = 0;
            float blue = 0;
            for (int tap = columns.first[x]; tap < columns.first[x] + columns.count[x]; tap++) {
                int at = columns.index[tap] * 3;
                float share = columns.weight[tap];
                red += share * (line[at] & 0xff);
                green += share * (line[at + 1] & 0xff);
                blue += share * (line[at + 2] & 0xff);
            }
            sums[x * 3] += weight * red;
            sums[x * 3 + 1] += weight * green;
            sums[x * 3 + 2] += weight * blue;
        }
    }

    private static void fillGeometry(Picture picture, PersonRegion region, FloatBuffer geometry) {
        if (region.persons() == 0) {
            for (int i = 0; i < GEOMETRY; i++) {
                geometry.put(0);
            }
            return;
        }
        geometry.put((region.left() + region.right()) / 2)
                .put((region.top() + region.bottom()) / 2)
                .put(region.right() - region.left())
                .put(region.bottom() - region.top())
                .put(Math.min(1, region.persons() / 4f))
                .put(region.confidence())
                .put(Math.min(2, 0.5f * picture.width() / picture.height()))
                .put(brightness(picture));
    }

    /** Mean over a coarse grid, 0..1: a lamp shows in the whole picture, the crop may hide it. */
    private static float brightness(Picture picture) {
        ByteBuffer rgb = picture.rgb();
        long sum = 0;
        for (int row = 0; row < LIGHT_GRID; row++) {
            int y = (int) ((row + 0.5) * picture.height() / LIGHT_GRID);
            for (int column = 0; column < LIGHT_GRID; column++) {
                int x = (int) ((column + 0.5) * picture.width() / LIGHT_GRID);
                int at = (y * picture.width() + x) * 3;
                sum += (rgb.get(at) & 0xff) + (rgb.get(at + 1) & 0xff) + (rgb.get(at + 2) & 0xff);
            }
        }
        return sum / (3f * 255 * LIGHT_GRID * LIGHT_GRID);
    }
}
