package io.roomwise.capture;

import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** One medium of an opened stream: packets in, frames out to the sink. Capture thread only. */
abstract class MediaTrack implements AutoCloseable {
    private final NativeDecoder decoder;
    private final StreamCounters counters;
    private @Nullable FrameTime latest;

    MediaTrack(NativeDecoder decoder, StreamCounters counters) {
        this.decoder = decoder;
        this.counters = counters;
    }

    /**
     * Decodes a packet and delivers what comes out.
     *
     * @param time of the packet; null: nothing of it is delivered
     * @return number of frames that came out and were delivered, or were found not to be needed
     */
    int decode(AVPacket packet, @Nullable FrameTime time) {
        send(packet, time);
        return receive(time);
    }

    /** Of a picture that nobody wants and no other is built from: what else the packet holds is taken. */
    final int decodeNeedless(AVPacket packet, FrameTime time) {
        decoder.sendNeedless(packet);
        return receive(time);
    }

    private int receive(@Nullable FrameTime time) {
        latest = time == null ? latest : time;
        return receive();
    }

    private void send(AVPacket packet, @Nullable FrameTime time) {
        if (!decoder.send(packet, time)) {
            counters.decodeErrors.incrementAndGet();
        }
        if (time != null) {
            onSent(time);
        }
    }

    /** Delivers what the decoder held back; at the end of a file. */
    final void end() {
        decoder.sendEnd();
        receive();
        endDelivery();
    }

    private int receive() {
        var delivered = 0;
        for (var frame = decoder.receive(); frame != null; frame = decoder.receive()) {
            if (NativeDecoder.isDamaged(frame)) {
                counters.decodeErrors.incrementAndGet();
            }
            var told = NativeDecoder.timeOf(frame, latest);
            var time = told == null ? continued() : told;
            if (time != null) {
                delivered += deliver(frame, time);
            }
        }
        return delivered + deliverLeftOut();
    }

    /** The decoder was given a packet, whatever it makes of it. */
    void onSent(FrameTime time) {}

    /**
     * Converts a decoded frame, which is valid during the call only, and hands it on.
     *
     * @return how many frames have been dealt with: this one, and those before it that were not decoded
     */
    abstract int deliver(AVFrame frame, FrameTime time);

    /** When a frame began whose packet had no time; null if nobody knows. */
    @Nullable
    FrameTime continued() {
        return null;
    }

    /** Tells of frames that were not decoded and whose turn has come; how many. */
    int deliverLeftOut() {
        return 0;
    }

    /** No more frames come. */
    void endDelivery() {}

    /** {@code 640x360 h264}, {@code aac}; the size is that of the newest picture. */
    String description() {
        return decoder.name();
    }

    /** What people should know of what comes. */
    Stream<String> faults() {
        return Stream.empty();
    }

    final CodecProperties properties() {
        return decoder.properties();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
