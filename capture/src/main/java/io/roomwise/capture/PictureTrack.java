package io.roomwise.capture;

import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Pictures: decoded where they or others need it, those that are wanted scaled and delivered. */
final class PictureTrack extends MediaTrack {
    /** Share of its width and height: less than a quarter of its pixels is used. */
    private static final double SMALL = 0.5;

    private final FrozenPicture frozen = new FrozenPicture();
    private final DecodingOrder order = new DecodingOrder();
    private final StreamCounters counters;
    private final Delivery delivery;
    private final PictureScaler scaler;
    private final PictureChoice choice;
    private final ReferenceMark references;
    private int sourceWidth;
    private int sourceHeight;

    PictureTrack(NativeDecoder decoder, PictureLimit limit, StreamCounters counters, Delivery delivery) {
        super(decoder, counters);
        this.counters = counters;
        this.delivery = delivery;
        scaler = new PictureScaler(limit);
        choice = new PictureChoice(scaler, delivery);
        references = decoder.referenceMark();
    }

    @Override
    boolean isNeedless(AVPacket packet, FrameTime time) {
        var needless = isUnreferenced(packet) && !choice.wants(time) && order.mayLeaveOut(time.captureUtcNanos());
        if (needless) {
            order.onLeftOut(time);
            counters.undecoded.incrementAndGet();
        }
        return needless;
    }

    /** Asked of every picture: some tell how to read others. */
    private boolean isUnreferenced(AVPacket packet) {
        return packet.size() > 0
                && references.isUnreferenced(
                        packet.data().capacity(packet.size()).asByteBuffer());
    }

    @Override
    void onSent(FrameTime time) {
        order.onHeld(time.captureUtcNanos(), choice.wants(time));
    }

    @Override
    int deliver(AVFrame frame, FrameTime time) {
        var leftOut = deliverLeftOut(time.captureUtcNanos());
        order.onDecoded(time.captureUtcNanos());
        frozen.onPicture(frame, delivery.nanoTime());
        sourceWidth = frame.width();
        sourceHeight = frame.height();
        choice.onPicture(frame, time);
        return leftOut + 1;
    }

    @Override
    int deliverLeftOut() {
        return deliverLeftOut(order.firstHeld());
    }

    private int deliverLeftOut(long beforeUtcNanos) {
        var count = 0;
        for (var time = order.pollLeftOut(beforeUtcNanos); time != null; time = order.pollLeftOut(beforeUtcNanos)) {
            choice.onLeftOut(time);
            count++;
        }
        return count;
    }

    @Override
    void endDelivery() {
        deliverLeftOut(Long.MAX_VALUE);
        choice.settle();
    }

    @Override
    String description() {
        return sourceWidth == 0 ? super.description() : sourceWidth + "x" + sourceHeight + " " + super.description();
    }

    @Override
    Stream<String> faults() {
        return Stream.concat(tooLarge(), frozen.fault().stream());
    }

    private Stream<String> tooLarge() {
        var factor = sourceWidth == 0 ? 1 : scaler.factor(sourceWidth, sourceHeight);
        return factor < SMALL
                ? Stream.of(String.format(
                        "only %dx%d of it is used, a smaller stream of the camera saves work",
                        PictureScaler.scaled(sourceWidth, factor), PictureScaler.scaled(sourceHeight, factor)))
                : Stream.empty();
    }

    @Override
    public void close() {
        super.close();
        choice.close();
    }
}
