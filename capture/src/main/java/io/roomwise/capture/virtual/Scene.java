package io.roomwise.capture.virtual;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/**
 * What a virtual camera sees and hears. Implemented by whoever draws: the simulated home, a test's bar code.
 * Called on the camera's own thread only.
 */
public interface Scene {
    int width();

    int height();

    double framesPerSecond();

    /** Sample rate of the microphone in Hz; 0 for a camera without one. */
    int sampleRateHz();

    /**
     * Draws what is seen at a time.
     *
     * @param utcNanos capture time, which the stream's RTCP sender reports will state
     * @param rgb direct buffer of {@code width * height * 3} bytes, RGB24, to be filled from position 0
     */
    void paint(long utcNanos, ByteBuffer rgb);

    /**
     * Fills what is heard from a time on, mono; called with consecutive times (a gap only if the machine slept).
     *
     * @param utcNanos capture time of the first sample
     * @param samples filled from its position to its limit
     */
    void listen(long utcNanos, ShortBuffer samples);
}
