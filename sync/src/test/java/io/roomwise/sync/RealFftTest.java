package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealFftTest {
    @ParameterizedTest
    @ValueSource(ints = {4, 8, 64, 512})
    void isTheSumThatDefinesIt(int length) {
        float[] signal = noise(length);
        float[] spectrum = signal.clone();
        new RealFft(length).forward(spectrum);
        assertThat((double) spectrum[1]).isCloseTo(defined(signal, length / 2)[0], within(1e-4));
        assertThat((double) spectrum[0]).isCloseTo(defined(signal, 0)[0], within(1e-4));
        for (int bin = 1; bin < length / 2; bin++) {
            double[] expected = defined(signal, bin);
            assertThat((double) spectrum[2 * bin]).as("real %d", bin).isCloseTo(expected[0], within(1e-4));
            assertThat((double) spectrum[2 * bin + 1]).as("imaginary %d", bin).isCloseTo(expected[1], within(1e-4));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 16, 1 << 16})
    void theWayBackEndsWhereItBegan(int length) {
        float[] signal = noise(length);
        float[] data = signal.clone();
        RealFft fft = new RealFft(length);
        fft.forward(data);
        fft.inverse(data);
        for (int i = 0; i < length; i++) {
            assertThat(data[i]).isCloseTo(signal[i], within(1e-5f));
        }
    }

    @Test
    void refusesALengthThatIsNoPowerOfTwo() {
        assertThatThrownBy(() -> new RealFft(12))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12");
    }

    private static double[] defined(float[] signal, int bin) {
        double re = 0;
        double im = 0;
        for (int n = 0; n < signal.length; n++) {
            double angle = -2 * Math.PI * bin * n / signal.length;
            re += signal[n] * Math.cos(angle);
            im += signal[n] * Math.sin(angle);
        }
        return new double[] {re, im};
    }

    private static float[] noise(int length) {
        return RoomSound.noise(length, new SplittableRandom(length));
    }
}
