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

/** Decoded pictures to RGB24 within a limit, in one reused buffer. Sizes may change at any time. Capture thread only. */
final class PictureScaler implements AutoCloseable {
    /** Vector code writes whole registers: past the last row, too. */
    private static final int PADDING_BYTES = 64;

    private final PictureLimit limit;
    private final PointerPointer<BytePointer> planes = new PointerPointer<>(1);
    private final IntPointer strides = new IntPointer(1);
    private @Nullable SwsContext scaler;
    private BytePointer pixels = new BytePointer();
    private @Nullable Picture picture;

    PictureScaler(PictureLimit limit) {
        this.limit = limit;
    }

    /** Of width and height, at most 1. */
    double factor(int width, int height) {
        return Math.min(1, Math.min((double) limit.width() / width, (double) limit.height() / height));
    }

    /** To how many pixels a length becomes. */
    static int scaled(int length, double factor) {
        return Math.max(2, (int) Math.round(length * factor) & ~1);
    }

    /** Valid until the next call. */
    Picture scale(AVFrame frame) {
        var factor = factor(frame.width(), frame.height());
        var target = pictureOf(scaled(frame.width(), factor), scaled(frame.height(), factor));
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

    private Picture pictureOf(int width, int height) {
        var current = picture;
        if (current != null && current.width() == width && current.height() == height) {
            return current;
        }
        var bytes = width * height * 3;
        pixels.deallocate();
        pixels = new BytePointer(bytes + PADDING_BYTES);
        planes.put(0, pixels);
        strides.put(0, width * 3);
        ByteBuffer rgb = pixels.asByteBuffer().limit(bytes);
        var made = new Picture(width, height, rgb);
        picture = made;
        return made;
    }

    @Override
    public void close() {
        sws_freeContext(scaler);
        planes.deallocate();
        strides.deallocate();
        pixels.deallocate();
    }
}
