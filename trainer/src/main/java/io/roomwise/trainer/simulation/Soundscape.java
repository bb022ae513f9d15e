package io.roomwise.trainer.simulation;

import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What a microphone hears: every sound is a formula of the sample's number, so spans join without a seam. */
final class Soundscape {
    private static final int RATE = SimulatedRoom.SAMPLE_RATE_HZ;
    private static final int TABLE = 1 << 15;
    /** No sound but the vacuum cleaner's lasts longer; seconds. */
    private static final double LONGEST = 1.2;

    private final Room room;
    private final Vec3 microphone;
    private final long seed;
    private final float[] white = new float[TABLE];
    private final float[] soft = new float[TABLE];

    Soundscape(Room room, Vec3 microphone, long seed) {
        this.room = room;
        this.microphone = microphone;
        this.seed = seed;
        var random = new SplittableRandom(seed);
        double low = 0;
        for (int i = 0; i < TABLE; i++) {
            white[i] = (float) random.nextGaussian();
            low += 0.12 * (white[i] - low);
            soft[i] = (float) (low * 2.5);
        }
    }

    /** @param seconds time of the first sample */
    void listen(double seconds, ShortBuffer samples) {
        long first = Math.round(seconds * RATE);
        int count = samples.remaining();
        float[] heard = new float[count];
        double hiss = 0.002 + 0.002 * Chance.unit(seed, 1);
        for (int i = 0; i < count; i++) {
            heard[i] = (float)
                    (hiss * noise(soft, first + i) + 0.0008 * Math.sin(2 * Math.PI * 50 * ((first + i) % RATE) / RATE));
        }
        double from = (double) first / RATE;
        double to = (double) (first + count) / RATE;
        for (Sound sound : sounds(Math.max(0, from - LONGEST), to)) {
            sound.addTo(heard, first);
        }
        for (int i = 0; i < count; i++) {
            samples.put((short) Math.round(32_000 * Math.tanh(heard[i])));
        }
    }

    private float noise(float[] table, long index) {
        return table[(int) (index & (TABLE - 1))];
    }

    private double gain(Vec3 source) {
        return 1 / Math.max(0.6, source.minus(microphone).length());
    }

    private List<Sound> sounds(double from, double to) {
        var sounds = new ArrayList<Sound>();
        for (int person = 0; person < room.life.people(); person++) {
            for (Episode episode : room.life.within(person, from, to)) {
                collect(episode, from, to, sounds);
            }
        }
        for (Life.Switching switching : room.life.switchings(from, to)) {
            sounds.add(new Sound(
                    Kind.CLICK,
                    switching.seconds(),
                    0.05,
                    0.7 * gain(room.plan.lamp().toggle()),
                    1));
        }
        return sounds;
    }

    private void collect(Episode e, double from, double to, List<Sound> sounds) {
        double middle = gain(e.feet((e.start() + e.end()) / 2).plus(Vec3.UP, 0.6));
        double tone = e.vary(50, 0.85, 1.2);
        switch (e.activity()) {
            case ENTER, EXIT -> {
                double shut = e.activity() == Activity.ENTER ? e.end() + DoorLeaf.LAG : e.end();
                double door = gain(room.plan.door().threshold().plus(Vec3.UP, 1));
                sounds.add(new Sound(Kind.CLICK, e.start() + 0.05, 0.06, 0.9 * door, 0.6));
                sounds.add(new Sound(Kind.CREAK, e.start() + 0.15, 0.7, 0.25 * door, tone));
                sounds.add(new Sound(Kind.THUD, shut - 0.04, 0.3, 0.6 * door, 1.6));
                sounds.add(new Sound(Kind.CLICK, shut - 0.03, 0.06, 1.0 * door, 0.5));
                steps(e, from, to, sounds);
            }
            case WALK -> steps(e, from, to, sounds);
            case SIT_DOWN -> sounds.add(new Sound(Kind.RUSTLE, e.start() + e.length() * 0.6, 0.7, 0.12 * middle, tone));
            case STAND_UP -> sounds.add(new Sound(Kind.RUSTLE, e.start() + e.length() * 0.2, 0.5, 0.08 * middle, tone));
            case GET_UP -> sounds.add(new Sound(Kind.RUSTLE, e.start() + e.length() * 0.2, 1.0, 0.08 * middle, tone));
            case DRINK, DRINK_SEATED -> {
                sounds.add(new Sound(Kind.CLINK, e.start() + 0.15, 0.35, 0.15 * middle, tone));
                sounds.add(new Sound(Kind.GULP, e.start() + e.length() * 0.45, 0.3, 0.2 * middle, tone));
                sounds.add(new Sound(Kind.GULP, e.start() + e.length() * 0.58, 0.3, 0.2 * middle, tone * 1.1));
            }
            case VACUUM -> sounds.add(new Sound(Kind.MOTOR, e.start() + 0.4, e.length() - 0.8, 0.35 * middle, tone));
            case FALL -> {
                sounds.add(new Sound(Kind.THUD, e.start() + e.length() * 0.62, 0.4, 1.2 * middle, 0.9));
                sounds.add(new Sound(Kind.THUD, e.start() + e.length() * 0.88, 0.5, 1.6 * middle, 0.7));
            }
            case OUTSIDE, STAND, SIT, LIE, LAMP_ON, LAMP_OFF -> {}
        }
    }

