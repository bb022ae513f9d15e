package io.roomwise.trainer.simulation;

/** Chance without state: the same seed and key give the same value, whoever asks and when. */
final class Chance {
    private Chance() {}

    static long mix(long seed, long key) {
        long h = seed * 0x9E3779B97F4A7C15L + key * 0xD1B54A32D192ED03L + 0x632BE59BD9B4E019L;
        h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
        return h ^ (h >>> 31);
    }

    /** Uniform in 0..1. */
    static double unit(long seed, long key) {
        return (mix(seed, key) >>> 11) * 0x1.0p-53;
    }

    static double between(long seed, long key, double low, double high) {
        return low + (high - low) * unit(seed, key);
    }

    /** Smooth wandering in -1..1, changing about once per unit of {@code x}. */
    static double wander(long seed, double x) {
        long cell = (long) Math.floor(x);
        double f = x - cell;
        double a = 2 * unit(seed, cell) - 1;
        double b = 2 * unit(seed, cell + 1) - 1;
        return a + (b - a) * f * f * (3 - 2 * f);
    }
}
