package io.roomwise.sync;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import java.nio.ShortBuffer;

/** Preallocated place of one picture, its time alone, or one piece of sound in the {@link FrameRing}. */
final class FrameSlot {
    /** Half a second: a hundred times what cameras send at once, one twentieth of a picture's memory. */
    static final int MAX_SAMPLES = 8_000;

    /** What the slot holds. */
    enum Content {
        /** Claimed, but not filled: the producer failed between claim and publication. */
        NOTHING,
        PICTURE,
        /** A picture was captured then that no window needs. */
        PICTURE_TIME,
        SOUND
    }

    private final short[] samples = new short[MAX_SAMPLES];
    private PictureBuffer picture;
    private Content content = Content.NOTHING;
    private int stream;
    private FrameTime time = new FrameTime(0, 0, ClockSource.ARRIVAL, 0);
    private int sampleCount;

    FrameSlot(int maxWidth, int maxHeight) {
        picture = new PictureBuffer(maxWidth, maxHeight);
    }

    void fill(int streamIndex, FrameTime captured, Picture source) {
        content = Content.NOTHING;
        picture.copyFrom(source, captured);
        stream = streamIndex;
        time = captured;
        content = Content.PICTURE;
    }

    /**
     * As {@link #fill(int, FrameTime, Picture)} without a copy.
     *
     * @return the buffer that was here, for the next picture
     */
    PictureBuffer exchange(int streamIndex, PictureBuffer filled) {
        PictureBuffer free = picture;
        picture = filled;
        stream = streamIndex;
        time = filled.time();
        content = Content.PICTURE;
        return free;
    }

    void fill(int streamIndex, FrameTime captured) {
        stream = streamIndex;
        time = captured;
        content = Content.PICTURE_TIME;
    }

    void fill(int streamIndex, FrameTime captured, ShortBuffer source) {
        content = Content.NOTHING;
        sampleCount = source.remaining();
        source.get(source.position(), samples, 0, sampleCount);
        stream = streamIndex;
        time = captured;
        content = Content.SOUND;
    }

    /** Takes the picture and leaves a spare buffer for the next one. */
    PictureBuffer swapPicture(PictureBuffer spare) {
        PictureBuffer taken = picture;
        picture = spare;
        content = Content.NOTHING;
        return taken;
    }

    /** Corrects the time. */
    void restamp(FrameTime corrected) {
        time = corrected;
        if (content == Content.PICTURE) {
            picture.restamp(corrected);
        }
    }

    Content content() {
        return content;
    }

    int stream() {
        return stream;
    }

    FrameTime time() {
        return time;
    }

    Picture picture() {
        return picture.picture();
    }

    short[] samples() {
        return samples;
    }

    ShortBuffer sound() {
        return ShortBuffer.wrap(samples, 0, sampleCount);
    }

    int sampleCount() {
        return sampleCount;
    }
}
