package io.roomwise.trainer.simulation;

import java.util.Arrays;

/**
 * How a body is held, as numbers that can be blended. Two lengths matter: the hips' place and the ankles' are shares of
 * the body's height, forward and to the left of the spot where the person stands; hands are seen from the shoulder,
 * forward, outward and up along the chest, as shares of the arm's length.
 */
final class Stance {
    /** The left and the right hand or foot. */
    static final int LEFT = 0;

    static final int RIGHT = 1;

    private static final int HIPS = 0;
    private static final int LEAN = 3;
    private static final int BEND = 6;
    private static final int HEAD = 9;
    private static final int HANDS = 11;
    private static final int FEET = 17;
    private static final int SIZE = 23;

    private final double[] values;

    private Stance(double[] values) {
        this.values = values;
    }

    /** Upright, arms hanging, feet below the hips. */
    static Stance upright(Body body) {
        double side = 0.055;
        return new Stance(new double[SIZE])
                .hips(0, 0, body.standing() / body.height())
                .hand(LEFT, 0.08, 0.1, -0.97)
                .hand(RIGHT, 0.08, 0.1, -0.97)
                .foot(LEFT, 0, side, Body.ANKLE)
                .foot(RIGHT, 0, side, Body.ANKLE);
    }

    Stance copy() {
        return new Stance(values.clone());
    }

    Stance hips(double forward, double left, double up) {
        return set(HIPS, forward, left, up);
    }

    /** The whole body: forward, to the left, turned to the left; radians. */
    Stance lean(double forward, double left, double turn) {
        return set(LEAN, forward, left, turn);
    }

    /** The chest against the hips: forward, to the left, turned to the left; radians. */
    Stance bend(double forward, double left, double turn) {
        return set(BEND, forward, left, turn);
    }

    Stance head(double down, double turn) {
        values[HEAD] = down;
        values[HEAD + 1] = turn;
        return this;
    }

    Stance hand(int side, double forward, double outward, double up) {
        return set(HANDS + 3 * side, forward, outward, up);
    }

    Stance foot(int side, double forward, double outward, double up) {
        return set(FEET + 3 * side, forward, outward, up);
    }

    private Stance set(int at, double a, double b, double c) {
        values[at] = a;
        values[at + 1] = b;
        values[at + 2] = c;
        return this;
    }

    Stance addHips(double forward, double left, double up) {
        return add(HIPS, forward, left, up);
    }

    Stance addBend(double forward, double left, double turn) {
        return add(BEND, forward, left, turn);
    }

    Stance addHand(int side, double forward, double outward, double up) {
        return add(HANDS + 3 * side, forward, outward, up);
    }

    Stance addHead(double down, double turn) {
        values[HEAD] += down;
        values[HEAD + 1] += turn;
        return this;
    }

    private Stance add(int at, double a, double b, double c) {
        values[at] += a;
        values[at + 1] += b;
        values[at + 2] += c;
        return this;
    }

    Vec3 hips() {
        return get(HIPS);
    }

    Vec3 lean() {
        return get(LEAN);
    }

    Vec3 bend() {
        return get(BEND);
    }

    double headDown() {
        return values[HEAD];
    }

    double headTurn() {
        return values[HEAD + 1];
    }

    Vec3 hand(int side) {
        return get(HANDS + 3 * side);
    }

    Vec3 foot(int side) {
        return get(FEET + 3 * side);
    }

    private Vec3 get(int at) {
        return new Vec3(values[at], values[at + 1], values[at + 2]);
    }

    Stance mix(Stance other, double weight) {
        double[] mixed = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            mixed[i] = values[i] + (other.values[i] - values[i]) * weight;
        }
        return new Stance(mixed);
    }

    /**
     * Passes through stances at times without stopping at them (cubic Hermite with finite differences).
     *
     * @param times rising, as many as stances
     */
    static Stance along(double x, double[] times, Stance... stances) {
        int last = times.length - 1;
        double c = Math.max(times[0], Math.min(times[last], x));
        int i = 0;
        while (i < last - 1 && times[i + 1] < c) {
            i++;
        }
        double span = times[i + 1] - times[i];
        double t = (c - times[i]) / span;
        double[] out = new double[SIZE];
        for (int k = 0; k < SIZE; k++) {
            double a = stances[i].values[k];
            double b = stances[i + 1].values[k];
            double slopeA = i == 0 ? 0 : slope(stances, times, i, k) * span;
            double slopeB = i + 1 == last ? 0 : slope(stances, times, i + 1, k) * span;
            double t2 = t * t;
            double t3 = t2 * t;
            out[k] =
                    a * (2 * t3 - 3 * t2 + 1) + slopeA * (t3 - 2 * t2 + t) + b * (3 * t2 - 2 * t3) + slopeB * (t3 - t2);
        }
        return new Stance(out);
    }

    /** Zero at an extreme, so that nothing overshoots. */
    private static double slope(Stance[] stances, double[] times, int i, int k) {
        double before = (stances[i].values[k] - stances[i - 1].values[k]) / (times[i] - times[i - 1]);
        double after = (stances[i + 1].values[k] - stances[i].values[k]) / (times[i + 1] - times[i]);
        return before * after <= 0 ? 0 : 2 * before * after / (before + after);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
