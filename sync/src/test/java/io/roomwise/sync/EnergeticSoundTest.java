package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EnergeticSoundTest {
    private static final int LENGTH = 1 << 15;

    private final EnergeticSound energetic = new EnergeticSound(LENGTH);
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void keepsAClapAndSilencesWhatIsAroundIt() {
        float[] sound = noise(20);
        for (int i = 0; i < 1_600; i++) {
            sound[16_000 + i] += (float) (2_000 * random.nextGaussian());
        }
        assertThat(energetic.keep(sound)).isTrue();
        assertThat(power(sound, 16_000, 17_600)).isGreaterThan(100_000);
        assertThat(power(sound, 0, 15_000)).isZero();
        assertThat(power(sound, 19_000, LENGTH)).isZero();
    }

    @Test
    void steadyNoiseDoesNotStandOutHoweverLoudItIs() {
        assertThat(energetic.keep(noise(5_000))).isFalse();
    }

    @Test
    void aClickIsNotEnough() {
        float[] sound = noise(20);
        for (int i = 0; i < 100; i++) {
            sound[16_000 + i] += (float) (2_000 * random.nextGaussian());
        }
        assertThat(energetic.keep(sound)).isFalse();
    }

    @Test
    void theLeastSignificantBitsOfADeadMicrophoneAreSilence() {
        float[] sound = new float[LENGTH];
        for (int i = 10_000; i < 20_000; i++) {
            sound[i] = random.nextInt(3) - 1;
        }
        assertThat(energetic.keep(sound)).isFalse();
    }

    private float[] noise(double level) {
        float[] sound = RoomSound.noise(LENGTH, random);
        for (int i = 0; i < LENGTH; i++) {
            sound[i] *= (float) level;
        }
        return sound;
    }

    private static double power(float[] sound, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += sound[i] * sound[i];
        }
        return sum / (to - from);
    }
}
