package io.roomwise.trainer.simulation;

import java.util.random.RandomGenerator;

/**
 * How a surface looks.
 *
 * @param scale metres per period of the pattern
 * @param glow what makes it shine by itself
 */
record Material(Pattern pattern, Rgb first, Rgb second, double scale, Glow glow) {
    enum Pattern {
        PLAIN,
        STRIPES,
        BOARDS,
        CHECKER,
        SPECKLE
    }

    enum Glow {
        NONE,
        DAYLIGHT,
        LAMP
    }

    static Material plain(Rgb colour) {
        return glowing(colour, Glow.NONE);
    }

    static Material glowing(Rgb colour, Glow glow) {
        return new Material(Pattern.PLAIN, colour, colour, 1, glow);
    }

    static Material random(RandomGenerator random, Rgb base, double contrast) {
        var pattern = Pattern.values()[random.nextInt(Pattern.values().length)];
        double factor = 1 - contrast * (0.3 + 0.7 * random.nextDouble());
        return new Material(pattern, base, base.times(factor), 0.08 + 0.4 * random.nextDouble(), Glow.NONE);
    }

    Rgb at(double x, double y, double z, Vec3 normal) {
        double u = Math.abs(normal.x()) > 0.7 ? y : x;
        double v = Math.abs(normal.z()) > 0.7 ? y : z;
        return switch (pattern) {
            case PLAIN -> first;
            case STRIPES -> cell(u) % 2 == 0 ? first : second;
            case BOARDS -> first.mix(second, Chance.unit(cell(v) * 31 + cell(u * 0.12 + cell(v) * 0.37), 7));
            case CHECKER -> (cell(u) + cell(v)) % 2 == 0 ? first : second;
            case SPECKLE -> first.mix(second, Chance.unit(cell(u * 8) * 8191 + cell(v * 8), 3));
        };
    }

    private long cell(double length) {
        return (long) Math.floor(length / scale + 1000);
    }
}
