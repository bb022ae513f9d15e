package io.roomwise.capture;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Pictures: decoded, scaled into one reused buffer as RGB24, delivered. Sizes may change from picture to picture. */
final class PictureTrack extends MediaTrack {
    /** Vector code writes whole registers: past the last row, too. */
    private static final int PADDING_BYTES = 64;

    private final PictureLimit limit;
    private final Delivery delivery;
    private final PointerPointer<BytePointer> planes = new PointerPointer<>(1);
    private final IntPointer strides = new IntPointer(1);
    private @Nullable SwsContext scaler;
    private BytePointer pixels = new BytePointer();
    private @Nullable Picture picture;
    private int sourceWidth;
    private int sourceHeight;

    PictureTrack(NativeDecoder decoder, PictureLimit limit, StreamCounters counters, Delivery delivery) {
        super(decoder, counters);
        this.limit = limit;
        this.delivery = delivery;
    }

    @Override
    void deliver(AVFrame frame, FrameTime time) {
        delivery.picture(time, scale(frame));
    }

    private Picture scale(AVFrame frame) {
        var target = picture;
        if (target == null || frame.width() != sourceWidth || frame.height() != sourceHeight) {
            target = resize(frame.width(), frame.height());
        }
        scaler = sws_getCachedContext(
                scaler,
                frame.width(),
                frame.height(),
                frame.format(),
                target.width(),
                target.height(),
                AV_PIX_FMT_RGB24,
                SWS_AREA,
                null,
                null,
                (DoublePointer) null);
        target.rgb().rewind();
        sws_scale(scaler, frame.data(), frame.linesize(), 0, frame.height(), planes, strides);
        return target;
    }

    private Picture resize(int width, int height) {
        sourceWidth = width;
        sourceHeight = height;
        var scale = Math.min(1, Math.min((double) limit.width() / width, (double) limit.height() / height));
        var targetWidth = even(width * scale);
        var targetHeight = even(height * scale);
        var bytes = targetWidth * targetHeight * 3;
        pixels.deallocate();
        pixels = new BytePointer(bytes + PADDING_BYTES);
        planes.put(0, pixels);
        strides.put(0, targetWidth * 3);
        ByteBuffer rgb = pixels.asByteBuffer().limit(bytes);
        picture = new Picture(targetWidth, targetHeight, rgb);
        return picture;
    }

    private static int even(double size) {
        return Math.max(2, (int) Math.round(size) & ~1);
    }

    @Override
    String description() {
        return picture == null ? super.description() : sourceWidth + "x" + sourceHeight + " " + super.description();
    }

    @Override
    public void close() {
        super.close();
        sws_freeContext(scaler);
        planes.deallocate();
        strides.deallocate();
        pixels.deallocate();
    }
}
