package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LagWitnessesTest {
    private static final long SECOND = RoomSound.RATE;

    private final LagWitnesses lags = new LagWitnesses();

    @Test
    void fourAreNotEnoughAndFiveAre() {
        hear(60, 61, 62, 63);
        assertThat(lags.agree()).isFalse();
        hear(64);
        assertThat(lags.agree()).isTrue();
        assertThat(lags.lagMillis()).isEqualTo(62);
        // Median absolute deviation 1 ms, five of them.
        assertThat(lags.variance()).isCloseTo(1.4826 * 1.4826 / 5, within(1e-9));
    }

    @Test
    void aThirdMayBeWrong() {
        hear(60, 61, -700, 62, 500, 63, 64, 900, 62);
        assertThat(lags.agree()).isTrue();
        assertThat(lags.lagMillis()).isEqualTo(62);
        assertThat(lags.agreeing()).isEqualTo(6);
        assertThat(lags.heard()).isEqualTo(9);
        hear(-200);
        assertThat(lags.agree()).isFalse();
    }

    @Test
    void lagsThatLieAnywhereNeverAgree() {
        SplittableRandom random = new SplittableRandom(1);
        for (int stream = 0; stream < 10_000; stream++) {
            lags.forget();
            for (int i = 0; i < 7; i++) {
                lags.add(random.nextDouble(-1_000, 1_000), 0);
                assertThat(lags.agree()).isFalse();
            }
        }
    }

    @Test
    void aNewTruthReplacesTheOldOne() {
        for (int i = 0; i < 20; i++) {
            hear(60);
        }
        for (int i = 0; i < 14; i++) {
            hear(300);
        }
        assertThat(lags.agree()).isTrue();
        assertThat(lags.lagMillis()).isEqualTo(300);
    }

    @Test
    void whatWasHeardLongAgoIsForgotten() {
        for (int i = 0; i < 6; i++) {
            lags.add(60, i * SECOND);
        }
        lags.passTo(300 * SECOND);
        assertThat(lags.heard()).isEqualTo(6);
        lags.passTo(301 * SECOND);
        assertThat(lags.heard()).isEqualTo(5);
        lags.passTo(302 * SECOND);
        assertThat(lags.agree()).isFalse();
    }

    private void hear(double... some) {
        for (double lag : some) {
            lags.add(lag, 0);
        }
    }
}
