package io.roomwise.trainer.simulation;

/** Turning and easing. */
final class Angles {
    private Angles() {}

    /** The shorter turn from one heading to another, -pi..pi. */
    static double between(double from, double to) {
        return Math.IEEEremainder(to - from, 2 * Math.PI);
    }

    /** 0 before 0, 1 after 1, without a jerk between. */
    static double smooth(double x) {
        double c = Math.max(0, Math.min(1, x));
        return c * c * (3 - 2 * c);
    }

    /** Up, stay, down: 0 at 0 and 1, 1 from {@code rise} to {@code fall}. */
    static double plateau(double x, double rise, double fall) {
        return x < rise ? smooth(x / rise) : smooth((1 - x) / (1 - fall));
    }
}
