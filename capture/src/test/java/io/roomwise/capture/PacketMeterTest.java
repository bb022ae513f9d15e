package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PacketMeterTest {
    private static final long STEP = 100_000_000L;

    private final PacketMeter meter = new PacketMeter();

    /** 1000 bytes each tenth of a second are 80 kbit/s. */
    @Test
    void ratesAreByTheSendersTime() {
        for (var i = 0; i <= 40; i++) {
            meter.onPacket(i * STEP, true, 1000, i % 20 == 0);
        }
        assertThat(meter.perSecond()).isCloseTo(10, within(1e-9));
        assertThat(meter.kilobitsPerSecond()).isCloseTo(80, within(1e-9));
        assertThat(meter.missing()).isZero();
        assertThat(meter.keyFrameSeconds()).hasValue(2);
        assertThat(meter.longestWithoutKeyFrameSeconds()).isCloseTo(2, within(1e-9));
    }

    @Test
    void waitForAKeyFrameThatNeverCameCounts() {
        for (var i = 0; i <= 60; i++) {
            meter.onPacket(i * STEP, true, 1000, i == 0);
        }
        assertThat(meter.keyFrameSeconds()).isEmpty();
        assertThat(meter.longestWithoutKeyFrameSeconds()).isCloseTo(6, within(1e-9));
    }

    @Test
    void packetsThatAreMissingAreCounted() {
        for (var i = 0; i <= 20; i++) {
            if (i != 5 && i != 11 && i != 12) {
                meter.onPacket(i * STEP + i % 2 * 10_000_000L, true, 1000, false);
            }
        }
        assertThat(meter.missing()).isEqualTo(3);
    }

    @Test
    void packetsThatComeInAnotherOrderThanTheirTimesAreNotMissing() {
        for (var i = 0; i < 8; i++) {
            for (var position : new long[] {2, 0, 1}) {
                meter.onPacket((3L * i + position) * STEP, true, 1000, false);
            }
        }
        assertThat(meter.missing()).isZero();
    }

    @Test
    void clockThatBeginsAnewOrIsMovedChangesNoRate() {
        for (var i = 0; i <= 20; i++) {
            meter.onPacket(i * STEP, true, 1000, false);
        }
        for (var i = 0; i <= 20; i++) {
            meter.onPacket(i * STEP - 500_000_000L, i > 0, 1000, false);
        }
        for (var i = 0; i <= 20; i++) {
            meter.onPacket(1_000_000 * STEP + i * STEP, true, 1000, false);
        }
        assertThat(meter.perSecond()).isCloseTo(10, within(1e-9));
        assertThat(meter.kilobitsPerSecond()).isCloseTo(80, within(1e-9));
    }

    @Test
    void nothingIsNoRate() {
        assertThat(meter.perSecond()).isZero();
        assertThat(meter.kilobitsPerSecond()).isZero();
        assertThat(meter.longestWithoutKeyFrameSeconds()).isZero();
    }
}
