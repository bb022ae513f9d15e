package io.roomwise.sync;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What happens in a room, as its microphones hear it: each sound from its own place, later and weaker with distance, with
 * an echo that dies away exponentially. 16 kHz; a length is a power of two.
 */
final class RoomSound {
    static final int RATE = 16_000;

    private static final double METRES_PER_SECOND = 343;

    private final int length;
    private final double echoSeconds;
    private final long seed;
    private final SplittableRandom random;
    private final RealFft fft;
    private final float[][] microphones;
    private final double[][] places;

    /**
     * @param places of the microphones, metres
     * @param echoSeconds in which the echo falls by 60 dB; 0 for a room without walls
     */
    RoomSound(int length, double[][] places, double echoSeconds, long seed) {
        this.length = length;
        this.echoSeconds = echoSeconds;
        this.places = places;
        this.seed = seed;
        random = new SplittableRandom(seed);
        fft = new RealFft(length);
        microphones = new float[places.length][length];
    }

    /** Lets something sound. */
    RoomSound add(float[] sound, double x, double y) {
        float[] spectrum = sound.clone();
        fft.forward(spectrum);
        for (int microphone = 0; microphone < places.length; microphone++) {
            double distance = Math.max(0.3, Math.hypot(x - places[microphone][0], y - places[microphone][1]));
            float[] path = path(distance);
            fft.forward(path);
            multiply(path, spectrum);
            fft.inverse(path);
            for (int i = 0; i < length; i++) {
                microphones[microphone][i] += path[i];
            }
        }
        return this;
    }

    /** Impulse response: direct sound, then noise that decays; both are equally strong at 1 m. */
    private float[] path(double distance) {
        float[] path = new float[length];
        int arrival = (int) Math.round(distance / METRES_PER_SECOND * RATE);
        path[arrival] = (float) (1 / distance);
        if (echoSeconds > 0) {
            double decay = Math.log(1_000) / (echoSeconds * RATE);
            double strength = Math.sqrt(2 * decay);
            for (int i = arrival + RATE / 500; i < Math.min(length, arrival + echoSeconds * RATE); i++) {
                path[i] += (float) (strength * Math.exp(-decay * (i - arrival)) * random.nextGaussian());
            }
        }
        return path;
    }

    private static void multiply(float[] a, float[] b) {
        a[0] *= b[0];
        a[1] *= b[1];
        for (int i = 2; i < a.length; i += 2) {
            float re = a[i] * b[i] - a[i + 1] * b[i + 1];
            a[i + 1] = a[i] * b[i + 1] + a[i + 1] * b[i];
            a[i] = re;
        }
    }

    /**
     * What a microphone makes of it, with noise of its own.
     *
     * @param signalToNoise decibels
     * @param level effective value, of 32,767
     */
    short[] heard(int microphone, double signalToNoise, double level) {
        float[] sound = microphones[microphone];
        double gain = level / Math.max(1e-9, rms(sound));
        double noise = level * Math.pow(10, -signalToNoise / 20);
        SplittableRandom own = new SplittableRandom(seed + microphone);
        short[] samples = new short[length];
        for (int i = 0; i < length; i++) {
            double value = sound[i] * gain + noise * own.nextGaussian();
            samples[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(value)));
        }
        return samples;
    }

    private static double rms(float[] sound) {
        double sum = 0;
        for (float sample : sound) {
            sum += sample * sample;
        }
        return Math.sqrt(sum / sound.length);
    }

    /** Claps at irregular intervals around one second. */
    static float[] claps(int length, RandomGenerator random) {
        float[] sound = new float[length];
        for (int at = RATE / 4; at < length; at += RATE / 2 + random.nextInt(RATE)) {
            double loud = 0.5 + random.nextDouble();
            for (int i = 0; i < RATE / 20 && at + i < length; i++) {
                sound[at + i] += (float) (loud * Math.exp(-i / 80.0) * random.nextGaussian());
            }
        }
        return sound;
    }

    /** Syllables: a buzz of changing pitch, or noise, through resonances, in phrases with pauses between them. */
    static float[] speech(int length, RandomGenerator random) {
        float[] sound = new float[length];
        int at = 0;
        while (at < length) {
            int syllables = 3 + random.nextInt(8);
            for (int i = 0; i < syllables; i++) {
                int duration = RATE / 10 + random.nextInt(RATE / 5);
                syllable(sound, at, duration, random);
                at += duration;
            }
            at += RATE / 5 + random.nextInt(RATE);
        }
        return sound;
    }

    private static void syllable(float[] sound, int from, int duration, RandomGenerator random) {
        boolean voiced = random.nextDouble() < 0.75;
        double pitch = 90 + 140 * random.nextDouble();
        double glide = 0.8 + 0.4 * random.nextDouble();
        double phase = 0;
        double[] resonances = {300 + 500 * random.nextDouble(), 900 + 1_400 * random.nextDouble(), 2_500, 3_400};
        double[] state = new double[2 * resonances.length];
        for (int i = 0; i < duration && from + i < sound.length; i++) {
            double share = i / (double) duration;
            phase += pitch * (1 + (glide - 1) * share) / RATE;
            double drive = 0.3 * random.nextGaussian() * (voiced ? 0.1 : 1);
            if (voiced && phase >= 1) {
                phase -= 1;
                drive += 3;
            }
            double value = 0;
            for (int r = 0; r < resonances.length; r++) {
                double radius = 0.96;
                double next = drive
                        + 2 * radius * Math.cos(2 * Math.PI * resonances[r] / RATE) * state[2 * r]
                        - radius * radius * state[2 * r + 1];
                state[2 * r + 1] = state[2 * r];
                state[2 * r] = next;
                value += next / (1 + r);
            }
            sound[from + i] += (float) (value * Math.sin(Math.PI * share));
        }
    }

    static float[] noise(int length, RandomGenerator random) {
        float[] sound = new float[length];
        for (int i = 0; i < length; i++) {
            sound[i] = (float) random.nextGaussian();
        }
        return sound;
    }
}
