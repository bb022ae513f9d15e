package io.roomwise.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatTest {
    @Test
    void everyHalfIsItselfAgain() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float value = HalfFloat.toFloat((short) bits);
            if (Float.isFinite(value)) {
                assertThat(HalfFloat.of(value)).isEqualTo((short) bits);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 3c00",
        "-2.0, c000",
        "0.333333333, 3555",
        "65504, 7bff",
        "1e9, 7bff",
        "-1e9, fbff",
        "5.9604645e-8, 0001",
        "2e-8, 0000",
        "1.00048828125, 3c00",
        "1.00146484375, 3c02",
        "6.1035156e-5, 0400"
    })
    void takesTheNearest(float value, String bits) {
        assertThat(HalfFloat.of(value)).isEqualTo((short) Integer.parseInt(bits, 16));
    }
}
