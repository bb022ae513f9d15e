package io.roomwise.sync;

import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import java.nio.ShortBuffer;

/**
 * Told all that thread sync acts on, in its order, before it acts. Whoever tells a {@link ReplaySynchronizer} the same
 * gets the same windows. Called on thread sync only; must not wait.
 */
public interface SyncTap {
    /** Nobody listens. */
    SyncTap NONE = new SyncTap() {
        @Override
        public void onPicture(ClockReading now, int stream, FrameTime time, Picture picture) {}

        @Override
        public void onPictureTime(ClockReading now, int stream, FrameTime time) {}

        @Override
        public void onSound(ClockReading now, int stream, FrameTime time, ShortBuffer samples) {}

        @Override
        public void onIdle(ClockReading now) {}
    };

    /**
     * A picture is handled.
     *
     * @param stream {@link io.roomwise.capture.StreamId#index}
     * @param picture valid only during the call
     */
    void onPicture(ClockReading now, int stream, FrameTime time, Picture picture);

    /** A picture is handled that no window can take: of it, only the time came. */
    void onPictureTime(ClockReading now, int stream, FrameTime time);

    /**
     * A piece of sound is handled.
     *
     * @param samples the remaining ones; valid only during the call
     */
    void onSound(ClockReading now, int stream, FrameTime time, ShortBuffer samples);

    /** Only time passes. */
    void onIdle(ClockReading now);
}
