package io.roomwise.trainer.simulation;

/**
 * A line of sight or light.
 *
 * @param way distances along the ray count in its length
 * @param inverse one over each part of the way, which boxes ask for again and again
 */
record Ray(Vec3 from, Vec3 way, Vec3 inverse) {
    static Ray of(Vec3 from, Vec3 way) {
        return new Ray(from, way, new Vec3(1 / way.x(), 1 / way.y(), 1 / way.z()));
    }

    Vec3 at(double distance) {
        return from.plus(way, distance);
    }

    /** Where the ray enters the space between two corners; infinity if it does not or began in there. */
    double enters(Vec3 low, Vec3 high) {
        double near = near(low, high);
        return near <= far(low, high) && near > 1e-4 ? near : Double.POSITIVE_INFINITY;
    }

    /** True if the ray comes through the space between two corners before a distance. */
    boolean meets(Vec3 low, Vec3 high, double limit) {
        double near = near(low, high);
        double far = far(low, high);
        return near <= far && far > 0 && near < limit;
    }

    private double near(Vec3 low, Vec3 high) {
        double x = ((inverse.x() > 0 ? low.x() : high.x()) - from.x()) * inverse.x();
        double y = ((inverse.y() > 0 ? low.y() : high.y()) - from.y()) * inverse.y();
        double z = ((inverse.z() > 0 ? low.z() : high.z()) - from.z()) * inverse.z();
        return Math.max(Math.max(x, y), z);
    }

    private double far(Vec3 low, Vec3 high) {
        double x = ((inverse.x() > 0 ? high.x() : low.x()) - from.x()) * inverse.x();
        double y = ((inverse.y() > 0 ? high.y() : low.y()) - from.y()) * inverse.y();
        double z = ((inverse.z() > 0 ? high.z() : low.z()) - from.z()) * inverse.z();
        return Math.min(Math.min(x, y), z);
    }
}
