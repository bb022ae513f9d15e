package io.roomwise.capture;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * The end of a group of pictures, behind the last one that is wanted: each is built from the one before, but nothing after the
 * next key frame is. So they wait undecoded. Key frames come at an even pace; where one does not, the pictures that wait are
 * decoded before the next one that does not wait. Capture thread only.
 */
final class GroupTail implements AutoCloseable {
    /** A picture further before the next key frame does not wait: sinks want one before, or none, or a clock was set. */
    private static final int MOST = 64;

    private final Deque<AVPacket> waiting = new ArrayDeque<>();
    private long keyFrame = Long.MAX_VALUE;
    private long nextKeyFrame = Long.MIN_VALUE;

    /** A picture came from which decoding can begin. */
    void onKeyFrame(FrameTime time) {
        var interval = time.captureUtcNanos() - keyFrame;
        keyFrame = time.captureUtcNanos();
        nextKeyFrame = interval > 0 ? keyFrame + interval : Long.MIN_VALUE;
    }

    /**
     * Whether no picture from this one on is wanted before the next key frame.
     *
     * @param intervalNanos from one picture to the next
     */
    boolean holds(FrameTime time, long intervalNanos, Predicate<FrameTime> wanted) {
        if (intervalNanos <= 0
                || time.captureUtcNanos() >= nextKeyFrame
                || (nextKeyFrame - time.captureUtcNanos()) / intervalNanos > MOST) {
            return false;
        }
        var next = time;
        do {
            if (wanted.test(next)) {
                return false;
            }
            next = next.plusNanos(intervalNanos);
        } while (next.captureUtcNanos() < nextKeyFrame - intervalNanos / 2);
        return true;
    }

    void add(AVPacket packet) {
        waiting.add(av_packet_clone(packet));
    }

    /** Gives out the pictures that wait, in the order in which they came; none waits any more. */
    void release(Consumer<AVPacket> decoder) {
        while (!waiting.isEmpty()) {
            var packet = waiting.remove();
            decoder.accept(packet);
            av_packet_free(packet);
        }
    }

    @Override
    public void close() {
        release(packet -> {});
    }
}
