package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ShortBuffer;
import org.junit.jupiter.api.Test;

class SoundMeterTest {
    private final SoundMeter meter = new SoundMeter();

    @Test
    void squareWaveAtTheLimitsIsFullScale() {
        meter.onSound(ShortBuffer.wrap(new short[] {Short.MIN_VALUE, Short.MIN_VALUE}));
        assertThat(meter.levelDbfs()).isZero();
        assertThat(meter.peakDbfs()).isZero();
    }

    /** Half as high is 6.02 dB less; half of the time 3.01 dB less. */
    @Test
    void levelIsOfAllSamplesPeakOfTheLoudest() {
        meter.onSound(ShortBuffer.wrap(new short[] {16_384, 0}));
        meter.onSound(ShortBuffer.wrap(new short[] {0, -16_384}));
        assertThat(meter.peakDbfs()).isCloseTo(-6.02, within(0.01));
        assertThat(meter.levelDbfs()).isCloseTo(-9.03, within(0.01));
    }

    @Test
    void silenceHasANumber() {
        assertThat(meter.levelDbfs()).isEqualTo(SoundMeter.SILENCE_DBFS);
        meter.onSound(ShortBuffer.wrap(new short[16]));
        assertThat(meter.levelDbfs()).isEqualTo(SoundMeter.SILENCE_DBFS);
        assertThat(meter.peakDbfs()).isEqualTo(SoundMeter.SILENCE_DBFS);
    }
}
