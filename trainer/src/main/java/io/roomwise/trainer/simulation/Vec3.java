package io.roomwise.trainer.simulation;

/** A point or direction: metres, z up, origin in a floor corner of the room (or camera space where said). */
record Vec3(double x, double y, double z) {
    static final Vec3 UP = new Vec3(0, 0, 1);

    /** Direction on the floor, counter-clockwise from the x axis. */
    static Vec3 heading(double radians) {
        return new Vec3(Math.cos(radians), Math.sin(radians), 0);
    }

    Vec3 plus(Vec3 other) {
        return new Vec3(x + other.x, y + other.y, z + other.z);
    }

    Vec3 plus(Vec3 direction, double amount) {
        return new Vec3(x + direction.x * amount, y + direction.y * amount, z + direction.z * amount);
    }

    Vec3 minus(Vec3 other) {
        return new Vec3(x - other.x, y - other.y, z - other.z);
    }

    Vec3 times(double factor) {
        return new Vec3(x * factor, y * factor, z * factor);
    }

    Vec3 mix(Vec3 other, double weight) {
        return new Vec3(x + (other.x - x) * weight, y + (other.y - y) * weight, z + (other.z - z) * weight);
    }

    double dot(Vec3 other) {
        return x * other.x + y * other.y + z * other.z;
    }

    Vec3 cross(Vec3 other) {
        return new Vec3(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
    }

    double length() {
        return Math.sqrt(dot(this));
    }

    Vec3 unit() {
        return times(1 / Math.max(1e-9, length()));
    }

    double floorDistance(Vec3 other) {
        return Math.hypot(x - other.x, y - other.y);
    }

    Vec3 onFloor() {
        return new Vec3(x, y, 0);
    }
}
