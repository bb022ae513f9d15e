package io.roomwise.trainer.simulation;

import java.util.ArrayList;
import java.util.List;

/** A way over the floor with rounded corners, by the distance gone. */
final class Path {
    private final Vec3[] points;
    private final double[] gone;

    private Path(List<Vec3> points) {
        this.points = points.toArray(Vec3[]::new);
        gone = new double[this.points.length];
        for (int i = 1; i < gone.length; i++) {
            gone[i] = gone[i - 1] + this.points[i - 1].floorDistance(this.points[i]);
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
        int i = 1;
        while (i < points.length - 1 && gone[i] < distance) {
            i++;
        }
        double span = Math.max(1e-9, gone[i] - gone[i - 1]);
        return points[i - 1].mix(points[i], Math.min(1, (distance - gone[i - 1]) / span));
    }

    /** Where one looks who walks here: towards a point a step ahead. */
    double headingAt(double distance) {
        double ahead = Math.min(length(), distance + 0.2);
        Vec3 step = pointAt(ahead).minus(pointAt(ahead - 0.4));
        return Math.atan2(step.y(), step.x());
    }
}
