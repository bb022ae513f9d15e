package io.roomwise.capture;

import io.roomwise.capture.ReferenceMark.Mark;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Pictures: decoded where they or others need it, those that are wanted scaled and delivered. */
final class PictureTrack extends MediaTrack {
    /** Share of its width and height: no more than a quarter of its pixels is used. */
    private static final double SMALL = 0.5;

    private final FrozenPicture frozen = new FrozenPicture();
    private final DecodingOrder order = new DecodingOrder();
    private final NativeDecoder decoder;
    private final StreamCounters counters;
    private final Delivery delivery;
    private final PictureScaler scaler;
    private final PictureChoice choice;
    private final ReferenceMark references;
    private final GroupTail tail = new GroupTail();
    private int sourceWidth;
    private int sourceHeight;

    PictureTrack(NativeDecoder decoder, PictureLimit limit, StreamCounters counters, Delivery delivery) {
        super(decoder, counters);
        this.decoder = decoder;
        this.counters = counters;
        this.delivery = delivery;
        scaler = new PictureScaler(limit);
        choice = new PictureChoice(scaler, delivery);
        references = decoder.referenceMark();
    }

    @Override
    int decode(AVPacket packet, @Nullable FrameTime time) {
        var mark = mark(packet);
        if (time != null && mark == Mark.FIRST) {
            tail.onKeyFrame(time);
            leaveOutTail();
        } else if (time != null && mark != Mark.UNKNOWN && waits(time)) {
            tail.add(packet);
            choice.onLeftOut(time);
            return 1;
        }
        tail.release(each -> super.decode(each, null));
        if (time != null && mark == Mark.UNREFERENCED && !choice.wants(time) && order.mayLeaveOut(time)) {
            order.onLeftOut(time);
            counters.undecoded.incrementAndGet();
            return decodeNeedless(packet, time);
        }
        return super.decode(packet, time);
    }

    /** Asked of every picture: some tell how to read others. */
    private Mark mark(AVPacket packet) {
        return packet.size() > 0
                ? references.of(packet.data().capacity(packet.size()).asByteBuffer())
                : Mark.UNKNOWN;
    }

    private void leaveOutTail() {
        tail.release(each -> counters.undecoded.incrementAndGet());
    }

    private boolean waits(FrameTime time) {
        return order.isSentAsShown() && tail.holds(time, choice.intervalTo(time), choice::wants);
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
        noteSize(frame.width(), frame.height());
        choice.onPicture(frame, time);
        return leftOut + 1;
    }

    /**
     * Where four pixels or more become one, little is left of the edges between blocks: without the filter against them delivered
     * pictures are off by no more (46 to 50 dB, at worst 38) than encoders for 1 to 2 Mbit/s make them, to the end of a group.
     */
    private void noteSize(int width, int height) {
        if (width != sourceWidth || height != sourceHeight) {
            sourceWidth = width;
            sourceHeight = height;
            decoder.smoothBlocks(scaler.factor(width, height) > SMALL);
        }
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
        leaveOutTail();
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
        tail.close();
        choice.close();
    }
}
