package io.roomwise.benchmarks;

import java.util.stream.IntStream;

/**
 * The line of least squares through points, and how sure its slope is (Draper and Smith, Applied Regression Analysis, 1.4). Errors
 * of neighbouring points are taken for independent; memory has steps, so the interval is narrower than the truth.
 *
 * @param slope of y for one of x
 * @param halfWidth of the slope's confidence interval
 */
record Trend(double slope, double halfWidth) {
    /**
     * Fits.
     *
     * @param x at least three, not all equal
     * @param confidence 0..1, such as 0.95
     */
    static Trend of(double[] x, double[] y, double confidence) {
        int n = x.length;
        double meanX = IntStream.range(0, n).mapToDouble(i -> x[i]).sum() / n;
        double meanY = IntStream.range(0, n).mapToDouble(i -> y[i]).sum() / n;
        double sxx = 0;
        double sxy = 0;
        double syy = 0;
        for (int i = 0; i < n; i++) {
            sxx += (x[i] - meanX) * (x[i] - meanX);
            sxy += (x[i] - meanX) * (y[i] - meanY);
            syy += (y[i] - meanY) * (y[i] - meanY);
        }
        if (n < 3 || sxx == 0) {
            throw new IllegalArgumentException("a trend needs three points at two places, were " + n);
        }
        double slope = sxy / sxx;
        double residual = Math.max(0, syy - slope * sxy) / (n - 2);
        return new Trend(slope, studentQuantile(confidence, n - 2) * Math.sqrt(residual / sxx));
    }

    double low() {
        return slope - halfWidth;
    }

    double high() {
        return slope + halfWidth;
    }

    /** The t for which a value of Student's distribution lies within -t..t with so much probability. */
    static double studentQuantile(double probability, int degreesOfFreedom) {
        double low = 0;
        double high = 1e6;
        while (high - low > 1e-9 * high) {
            double middle = 0.5 * (low + high);
            if (within(middle, degreesOfFreedom) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Probability that a value of Student's distribution lies within -t..t (Abramowitz and Stegun, 26.7.3 and 26.7.4). */
    private static double within(double t, int degreesOfFreedom) {
        boolean odd = degreesOfFreedom % 2 == 1;
        double angle = Math.atan(t / Math.sqrt(degreesOfFreedom));
        double cosine = Math.cos(angle);
        double term = odd ? cosine : 1;
        double sum = degreesOfFreedom == 1 ? 0 : term;
        for (int i = odd ? 3 : 2; i <= degreesOfFreedom - 2; i += 2) {
            term *= cosine * cosine * (i - 1) / i;
            sum += term;
        }
        return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
    }
}
