package io.roomwise.sync;

import io.roomwise.capture.FrameSink;

/**
 * How frames become windows. The first two values come with the model, the others are configured.
 *
 * @param framesPerSecond rate of the common grid; a slot must be a whole number of samples at 16 kHz, so that picture
 *     and sound share one grid without rounding (1, 2, 2.5, 4, 5, 8 and 10 are such rates)
 * @param sound whether the model listens. A window then waits for the sound of its slot and every decision comes one
 *     slot (0.4 s) later; otherwise sound is not assembled and nothing waits for it
 * @param toleranceMillis {@code windows.tolerance_ms}: largest accepted distance between a frame and its grid instant,
 *     less than half a slot
 * @param maxWaitMillis {@code windows.max_wait_ms}: how long a late stream is waited for after its frame was due
 * @param maxWidth {@code detect.width}: width of the largest picture for which memory is set aside
 * @param maxHeight {@code detect.height}: its height; a picture with more pixels than that is refused
 * @param soundClock {@code windows.sound_clock}: whether frames that are stamped by arrival are moved to where the sound
 *     of their room says they belong; what it says is counted in any case
 */
public record SyncConfig(
        double framesPerSecond,
        boolean sound,
        int toleranceMillis,
        int maxWaitMillis,
        int maxWidth,
        int maxHeight,
        boolean soundClock) {
    /** Cameras at 10 fps: the nearest frame is at most 50 ms away, and 10 ms are left for jitter. */
    public static final int DEFAULT_TOLERANCE_MILLIS = 60;

    /** Slow cameras encode and send for 500 ms, and the frame that closes a slot may come 100 ms (10 fps) after it. */
    public static final int DEFAULT_MAX_WAIT_MILLIS = 600;

    /** The usual substream of a camera: 640x360, 640x384, 640x480. */
    public static final int DEFAULT_MAX_WIDTH = 640;

    /** Height that belongs to {@link #DEFAULT_MAX_WIDTH}. */
    public static final int DEFAULT_MAX_HEIGHT = 480;

    /** Nothing is moved that nobody asked for. */
    public static final boolean DEFAULT_SOUND_CLOCK = false;

    public SyncConfig {
        double samples = FrameSink.SAMPLE_RATE_HZ / framesPerSecond;
        if (!(framesPerSecond >= 1 && framesPerSecond <= 10) || samples != Math.rint(samples)) {
            throw new IllegalArgumentException(
                    "model fps must be 1..10 and divide " + FrameSink.SAMPLE_RATE_HZ + ", was " + framesPerSecond);
        }
        requireRange("windows.tolerance_ms", toleranceMillis, 1, (int) Math.ceil(500 / framesPerSecond) - 1);
        requireRange("windows.max_wait_ms", maxWaitMillis, 0, 2_000);
        requireRange("detect.width", maxWidth, 16, 4_096);
        requireRange("detect.height", maxHeight, 16, 4_096);
    }

    /** Everything that the configuration may leave out, for a model's grid. */
    public static SyncConfig defaults(double framesPerSecond, boolean sound) {
        return new SyncConfig(
                framesPerSecond,
                sound,
                DEFAULT_TOLERANCE_MILLIS,
                DEFAULT_MAX_WAIT_MILLIS,
                DEFAULT_MAX_WIDTH,
                DEFAULT_MAX_HEIGHT,
                DEFAULT_SOUND_CLOCK);
    }

    private static void requireRange(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " must be " + min + ".." + max + ", was " + value);
        }
    }
}
