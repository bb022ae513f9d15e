package io.roomwise.inference.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.clip.LogMel.Spectrum;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogMelTest {
    private static final int SAMPLES = 6400;
    private static final Offset<Double> ROUNDED = within(1e-6);

    private final NDManager scope = NDManager.newBaseManager();
    private final LogMel logMel = new LogMel(Spectrum.KALDI, DataType.FLOAT64);

    @AfterEach
    void close() {
        logMel.close();
        scope.close();
    }

    @Test
    void twoTonesAreWhatTheReferenceMakesOfThem() {
        NDArray mel = logMel.of(tones());
        assertThat(mel.getShape()).isEqualTo(new Shape(1, 38, 128));
        assertThat(mel.mean().getDouble()).isCloseTo(-11.672992, ROUNDED);
        assertThat(mel.min().getDouble()).isCloseTo(-15.942385, ROUNDED);
        assertThat(mel.max().getDouble()).isCloseTo(6.831331, ROUNDED);
        assertThat(mel.getDouble(0, 0, 10)).isCloseTo(-9.709133, ROUNDED);
        assertThat(mel.getDouble(0, 0, 22)).isCloseTo(3.418577, ROUNDED);
        assertThat(mel.getDouble(0, 0, 23)).isCloseTo(3.908809, ROUNDED);
        assertThat(mel.getDouble(0, 0, 24)).isCloseTo(3.536506, ROUNDED);
        assertThat(mel.getDouble(0, 0, 85)).isCloseTo(4.196718, ROUNDED);
        assertThat(mel.getDouble(0, 0, 86)).isCloseTo(-3.482762, ROUNDED);
        assertThat(mel.getDouble(0, 18, 10)).isCloseTo(-9.566719, ROUNDED);
        assertThat(mel.getDouble(0, 37, 0)).isCloseTo(-12.045781, ROUNDED);
    }

    @Test
    void noiseIsWhatTheReferenceMakesOfIt() {
        NDArray mel = logMel.of(scope.create(noise(), new Shape(1, SAMPLES)));
        assertThat(mel.mean().getDouble()).isCloseTo(-2.000028, ROUNDED);
        assertThat(mel.getDouble(0, 0, 0)).isCloseTo(-7.503163, ROUNDED);
        assertThat(mel.getDouble(0, 0, 10)).isCloseTo(-7.998267, ROUNDED);
        assertThat(mel.getDouble(0, 0, 64)).isCloseTo(-2.705700, ROUNDED);
        assertThat(mel.getDouble(0, 0, 127)).isCloseTo(1.723094, ROUNDED);
        assertThat(mel.getDouble(0, 18, 64)).isCloseTo(-1.659924, ROUNDED);
        assertThat(mel.getDouble(0, 37, 10)).isCloseTo(-5.789813, ROUNDED);
        assertThat(mel.getDouble(0, 37, 127)).isCloseTo(2.609777, ROUNDED);
    }

    @Test
    void theBandWithoutAFrequencyIsSilent() {
        NDArray mel = logMel.of(scope.create(noise(), new Shape(1, SAMPLES)));
        NDArray band = mel.get(":, :, 3");
        assertThat(band.min().getDouble()).isCloseTo(-15.942385, ROUNDED);
        assertThat(band.max().getDouble()).isCloseTo(-15.942385, ROUNDED);
    }

    @Test
    void shortSoundIsPaddedBeforeItIsScaled() {
        NDArray rows = LogMel.normalize(logMel.of(tones()), 1024);
        assertThat(rows.getShape()).isEqualTo(new Shape(1, 1024, 128));
        assertThat(rows.mean().getDouble()).isCloseTo(0.419628, ROUNDED);
        assertThat(rows.get(":, :38").mean().getDouble()).isCloseTo(-0.810380, ROUNDED);
        assertThat(rows.getDouble(0, 1023, 5)).isCloseTo(0.46703236, within(1e-8));
    }

    @Test
    void longSoundIsCut() {
        assertThat(LogMel.normalize(logMel.of(tones()), 10).getShape()).isEqualTo(new Shape(1, 10, 128));
    }

    @Test
    void magnitudesAreWhatAnIndependentComputationMakesOfThem() {
        Spectrum yamnet = Spectrum.ofMagnitudes(64, 125, 7500, 0.001);
        try (LogMel magnitudes = new LogMel(yamnet, DataType.FLOAT64)) {
            NDArray mel = magnitudes.of(scope.create(noise(), new Shape(1, SAMPLES)));
            assertThat(mel.getShape()).isEqualTo(new Shape(1, 38, 64));
            assertThat(mel.mean().getDouble()).isCloseTo(0.546504, ROUNDED);
            assertThat(mel.getDouble(0, 0, 0)).isCloseTo(-0.383631, ROUNDED);
            assertThat(mel.getDouble(0, 0, 10)).isCloseTo(0.322994, ROUNDED);
            assertThat(mel.getDouble(0, 0, 63)).isCloseTo(1.675054, ROUNDED);
            assertThat(mel.getDouble(0, 18, 32)).isCloseTo(0.285332, ROUNDED);
            assertThat(mel.getDouble(0, 37, 5)).isCloseTo(-0.517486, ROUNDED);
        }
    }

    @Test
    void segmentsDoNotKnowOfEachOther() {
        NDArray both = tones().concat(scope.create(noise(), new Shape(1, SAMPLES)), 0);
        NDArray difference = logMel.of(both).get("0:1").sub(logMel.of(tones())).abs();
        // the last digits of an energy near the floor depend on how many rows are multiplied at once
        assertThat(difference.max().getDouble()).isLessThan(1e-7);
    }

    private NDArray tones() {
        double[] samples = IntStream.range(0, SAMPLES)
                .mapToDouble(i -> i / (double) LogMel.SAMPLE_RATE_HZ)
                .map(t -> 0.5 * Math.sin(2 * Math.PI * 440 * t) + 0.25 * Math.sin(2 * Math.PI * 3000 * t))
                .toArray();
        return scope.create(samples, new Shape(1, SAMPLES));
    }

    private static double[] noise() {
        double[] samples = new double[SAMPLES];
        long state = 1;
        for (int i = 0; i < SAMPLES; i++) {
            state = (1_103_515_245L * state + 12_345) % (1L << 31);
            samples[i] = 0.1 * (state / (double) (1 << 30) - 1);
        }
        return samples;
    }
}
