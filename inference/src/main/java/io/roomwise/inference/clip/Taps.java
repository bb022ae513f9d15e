package io.roomwise.inference.clip;

/**
 * Which source coordinates make up each of a row of target pixels: the mean over the covered span where the picture
 * shrinks, linear interpolation where it grows. Coordinates outside the source are left out, so that they count as black.
 */
final class Taps {
    /** Of a wider span only this many evenly spaced coordinates are read: the cost is bounded for any camera. */
    private static final int MOST = 8;

    final int[] first;
    final int[] count;
    final int[] index;
    final float[] weight;

    Taps(int targets) {
        first = new int[targets];
        count = new int[targets];
        index = new int[targets * (MOST + 2)];
        weight = new float[targets * (MOST + 2)];
    }

    /**
     * @param origin source coordinate of the first target pixel's edge; may be negative
     * @param scale source pixels per target pixel
     * @param size number of source coordinates
     */
    void lay(double origin, double scale, int size) {
        int used = 0;
        for (int target = 0; target < first.length; target++) {
            first[target] = used;
            double from = origin + target * scale;
            if (scale <= 1) {
                used = interpolate(used, from + scale / 2 - 0.5, size);
            } else if (scale <= MOST) {
                used = average(used, from, from + scale, size);
            } else {
                used = sample(used, from, scale, size);
            }
            count[target] = used - first[target];
        }
    }

    private int interpolate(int used, double centre, int size) {
        int low = (int) Math.floor(centre);
        float fraction = (float) (centre - low);
        return add(add(used, low, 1 - fraction, size), low + 1, fraction, size);
    }

    private int average(int used, double from, double to, int size) {
        int next = used;
        for (int i = (int) Math.floor(from); i < to; i++) {
            double covered = Math.min(to, i + 1.0) - Math.max(from, i);
            next = add(next, i, (float) (covered / (to - from)), size);
        }
        return next;
    }

    private int sample(int used, double from, double scale, int size) {
        int next = used;
        for (int i = 0; i < MOST; i++) {
            next = add(next, (int) Math.floor(from + (i + 0.5) * scale / MOST), 1f / MOST, size);
        }
        return next;
    }

    private int add(int used, int coordinate, float share, int size) {
        if (coordinate < 0 || coordinate >= size || share <= 0) {
            return used;
        }
        index[used] = coordinate;
        weight[used] = share;
        return used + 1;
    }
}
