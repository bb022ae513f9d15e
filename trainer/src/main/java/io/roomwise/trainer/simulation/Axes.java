package io.roomwise.trainer.simulation;

/** Forward, left and up of a part of the body. */
record Axes(Vec3 forward, Vec3 left, Vec3 up) {
    static Axes facing(double heading) {
        return new Axes(Vec3.heading(heading), Vec3.heading(heading + Math.PI / 2), Vec3.UP);
    }

    /** Bends forward, then to the left, then turns to the left; radians. */
    Axes bent(Vec3 angles) {
        return turned(angles.z()).pitched(angles.x()).rolled(angles.y());
    }

    private Axes turned(double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        return new Axes(forward.times(c).plus(left, s), left.times(c).plus(forward, -s), up);
    }

    private Axes pitched(double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        return new Axes(forward.times(c).plus(up, -s), left, up.times(c).plus(forward, s));
    }

    private Axes rolled(double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        return new Axes(forward, left.times(c).plus(up, -s), up.times(c).plus(left, s));
    }

    Vec3 at(Vec3 origin, double f, double l, double u) {
        return origin.plus(forward, f).plus(left, l).plus(up, u);
    }
}
