package io.roomwise.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VitalityTest {
    private final Vitality vitality = new Vitality();

    @Test
    void livesAsLongAsWindowsAreRecognized() {
        assertThat(vitality.alive(0, false)).isFalse();
        assertThat(vitality.alive(3, false)).isTrue();
        assertThat(vitality.alive(5, false)).isTrue();
    }

    @Test
    void diesWhenWindowsStopAlthoughACameraMayDeliver() {
        vitality.alive(5, false);
        assertThat(vitality.alive(5, false)).isFalse();
        assertThat(vitality.alive(6, false)).isTrue();
    }

    @Test
    void livesWithoutWindowsWhereNoneCanBeExpected() {
        assertThat(vitality.alive(0, true)).isTrue();
        vitality.alive(5, false);
        assertThat(vitality.alive(5, true)).isTrue();
    }
}
