package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GccPhatTest {
    private static final int LONG = 2 * GccPhat.PADDED;
    private static final int MIDDLE = GccPhat.PADDED;

    private final GccPhat gccPhat = new GccPhat();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, -40, 2_880, -15_999, 15_999})
    void tellsTheLagToAnEighthOfAMillisecond(int lateSamples) {
        float[] sound = RoomSound.speech(LONG, new SplittableRandom(1));
        gccPhat.correlate(spectrum(sound, MIDDLE - lateSamples), spectrum(sound, MIDDLE));
        assertThat(gccPhat.lagMillis()).isCloseTo(lateSamples / 16.0, within(0.125));
        assertThat(gccPhat.lead()).isGreaterThan(2);
    }

    @Test
    void differentSoundsHaveNoLagThatLeads() {
        float[] one = RoomSound.noise(LONG, new SplittableRandom(1));
        float[] other = RoomSound.noise(LONG, new SplittableRandom(2));
        gccPhat.correlate(spectrum(one, MIDDLE), spectrum(other, MIDDLE));
        assertThat(gccPhat.lead()).isBetween(0.0, SoundWitness.MIN_LEAD);
    }

    @Test
    void silenceHasNone() {
        float[] sound = RoomSound.noise(LONG, new SplittableRandom(1));
        gccPhat.correlate(spectrum(new float[LONG], MIDDLE), spectrum(sound, MIDDLE));
        assertThat(gccPhat.lead()).isZero();
    }

    @Test
    void aMelodyOfOneNoteRepeatsItselfAndSpeechDoesNot() {
        float[] ringing = new float[LONG];
        for (int i = 0; i < LONG; i++) {
            ringing[i] = i % 4_000 < 1_000 ? (float) Math.sin(i * 0.7) : 0;
        }
        assertThat(gccPhat.repeatsItself(spectrum(ringing, MIDDLE))).isTrue();
        float[] speech = RoomSound.speech(LONG, new SplittableRandom(3));
        assertThat(gccPhat.repeatsItself(spectrum(speech, MIDDLE))).isFalse();
    }

    private float[] spectrum(float[] sound, int from) {
        float[] padded = Arrays.copyOf(Arrays.copyOfRange(sound, from, from + GccPhat.STRETCH), GccPhat.PADDED);
        gccPhat.transform(padded);
        return padded;
    }
}
