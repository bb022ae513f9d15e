package io.roomwise.sync;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import java.nio.ByteBuffer;

/**
 * Native memory for one picture, and the picture's time. It changes hands instead of being copied: ring slot, track and
 * window swap their buffers, so that each has one at all times and only its holder touches it.
 */
final class PictureBuffer {
    static final int BYTES_PER_PIXEL = 3;

    private final ByteBuffer memory;
    private Picture picture;
    private FrameTime time = new FrameTime(0, 0, ClockSource.ARRIVAL, 0);

    PictureBuffer(int maxWidth, int maxHeight) {
        memory = ByteBuffer.allocateDirect(maxWidth * maxHeight * BYTES_PER_PIXEL);
        picture = new Picture(maxWidth, maxHeight, memory);
    }

    /**
     * The only copy between the decoder's memory and the handler.
     *
     * @param source not larger than this buffer
     */
    void copyFrom(Picture source, FrameTime captured) {
        int bytes = source.width() * source.height() * BYTES_PER_PIXEL;
        if (picture.width() != source.width() || picture.height() != source.height()) {
            picture = new Picture(source.width(), source.height(), memory.slice(0, bytes));
        }
        memory.put(0, source.rgb(), 0, bytes);
        time = captured;
    }

    void restamp(FrameTime corrected) {
        time = corrected;
    }

    Picture picture() {
        picture.rgb().clear();
        return picture;
    }

    FrameTime time() {
        return time;
    }

    /** The clock by which the picture was timed has been set by so much. */
    void restamp(long byNanos) {
        time = new FrameTime(
                time.captureUtcNanos() + byNanos, time.errorNanos(), time.source(), time.arrivalUtcNanos() + byNanos);
    }
}
