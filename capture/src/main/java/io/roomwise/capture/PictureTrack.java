package io.roomwise.capture;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Pictures: decoded, those that are wanted scaled into one reused buffer as RGB24, delivered. Sizes may change at any time. */
final class PictureTrack extends MediaTrack {
    /** Vector code writes whole registers: past the last row, too. */
    private static final int PADDING_BYTES = 64;

    /** Share of its width and height: less than a quarter of its pixels is used. */
    private static final double SMALL = 0.5;

    private final PictureLimit limit;
    private final Delivery delivery;
    private final FrozenPicture frozen = new FrozenPicture();
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
        frozen.onPicture(frame, delivery.nanoTime());
        sourceWidth = frame.width();
        sourceHeight = frame.height();
        if (delivery.wantsPicture(time)) {
            delivery.picture(time, scale(frame));
        } else {
            delivery.skipPicture(time);
        }
    }

    private Picture scale(AVFrame frame) {
        var scale = scale();
        var target = pictureOf(even(sourceWidth * scale), even(sourceHeight * scale));
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

    private double scale() {
        return Math.min(1, Math.min((double) limit.width() / sourceWidth, (double) limit.height() / sourceHeight));
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

    private static int even(double size) {
        return Math.max(2, (int) Math.round(size) & ~1);
    }

    @Override
    String description() {
        return sourceWidth == 0 ? super.description() : sourceWidth + "x" + sourceHeight + " " + super.description();
    }

    @Override
    Stream<String> faults() {
        var large = sourceWidth > 0 && scale() < SMALL
                ? Stream.of(String.format(
                        "only %dx%d of it is used, a smaller stream of the camera saves work",
                        even(sourceWidth * scale()), even(sourceHeight * scale())))
                : Stream.<String>empty();
        return Stream.concat(large, frozen.fault().stream());
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
