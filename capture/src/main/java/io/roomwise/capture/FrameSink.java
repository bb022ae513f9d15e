package io.roomwise.capture;

import java.nio.ShortBuffer;

/** Takes frames and sound from capture threads. Called by many threads at once; never blocks. */
public interface FrameSink {
    /** Rate to which capture resamples all sound, mono, signed 16 bit. */
    int SAMPLE_RATE_HZ = 16_000;

    /**
     * Copies one picture.
     *
     * @param picture valid only during the call
     * @return false if there was no room; the picture is then lost and the caller counts it
     */
    boolean offerPicture(StreamId stream, FrameTime time, Picture picture);

    /**
     * Copies a piece of sound at {@link #SAMPLE_RATE_HZ}, mono.
     *
     * @param time capture time of the first sample
     * @param samples remaining samples are taken; valid only during the call
     * @return false if there was no room; the sound is then lost and the caller counts it
     */
    boolean offerSound(StreamId stream, FrameTime time, ShortBuffer samples);
}
