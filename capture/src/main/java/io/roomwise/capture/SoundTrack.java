package io.roomwise.capture;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_delay;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.jspecify.annotations.Nullable;

/** Sound: decoded, mixed to mono and resampled to {@link FrameSink#SAMPLE_RATE_HZ}, delivered from one reused buffer. */
final class SoundTrack extends MediaTrack {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Delivery delivery;
    private final PointerPointer<ShortPointer> planes = new PointerPointer<>(1);
    private @Nullable SwrContext resampler;
    private ShortPointer samples = new ShortPointer();
    private @Nullable FrameTime end;
    private int rateHz;
    private int channels;
    private int format;

    SoundTrack(NativeDecoder decoder, StreamCounters counters, Delivery delivery) {
        super(decoder, counters);
        this.delivery = delivery;
    }

    /** Where senders put several access units into a packet (RFC 3640), only the first of them has a time. */
    @Override
    @Nullable
    FrameTime continued() {
        return end;
    }

    @Override
    int deliver(AVFrame frame, FrameTime time) {
        end = time.plusNanos(frame.nb_samples() * NANOS_PER_SECOND / frame.sample_rate());
        var converter = resampler;
        if (converter == null
                || frame.sample_rate() != rateHz
                || frame.ch_layout().nb_channels() != channels
                || frame.format() != format) {
            converter = resamplerFor(frame);
        }
        // What the filter still holds of earlier sound comes out first.
        var held = swr_get_delay(converter, NANOS_PER_SECOND);
        var room = swr_get_out_samples(converter, frame.nb_samples());
        if (room > samples.capacity()) {
            samples.deallocate();
            samples = new ShortPointer(2L * room);
            planes.put(0, samples);
        }
        var count = swr_convert(converter, planes, (int) samples.capacity(), frame.extended_data(), frame.nb_samples());
        if (count > 0) {
            var start = new FrameTime(
                    time.captureUtcNanos() - held, time.errorNanos(), time.source(), time.arrivalUtcNanos());
            delivery.sound(start, samples.asBuffer().limit(count));
        }
        return 1;
    }

    private SwrContext resamplerFor(AVFrame frame) {
        free();
        rateHz = frame.sample_rate();
        channels = frame.ch_layout().nb_channels();
        format = frame.format();
        var mono = new AVChannelLayout();
        av_channel_layout_default(mono, 1);
        var source = new AVChannelLayout();
        av_channel_layout_copy(source, frame.ch_layout());
        var created = new SwrContext(null);
        swr_alloc_set_opts2(
                created, mono, AV_SAMPLE_FMT_S16, FrameSink.SAMPLE_RATE_HZ, source, format, rateHz, 0, null);
        swr_init(created);
        av_channel_layout_uninit(source);
        source.deallocate();
        mono.deallocate();
        resampler = created;
        return created;
    }

    private void free() {
        if (resampler != null) {
            swr_free(resampler);
            resampler = null;
        }
    }

    @Override
    public void close() {
        super.close();
        free();
        planes.deallocate();
        samples.deallocate();
    }
}
