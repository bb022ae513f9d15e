package io.roomwise.trainer.simulation;

import java.util.ArrayList;
import java.util.List;

/** A way over the floor with rounded corners, by the distance gone. */
final class Path {
    private static final double HALF_STEP = 0.25;

    private final Vec3[] points;
    private final double[] gone;
    /** Heading times distance, summed up to each point. */
    private final double[] headings;

    private Path(List<Vec3> points) {
        this.points = points.toArray(Vec3[]::new);
        gone = new double[this.points.length];
        headings = new double[this.points.length];
        double heading = 0;
        for (int i = 1; i < gone.length; i++) {
            Vec3 step = this.points[i].minus(this.points[i - 1]);
            double length = step.length();
            double way = length > 1e-9 ? Math.atan2(step.y(), step.x()) : heading;
            heading = i == 1 ? way : heading + Angles.between(heading, way);
            gone[i] = gone[i - 1] + length;
            headings[i] = headings[i - 1] + heading * length;
        }
    }

    static Path at(Vec3 spot) {
        return new Path(List.of(spot));
    }

    /** @param corners at least one; corners are cut twice at a quarter and three quarters (Chaikin) */
    static Path through(List<Vec3> corners) {
        return new Path(cut(cut(corners)));
    }

    private static List<Vec3> cut(List<Vec3> corners) {
        if (corners.size() < 3) {
            return corners;
        }
        var cut = new ArrayList<Vec3>();
        cut.add(corners.get(0));
        for (int i = 1; i < corners.size() - 1; i++) {
            Vec3 corner = corners.get(i);
            cut.add(corner.mix(corners.get(i - 1), reach(corner, corners.get(i - 1))));
            cut.add(corner.mix(corners.get(i + 1), reach(corner, corners.get(i + 1))));
        }
        cut.add(corners.get(corners.size() - 1));
        return cut;
    }

    private static double reach(Vec3 corner, Vec3 other) {
        return Math.min(0.25, 0.15 / Math.max(1e-6, corner.floorDistance(other)));
    }

    double length() {
        return gone[gone.length - 1];
    }

    Vec3 end() {
        return points[points.length - 1];
    }

    Vec3 pointAt(double distance) {
        if (distance <= 0 || points.length == 1) {
            return points[0];
        }
        int i = segment(distance);
        double span = Math.max(1e-9, gone[i] - gone[i - 1]);
        return points[i - 1].mix(points[i], Math.min(1, (distance - gone[i - 1]) / span));
    }

    /** Where one looks who walks here: the mean over half a step back and ahead, so that nobody spins in a corner. */
    double headingAt(double distance) {
        if (length() < 1e-6) {
            return 0;
        }
        double from = Math.max(0, Math.min(distance, length() - 1e-6) - HALF_STEP);
        double to = Math.min(length(), Math.max(distance, 1e-6) + HALF_STEP);
        return (headingsUpTo(to) - headingsUpTo(from)) / (to - from);
    }

    private double headingsUpTo(double distance) {
        int i = segment(distance);
        double span = Math.max(1e-9, gone[i] - gone[i - 1]);
        return headings[i - 1] + (headings[i] - headings[i - 1]) * Math.min(1, (distance - gone[i - 1]) / span);
    }

    /** Number of the point at the end of the segment that holds a distance. */
    private int segment(double distance) {
        int i = 1;
        while (i < points.length - 1 && gone[i] < distance) {
            i++;
        }
        return i;
    }
}