    /** A step for every half stride; found by walking the episode on a fine grid of its own. */
    private void steps(Episode e, double from, double to, List<Sound> sounds) {
        double half = 0.6;
        double loud = e.vary(51, 0.1, 0.3);
        for (int i = 0; (i + 0.5) * half < e.path().length(); i++) {
            double at = timeOf(e, (i + 0.5) * half);
            if (at >= from && at < to) {
                sounds.add(new Sound(Kind.THUD, at, 0.18, loud * gain(e.feet(at)), 2 + 0.3 * (i % 2)));
            }
        }
    }

    private static double timeOf(Episode e, double distance) {
        double low = e.start();
        double high = e.end();
        for (int i = 0; i < 20; i++) {
            double middle = (low + high) / 2;
            if (e.gone(middle) < distance) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private enum Kind {
        CLICK,
        CREAK,
        RUSTLE,
        CLINK,
        GULP,
        MOTOR,
        THUD
    }

    /** A sound with its beginning, loudness at the microphone and pitch (tone is a factor on it). */
    private final class Sound {
        private final Kind kind;
        private final long start;
        private final int length;
        private final double loudness;
        private final double tone;

        Sound(Kind kind, double start, double length, double loudness, double tone) {
            this.kind = kind;
            this.start = Math.round(start * RATE);
            this.length = (int) (length * RATE);
            this.loudness = loudness;
            this.tone = tone;
        }

        void addTo(float[] heard, long first) {
            int from = (int) Math.max(0, Math.min(heard.length, start - first));
            int to = (int) Math.max(0, Math.min(heard.length, start + length - first));
            for (int i = from; i < to; i++) {
                long n = first + i - start;
                heard[i] += (float) (loudness * value((double) n / RATE, first + i));
            }
        }

        private double value(double t, long index) {
            double u = t * RATE / length;
            return switch (kind) {
                case CLICK -> Math.exp(-t * 120) * (noise(white, index) * 0.3 + ring(1900, t) * 0.4);
                case CREAK -> Math.sin(Math.PI * u) * ring(420 + 160 * Math.sin(9 * t), t) * (0.6 + 0.4 * ring(31, t));
                case RUSTLE -> Math.sin(Math.PI * u) * noise(white, index) * (0.6 + 0.4 * ring(6, t));
                case CLINK -> Math.exp(-t * 16) * (ring(2650, t) + 0.6 * ring(4130, t));
                case GULP -> Math.sin(Math.PI * u) * ring(210 - 300 * t, t);
                case MOTOR -> motor(t, index) * Math.min(1, Math.min(t * 3, (1 - u) * length / RATE * 3));
                case THUD -> Math.exp(-t * 22 * Math.sqrt(tone)) * (ring(70, t) + 0.5 * noise(soft, index));
            };
        }

        private double motor(double t, long index) {
            return 0.35 * ring(210, t)
                    + 0.2 * ring(420, t)
                    + 0.15 * ring(1260, t)
                    + 0.35 * noise(white, index) * 0.6
                    + 0.4 * noise(soft, index);
        }

        private double ring(double hertz, double t) {
            return Math.sin(2 * Math.PI * hertz * tone * t);
        }
    }
}
