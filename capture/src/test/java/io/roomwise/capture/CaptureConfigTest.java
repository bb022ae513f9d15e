package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each wrong value is answered with the key that the user typed. */
class CaptureConfigTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final PictureLimit LIMIT = new PictureLimit(640, 480);

    private static void refuses(ThrowingCallable config, String message) {
        assertThatThrownBy(config).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static CaptureConfig config(Duration connect, Duration read, Duration offset) {
        return new CaptureConfig(
                RtspTransport.TCP, connect, read, RetryInterval.defaults(), offset, HardwareDecoding.NONE, LIMIT);
    }

    @Test
    void timesAreNamed() {
        refuses(() -> config(Duration.ZERO, SECOND, SECOND), "connect_timeout must be 0.1..300 s, was 0.0 s");
        refuses(() -> config(SECOND, Duration.ofHours(1), SECOND), "read_timeout must be 0.1..300 s, was 3600.0 s");
        refuses(() -> config(SECOND, SECOND, Duration.ZERO), "clock.max_offset must be above 0 s, was PT0S");
    }

    @Test
    void retryIntervalIsNamed() {
        refuses(
                () -> new RetryInterval(SECOND, Duration.ofMillis(500), 0.2, SECOND),
                "retry_interval.min must be above 0 s and at most max, was 1.0 s and 0.5 s");
        refuses(() -> new RetryInterval(SECOND, SECOND, 1.5, SECOND), "retry_interval.jitter must be 0..1, was 1.5");
    }

    @Test
    void pictureSizeIsNamed() {
        refuses(() -> new PictureLimit(641, 480), "detect.width must be even and 16..4096 pixels, was 641");
        refuses(() -> new PictureLimit(640, 8), "detect.height must be even and 16..4096 pixels, was 8");
    }

    @Test
    void rolesAreNamed() {
        var microphone = new StreamUrl("alsa:default");
        var capture = CaptureConfig.defaults();
        refuses(
                () -> StreamConfig.of(microphone, Set.of(MediaRole.VIDEO), capture),
                "inputs[].roles of alsa:default must be [audio]");
        refuses(
                () -> StreamConfig.of(new StreamUrl("rtsp://camera/x"), Set.of(), capture),
                "inputs[].roles must name at least one of video, audio");
    }
}
