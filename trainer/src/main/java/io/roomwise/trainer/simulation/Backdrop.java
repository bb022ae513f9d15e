package io.roomwise.trainer.simulation;

import io.roomwise.trainer.simulation.Floorplan.Size;
import java.util.Arrays;

/**
 * What a camera sees while nobody is there: per pixel the depth and the colour under daylight alone and under the lamp
 * alone, cast once by rays. A frame is the weighted sum of the two.
 */
final class Backdrop {
    static final int WIDTH = SimulatedRoom.WIDTH;
    static final int HEIGHT = SimulatedRoom.HEIGHT;
    /** Stored light of a white surface under full light. */
    static final int FULL = 1024;

    private static final int SHELL = -1;
    private static final double CORRIDOR = 1.5;

    final short[] daylight = new short[WIDTH * HEIGHT * 3];
    final short[] lamp = new short[WIDTH * HEIGHT * 3];
    /** Distance along the camera's forward direction, metres. */
    final float[] depth = new float[WIDTH * HEIGHT];

    private final Floorplan plan;
    private final Lighting lighting;
    private final Camera camera;
    private final Scenery scenery;
    private final int[] ids = new int[WIDTH * HEIGHT];
    private final double[] light = new double[6];

    Backdrop(Floorplan plan, Lighting lighting, Camera camera) {
        this.plan = plan;
        this.lighting = lighting;
        this.camera = camera;
        scenery = new Scenery(plan.solids());
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                clear();
                int pixel = row * WIDTH + column;
                depth[pixel] = (float) cast(pixel, column + 0.5, row + 0.5, 1);
                store(pixel);
            }
        }
        smoothEdges();
    }

    /** Pixels at the border of two things are cast four times more. */
    private void smoothEdges() {
        for (int row = 0; row < HEIGHT - 1; row++) {
            for (int column = 0; column < WIDTH - 1; column++) {
                int pixel = row * WIDTH + column;
                if (ids[pixel] != ids[pixel + 1] || ids[pixel] != ids[pixel + WIDTH]) {
                    clear();
                    int kept = ids[pixel];
                    for (int i = 0; i < 4; i++) {
                        cast(pixel, column + (i % 2 == 0 ? 0.25 : 0.75), row + (i < 2 ? 0.25 : 0.75), 0.25);
                    }
                    ids[pixel] = kept;
                    store(pixel);
                }
            }
        }
    }

    private void clear() {
        Arrays.fill(light, 0);
    }

    private void store(int pixel) {
        for (int c = 0; c < 3; c++) {
            daylight[pixel * 3 + c] = (short) Math.min(2 * FULL, light[c] * FULL);
            lamp[pixel * 3 + c] = (short) Math.min(2 * FULL, light[3 + c] * FULL);
        }
    }

    private double cast(int pixel, double column, double row, double weight) {
        Ray ray = Ray.of(camera.position(), camera.ray(column, row));
        Scenery.Hit hit = scenery.first(ray, shellDistance(ray.from(), ray.way()));
        int nearest = hit.number();
        Vec3 point = ray.at(hit.distance());
        Vec3 normal = nearest == SHELL
                ? shellNormal(point)
                : plan.solids().get(nearest).normalAt(point.x(), point.y(), point.z());
        Material material = nearest == SHELL
                ? shellMaterial(normal, point)
                : plan.solids().get(nearest).material();
        ids[pixel] = nearest == SHELL ? normalId(normal, point) : nearest;
        shade(point, normal, material, weight);
        return hit.distance();
    }

    private void shade(Vec3 point, Vec3 normal, Material material, double weight) {
        Rgb colour = material.at(point.x(), point.y(), point.z(), normal);
        double day = lighting.daylightOn(point, normal) * ambience(point, normal);
        double glow = Lighting.LAMP_SCATTER;
        switch (material.glow()) {
            case DAYLIGHT -> day = 1.5;
            case LAMP -> glow = 1.6;
            case NONE -> glow += shadowed(point, normal, lighting.bulb()) ? 0 : lighting.lampOn(point, normal);
        }
        if (isCorridor(point)) {
            day = 0.5;
            glow = 0.05;
        }
        light[0] += weight * colour.r() * day;
        light[1] += weight * colour.g() * day;
        light[2] += weight * colour.b() * day;
        light[3] += weight * colour.r() * glow;
        light[4] += weight * colour.g() * glow * 0.88;
        light[5] += weight * colour.b() * glow * 0.66;
    }

    /** Corners and what lies under furniture are darker. */
    private double ambience(Vec3 p, Vec3 normal) {
        Size size = plan.size();
        double nearest = 9;
        nearest = normal.x() == 0 ? Math.min(nearest, Math.min(p.x(), size.width() - p.x())) : nearest;
        nearest = normal.y() == 0 ? Math.min(nearest, Math.min(p.y(), size.depth() - p.y())) : nearest;
        nearest = normal.z() == 0 ? Math.min(nearest, Math.min(p.z(), size.height() - p.z())) : nearest;
        double corner = 1 - 0.25 * Math.exp(-Math.max(0, nearest) / 0.25);
        var middle = new Vec3(size.width() / 2, size.depth() / 2, size.height() - 0.05);
        return shadowed(p, normal, middle) ? corner * 0.72 : corner;
    }

    private boolean shadowed(Vec3 point, Vec3 normal, Vec3 source) {
        Vec3 from = point.plus(normal, 0.01);
        return scenery.blocks(Ray.of(from, source.minus(from)));
    }

    private double shellDistance(Vec3 from, Vec3 ray) {
        Size size = plan.size();
        double far = Math.min(
                Math.min(exit(from.x(), ray.x(), 0, size.width()), exit(from.y(), ray.y(), 0, size.depth())),
                exit(from.z(), ray.z(), 0, size.height()));
        return isOpening(from.plus(ray, far)) ? corridorDistance(from, ray) : far;
    }

    private static double exit(double from, double step, double low, double high) {
        return step > 0 ? (high - from) / step : step < 0 ? (low - from) / step : Double.POSITIVE_INFINITY;
    }

    private boolean isOpening(Vec3 point) {
        Vec3 offset = point.minus(plan.door().threshold());
        return Math.abs(offset.dot(plan.door().inward())) < 1e-6
                && Math.abs(offset.dot(plan.door().along())) < Floorplan.DOOR_WIDTH / 2
                && point.z() < Floorplan.DOOR_HEIGHT;
    }

    private double corridorDistance(Vec3 from, Vec3 ray) {
        Vec3 offset = from.minus(plan.door().threshold());
        Vec3 along = plan.door().along();
        Vec3 inward = plan.door().inward();
        return Math.min(
                Math.min(
                        exit(offset.dot(along), ray.dot(along), -CORRIDOR, CORRIDOR),
                        exit(offset.dot(inward), ray.dot(inward), -CORRIDOR, 99)),
                exit(from.z(), ray.z(), 0, 2.4));
    }

    private boolean isCorridor(Vec3 point) {
        return point.minus(plan.door().threshold()).dot(plan.door().inward()) < -0.01;
    }

    private Vec3 shellNormal(Vec3 p) {
        if (isCorridor(p)) {
            return p.z() < 1e-6 ? Vec3.UP : plan.door().inward();
        }
        Size size = plan.size();
        double[] gaps = {p.x(), size.width() - p.x(), p.y(), size.depth() - p.y(), p.z(), size.height() - p.z()};
        int best = 0;
        for (int i = 1; i < gaps.length; i++) {
            best = gaps[i] < gaps[best] ? i : best;
        }
        double sign = best % 2 == 0 ? 1 : -1;
        return new Vec3(best / 2 == 0 ? sign : 0, best / 2 == 1 ? sign : 0, best / 2 == 2 ? sign : 0);
    }

    private Material shellMaterial(Vec3 normal, Vec3 point) {
        if (isCorridor(point)) {
            return plan.shell().corridor();
        }
        if (normal.z() > 0.5) {
            return plan.shell().floor();
        }
        if (normal.z() < -0.5) {
            return plan.shell().ceiling();
        }
        return normal.dot(plan.window().inward()) < -0.5
                ? plan.shell().accentWall()
                : plan.shell().wall();
    }

    private int normalId(Vec3 normal, Vec3 point) {
        int axis = normal.x() != 0 ? 1 : normal.y() != 0 ? 2 : 3;
        return isCorridor(point) ? -20 : -axis * 2 - (normal.x() + normal.y() + normal.z() > 0 ? 1 : 0);
    }
}
