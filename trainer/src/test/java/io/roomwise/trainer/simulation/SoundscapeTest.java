package io.roomwise.trainer.simulation;

import static io.roomwise.trainer.simulation.Observations.first;
import static io.roomwise.trainer.simulation.Observations.sound;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SoundscapeTest {
    @Test
    void theVacuumCleanerIsLoud() {
        for (long seed = 0; seed < 4; seed++) {
            SimulatedRoom room = SimulatedRoom.of(seed);
            LabelledAction action = first(room, "vacuum");
            double middle = (action.startSeconds() + action.endSeconds()) / 2;

            assertThat(loudness(room, middle, 16_000)).isGreaterThan(5 * loudness(room, 0.1, 4_000));
        }
    }

    @Test
    void everySoundOfADoorAFallAndALampIsHeard() {
        SimulatedRoom room = SimulatedRoom.of(1);
        for (String sudden : new String[] {"enter", "fall", "lamp_on"}) {
            LabelledAction action = first(room, sudden);
            int samples = (int) ((action.endSeconds() - action.startSeconds()) * SimulatedRoom.SAMPLE_RATE_HZ);

            assertThat(peak(room, action.startSeconds(), samples)).isGreaterThan(3 * peak(room, 0.1, 4_000));
        }
    }

    @Test
    void spansJoinWithoutASeam() {
        SimulatedRoom room = SimulatedRoom.of(3);
        double start = first(room, "enter").startSeconds();
        double begin = Math.floor(start * 100) / 100;
        short[] whole = sound(room, begin, 3200);

        assertThat(sound(room, begin, 1600)).isEqualTo(Arrays.copyOf(whole, 1600));
        assertThat(sound(room, begin + 0.1, 1600)).isEqualTo(Arrays.copyOfRange(whole, 1600, 3200));
    }

    private static double loudness(SimulatedRoom room, double seconds, int count) {
        double sum = 0;
        for (short sample : sound(room, seconds, count)) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / count);
    }

    private static int peak(SimulatedRoom room, double seconds, int count) {
        int peak = 0;
        for (short sample : sound(room, seconds, count)) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }
}
