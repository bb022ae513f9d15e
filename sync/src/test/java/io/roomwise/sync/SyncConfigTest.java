package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncConfigTest {
    @Test
    void defaultsSuitCamerasOfTenFramesASecond() {
        SyncConfig config = SyncConfig.defaults(2.5, false);
        assertThat(config.toleranceMillis()).isGreaterThan(1_000 / 10 / 2);
        assertThat(config.maxWaitMillis()).isGreaterThanOrEqualTo(500 + 1_000 / 10);
    }

    @ParameterizedTest
    @CsvSource({
        "2.5, 0, 600, 640, 480, windows.tolerance_ms",
        "2.5, 200, 600, 640, 480, windows.tolerance_ms",
        "10, 50, 600, 640, 480, windows.tolerance_ms",
        "2.5, 60, -1, 640, 480, windows.max_wait_ms",
        "2.5, 60, 2001, 640, 480, windows.max_wait_ms",
        "2.5, 60, 600, 15, 480, detect.width",
        "2.5, 60, 600, 640, 4097, detect.height",
        "3, 60, 600, 640, 480, model fps",
        "0, 60, 600, 640, 480, model fps",
        "NaN, 60, 600, 640, 480, model fps"
    })
    void namesTheKeyOfAWrongValue(double fps, int tolerance, int wait, int width, int height, String key) {
        assertThatThrownBy(() -> new SyncConfig(fps, false, tolerance, wait, width, height, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(key);
    }

    @Test
    void theWidestToleranceIsLessThanHalfASlot() {
        assertThat(new SyncConfig(2.5, false, 199, 600, 640, 480, false).toleranceMillis())
                .isEqualTo(199);
        assertThat(new SyncConfig(8, false, 62, 600, 640, 480, false).toleranceMillis())
                .isEqualTo(62);
    }
}
