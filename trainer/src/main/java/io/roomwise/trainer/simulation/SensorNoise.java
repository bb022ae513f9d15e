package io.roomwise.trainer.simulation;

import java.util.SplittableRandom;

/** The grain of a camera's sensor: another piece of one long noise for every row of every frame. */
final class SensorNoise {
    private static final int LENGTH = 1 << 15;

    private final byte[] grain = new byte[LENGTH + 3 * SimulatedRoom.WIDTH];
    private final long seed;

    SensorNoise(Camera.Optics optics) {
        seed = optics.seed();
        var random = new SplittableRandom(seed);
        for (int i = 0; i < grain.length; i += 3) {
            double common = random.nextGaussian() * optics.noise();
            for (int c = 0; c < 3 && i + c < grain.length; c++) {
                grain[i + c] = (byte) Math.round(common + 0.4 * optics.noise() * random.nextGaussian());
            }
        }
    }

    void add(byte[] rgb, double seconds) {
        long frame = Math.round(seconds * 1000);
        int stride = 3 * SimulatedRoom.WIDTH;
        for (int row = 0; row < SimulatedRoom.HEIGHT; row++) {
            int from = (int) (Chance.mix(seed + frame, row) & (LENGTH - 1));
            for (int i = 0; i < stride; i++) {
                int value = (rgb[row * stride + i] & 0xff) + grain[from + i];
                rgb[row * stride + i] = (byte) Math.max(0, Math.min(255, value));
            }
        }
    }
}
