package io.roomwise.capture;

import java.util.Arrays;

/**
 * Line of least squares through points of which some may lie anywhere, with what its slope may be off by. Unlike
 * {@link RobustLine} it expects nothing of the slope beforehand: for telling people what was measured.
 *
 * @param slopePpm millionths of y per x
 * @param slopeErrorPpm standard error of the slope: s / sqrt(sum (x - mean)^2), s^2 = sum r^2 / (n - 2)
 * @param deviation s of the points that were not left out
 * @param outliers points that were left out: further from the line of medians than three standard deviations
 */
record Trend(double slopePpm, double slopeErrorPpm, double deviation, int outliers) {
    /** Of fewer points the error cannot be told. */
    static final int FEWEST = 3;

    /**
     * Fits.
     *
     * @param xs at least {@link #FEWEST}
     * @param near points this close to the line of medians are never left out
     */
    static Trend through(double[] xs, double[] ys, double near) {
        var away = RobustLine.distances(xs, ys);
        var far = Math.max(near, RobustLine.FAR * RobustLine.SIGMAS * RobustLine.median(away));
        var inliers = Arrays.stream(away).filter(distance -> distance <= far).count();
        var meanX = 0.0;
        var meanY = 0.0;
        for (var i = 0; i < xs.length; i++) {
            meanX += away[i] <= far ? xs[i] / inliers : 0;
            meanY += away[i] <= far ? ys[i] / inliers : 0;
        }
        var squaresX = 0.0;
        var squaresY = 0.0;
        var products = 0.0;
        for (var i = 0; i < xs.length; i++) {
            if (away[i] <= far) {
                squaresX += (xs[i] - meanX) * (xs[i] - meanX);
                squaresY += (ys[i] - meanY) * (ys[i] - meanY);
                products += (xs[i] - meanX) * (ys[i] - meanY);
            }
        }
        var slope = squaresX > 0 ? products / squaresX : 0;
        var residuals = Math.max(0, squaresY - slope * products);
        var deviation = Math.sqrt(residuals / Math.max(1, inliers - 2));
        var error = squaresX > 0 ? deviation / Math.sqrt(squaresX) : 0;
        return new Trend(slope * 1e6, error * 1e6, deviation, xs.length - (int) inliers);
    }
}
