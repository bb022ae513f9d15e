package io.roomwise.capture;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Of the pictures near an instant that is looked at, scales and offers one: the nearest. One waits, as it came out of the
 * decoder, for the next only where by the stream's pace that will be nearer; so the nearest itself never waits. Only where the
 * next does not come when it should, one is offered later than it was there. Capture thread only.
 */
final class PictureChoice implements AutoCloseable {
    private final PictureScaler scaler;
    private final Delivery delivery;
    private final AVFrame waiting = av_frame_alloc();
    private @Nullable FrameTime waitingTime;
    private @Nullable FrameTime offered;
    private long newestUtcNanos;

    PictureChoice(PictureScaler scaler, Delivery delivery) {
        this.scaler = scaler;
        this.delivery = delivery;
    }

    /** Whether a picture of this time can be needed beside what was offered. */
    boolean wants(FrameTime time) {
        return delivery.wantsPicture(time) && (offered == null || !delivery.replaces(offered, time));
    }

    /** From the newest picture to this one. */
    long intervalTo(FrameTime time) {
        return time.captureUtcNanos() - newestUtcNanos;
    }

    /**
     * A picture was decoded.
     *
     * @param frame its contents may be taken
     */
    void onPicture(AVFrame frame, FrameTime time) {
        var interval = intervalTo(time);
        newestUtcNanos = time.captureUtcNanos();
        if (waitingTime != null && isNearer(time, waitingTime)) {
            delivery.skipPicture(waitingTime);
            av_frame_unref(waiting);
            waitingTime = null;
        }
        settle();
        if (!wants(time)) {
            delivery.skipPicture(time);
        } else if (interval > 0 && isNearer(time.plusNanos(interval), time)) {
            av_frame_move_ref(waiting, frame);
            waitingTime = time;
        } else {
            offer(frame, time);
        }
    }

    /** A picture that is not wanted came, and is not decoded yet, or never. */
    void onLeftOut(FrameTime time) {
        newestUtcNanos = time.captureUtcNanos();
        settle();
        delivery.skipPicture(time);
    }

    /** No nearer picture comes: the one that waits is offered. */
    void settle() {
        if (waitingTime != null) {
            offer(waiting, waitingTime);
            av_frame_unref(waiting);
            waitingTime = null;
        }
    }

    private boolean isNearer(FrameTime one, FrameTime other) {
        return delivery.replaces(one, other) && !delivery.replaces(other, one);
    }

    private void offer(AVFrame frame, FrameTime time) {
        delivery.picture(time, scaler.scale(frame));
        offered = time;
    }

    @Override
    public void close() {
        av_frame_free(waiting);
        scaler.close();
    }
}
