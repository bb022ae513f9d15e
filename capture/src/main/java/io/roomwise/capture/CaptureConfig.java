package io.roomwise.capture;

import java.time.Duration;

/**
 * What holds for every stream unless its own configuration says otherwise.
 *
 * @param connectTimeout from the first packet to a playing stream
 * @param readTimeout a stream without data for this long has stalled and is opened anew
 * @param clockMaxOffset a camera clock further behind ours is not believed: frames get their arrival time
 * @param hardwareDecoding of pictures
 */
public record CaptureConfig(
        RtspTransport rtspTransport,
        Duration connectTimeout,
        Duration readTimeout,
        RetryInterval retryInterval,
        Duration clockMaxOffset,
        HardwareDecoding hardwareDecoding,
        PictureLimit pictureLimit) {
    public CaptureConfig {
        requireSeconds("connect_timeout", connectTimeout);
        requireSeconds("read_timeout", readTimeout);
        if (clockMaxOffset.isNegative() || clockMaxOffset.isZero()) {
            throw new IllegalArgumentException("clock.max_offset must be above 0 s, was " + clockMaxOffset);
        }
    }

    private static void requireSeconds(String key, Duration time) {
        if (time.compareTo(Duration.ofMillis(100)) < 0 || time.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException(key + " must be 0.1..300 s, was " + time.toMillis() / 1e3 + " s");
        }
    }

    /** The same over another transport. */
    public CaptureConfig with(RtspTransport transport) {
        return new CaptureConfig(
                transport, connectTimeout, readTimeout, retryInterval, clockMaxOffset, hardwareDecoding, pictureLimit);
    }

    /** TCP, 5 s to connect, 10 s without data, clocks up to half a second behind, no hardware, pictures up to 640x480. */
    public static CaptureConfig defaults() {
        return new CaptureConfig(
                RtspTransport.TCP,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                RetryInterval.defaults(),
                Duration.ofMillis(500),
                HardwareDecoding.NONE,
                new PictureLimit(640, 480));
    }
}
