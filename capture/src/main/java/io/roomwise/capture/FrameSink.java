package io.roomwise.capture;

import java.nio.ShortBuffer;

/** Takes frames and sound from capture threads. Called by many threads at once, for each stream by one of them; never blocks. */
public interface FrameSink {
    /** Rate to which capture resamples all sound, mono, signed 16 bit. */
    int SAMPLE_RATE_HZ = 16_000;

    /**
     * Whether a picture of this time can be needed. Of others only {@link #skipPicture} is told: most pictures of a camera lie
     * between the instants that are looked at, and need not be scaled.
     */
    default boolean wantsPicture(StreamId stream, FrameTime time) {
        return true;
    }

    /**
     * Whether a picture of one time serves for all that one of another time would serve for. If so, only one of the two is
     * offered, and {@link #skipPicture} tells of the other.
     */
    default boolean replaces(StreamId stream, FrameTime one, FrameTime other) {
        return false;
    }

    /**
     * In place of a picture that is not wanted: the stream has come this far.
     *
     * @return false if there was no room; the picture then counts as lost
     */
    default boolean skipPicture(StreamId stream, FrameTime time) {
        return true;
    }

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
