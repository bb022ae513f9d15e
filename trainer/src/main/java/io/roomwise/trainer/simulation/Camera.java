package io.roomwise.trainer.simulation;

/**
 * A pinhole camera. Camera space: x right, y down, z forward.
 *
 * @param focal focal length in pixels
 */
record Camera(Vec3 position, Vec3 right, Vec3 down, Vec3 forward, double focal, Optics optics) {
    static final double CENTRE_X = SimulatedRoom.WIDTH / 2.0;
    static final double CENTRE_Y = SimulatedRoom.HEIGHT / 2.0;

    /**
     * What makes one camera's picture differ from another's.
     *
     * @param white gain per channel
     * @param noise standard deviation of the sensor noise in levels of 0..255
     */
    record Optics(double exposure, Rgb white, double noise, long seed) {}

    static Camera lookingAt(Vec3 position, Vec3 target, double fieldOfViewDegrees, Optics optics) {
        Vec3 forward = target.minus(position).unit();
        Vec3 right = forward.cross(Vec3.UP).unit();
        Vec3 down = forward.cross(right);
        double focal = CENTRE_X / Math.tan(Math.toRadians(fieldOfViewDegrees) / 2);
        return new Camera(position, right, down, forward, focal, optics);
    }

    Vec3 toCamera(Vec3 point) {
        return turn(point.minus(position));
    }

    /** A direction in camera space. */
    Vec3 turn(Vec3 direction) {
        return new Vec3(direction.dot(right), direction.dot(down), direction.dot(forward));
    }

    /** Direction through a point of the picture, with a forward part of 1. */
    Vec3 ray(double column, double row) {
        return forward.plus(right, (column - CENTRE_X) / focal).plus(down, (row - CENTRE_Y) / focal);
    }
}
