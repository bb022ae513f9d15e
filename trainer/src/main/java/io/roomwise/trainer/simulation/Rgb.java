package io.roomwise.trainer.simulation;

import java.util.random.RandomGenerator;

/** Share of light that a surface gives back, per channel, 0..1. */
record Rgb(double r, double g, double b) {
    /** @param hue 0..1 around the colour circle */
    static Rgb hsv(double hue, double saturation, double value) {
        return new Rgb(
                channel(hue, saturation, value, 5),
                channel(hue, saturation, value, 3),
                channel(hue, saturation, value, 1));
    }

    private static double channel(double hue, double saturation, double value, int n) {
        double k = (n + hue * 6) % 6;
        return value - value * saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k)));
    }

    static Rgb random(RandomGenerator random, double maxSaturation, double minValue, double maxValue) {
        return hsv(
                random.nextDouble(),
                random.nextDouble() * maxSaturation,
                minValue + random.nextDouble() * (maxValue - minValue));
    }

    Rgb times(double factor) {
        return new Rgb(r * factor, g * factor, b * factor);
    }

    Rgb mix(Rgb other, double weight) {
        return new Rgb(r + (other.r - r) * weight, g + (other.g - g) * weight, b + (other.b - b) * weight);
    }
}
