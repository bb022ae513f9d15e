package io.roomwise.capture;

import java.util.Arrays;

/**
 * A line through points of which a quarter may lie anywhere: those far from the line of medians (Theil 1950, Sen 1968) are left
 * out, through the others goes the line of least squares, whose slope is held near 0 as long as the points tell little about
 * it. For clocks: x and y are nanoseconds, whose differences a double holds.
 *
 * @param x of the newest point
 * @param y of the line there
 * @param slope nanoseconds per nanosecond, within 500 ppm: no oscillator is worse
 * @param deviation of a point that was not left out
 * @param slopeError standard error of the slope
 */
record RobustLine(long x, long y, double slope, double deviation, double slopeError) {
    /** What oscillators differ by, as a standard deviation. */
    static final double USUAL_SLOPE = 20e-6;

    private static final double STEEPEST = 500e-6;
    /** Standard deviations in a median absolute deviation of normal errors. */
    static final double SIGMAS = 1.4826;

    /** In such deviations. */
    static final double FAR = 3;

    static RobustLine level(long x, long y) {
        return new RobustLine(x, y, 0, 0, USUAL_SLOPE);
    }

    /**
     * Fits.
     *
     * @param xs ascending, at least one
     * @param jitter deviation of a point of which nothing is known yet
     */
    static RobustLine through(long[] xs, long[] ys, double jitter) {
        int last = xs.length - 1;
        double[] x = new double[xs.length];
        double[] y = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            x[i] = xs[i] - xs[last];
            y[i] = ys[i] - ys[last];
        }
        double[] away = distances(x, y);
        double spread = SIGMAS * median(away);
        double deviation = Math.max(spread, jitter / xs.length);
        // Few points lie close to their line by chance, which is no reason to leave out the next.
        double far = FAR * Math.max(spread, 2 * jitter / Math.sqrt(xs.length));
        double n = 0;
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < x.length; i++) {
            if (away[i] <= far) {
                n++;
                sumX += x[i];
                sumY += y[i];
            }
        }
        double meanX = sumX / n;
        double meanY = sumY / n;
        double spreadX = 0;
        double covariance = 0;
        for (int i = 0; i < x.length; i++) {
            if (away[i] <= far) {
                spreadX += (x[i] - meanX) * (x[i] - meanX);
                covariance += (x[i] - meanX) * (y[i] - meanY);
            }
        }
        spreadX += Math.pow(deviation / USUAL_SLOPE, 2);
        double slope = limited(covariance / spreadX);
        double slopeError = deviation / Math.sqrt(spreadX);
        return new RobustLine(xs[last], ys[last] + Math.round(meanY - slope * meanX), slope, deviation, slopeError);
    }

    /** From the line of medians. */
    static double[] distances(double[] x, double[] y) {
        double[] slopes = new double[x.length * (x.length - 1) / 2];
        int count = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                slopes[count++] = x[j] > x[i] ? (y[j] - y[i]) / (x[j] - x[i]) : 0;
            }
        }
        double slope = count == 0 ? 0 : limited(median(slopes));
        double[] heights = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            heights[i] = y[i] - slope * x[i];
        }
        double height = median(heights);
        for (int i = 0; i < x.length; i++) {
            heights[i] = Math.abs(heights[i] - height);
        }
        return heights;
    }

    private static double limited(double slope) {
        return Math.max(-STEEPEST, Math.min(STEEPEST, slope));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : 0.5 * (sorted[half - 1] + sorted[half]);
    }

    long at(long where) {
        return y + Math.round(slope * (where - x));
    }

    RobustLine raisedBy(long more) {
        return new RobustLine(x, y + more, slope, deviation, slopeError);
    }
}
