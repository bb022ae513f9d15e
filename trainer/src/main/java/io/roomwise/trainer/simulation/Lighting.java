package io.roomwise.trainer.simulation;

/** The two lights of a room: daylight from the window, scattered everywhere, and the floor lamp. */
final class Lighting {
    private final Vec3 window;
    private final Vec3 bulb;
    private final long seed;
    private final double daylight;
    private final double period;

    Lighting(Floorplan plan, long seed) {
        this.seed = seed;
        window = plan.window().centre().plus(plan.window().inward(), 0.1);
        bulb = plan.lamp().bulb();
        daylight = Chance.between(seed, 1, 0.8, 1.25);
        period = Chance.between(seed, 2, 40, 160);
    }

    Vec3 bulb() {
        return bulb;
    }

    Vec3 window() {
        return window;
    }

    /** How strong daylight is; clouds pass. */
    double daylightAt(double seconds) {
        return daylight * (1 + 0.2 * Chance.wander(seed, seconds / period * 4));
    }

    /** Daylight on a surface, about 0.3 to 1. */
    double daylightOn(Vec3 point, Vec3 normal) {
        Vec3 way = window.minus(point);
        double far = way.length();
        double direct = Math.max(0, normal.dot(way) / Math.max(0.1, far)) / (0.7 + 0.12 * far * far);
        return 0.5 + 0.14 * normal.z() + 0.42 * direct;
    }

    /** Light of the lamp on a surface that sees it. */
    double lampOn(Vec3 point, Vec3 normal) {
        Vec3 way = bulb.minus(point);
        double far = way.length();
        double slant = 0.2 + 0.8 * Math.max(0, normal.dot(way) / Math.max(0.05, far));
        return 1.5 * slant / (0.6 + far * far);
    }

    /** What of the lamp's light reaches everything by way of walls and ceiling. */
    static final double LAMP_SCATTER = 0.12;
}
