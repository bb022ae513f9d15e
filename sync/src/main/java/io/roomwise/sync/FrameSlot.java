package io.roomwise.sync;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import java.nio.ShortBuffer;

/** Preallocated place of one picture or one piece of sound in the {@link FrameRing}. */
final class FrameSlot {
    /** Half a second: a hundred times what cameras send at once, one twentieth of a picture's memory. */
    static final int MAX_SAMPLES = 8_000;

    /** What the slot holds. */
    enum Content {
        /** Claimed, but not filled: the producer failed between claim and publication. */
        NOTHING,
        PICTURE,
        SOUND
    }

    private final short[] samples = new short[MAX_SAMPLES];
    private PictureBuffer picture;
    private Content content = Content.NOTHING;
    private int stream;
    private FrameTime time = new FrameTime(0, ClockSource.ARRIVAL, 0);
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

    Content content() {
        return content;
    }

    int stream() {
        return stream;
    }

    FrameTime time() {
        return time;
    }

    short[] samples() {
        return samples;
    }

    int sampleCount() {
        return sampleCount;
    }
}
