package io.roomwise.capture;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_NONBLOCK;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_PRFT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_RTCP_SR;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_read_play;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVProducerReferenceTime;
import org.bytedeco.ffmpeg.avcodec.AVRTCPSenderReport;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/** FFmpeg's demuxer of one stream: every call is bounded in time, everything is freed by {@link #close}. Capture thread only. */
final class NativeInput implements AutoCloseable {
    /** For saying good-bye (TEARDOWN) to a sender that may be dead. */
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private static final Duration DEVICE_POLL = Duration.ofMillis(5);

    /** FFmpeg's first failed read hands out what its parser held back, and looks like a success. */
    private static final double NEARLY = 0.9;

    private final AVFormatContext context;
    private final AVPacket packet = av_packet_alloc();
    private final Deadline deadline;
    private final Clocks clocks;

    private NativeInput(AVFormatContext context, Deadline deadline, Clocks clocks) {
        this.context = context;
        this.deadline = deadline;
        this.clocks = clocks;
    }

    /** Connects and gets ready to read; at most two times the connect time-out. */
    static NativeInput open(StreamConfig config, Deadline deadline, Clocks clocks) throws StreamException {
        var url = config.path();
        var timeout = config.capture().connectTimeout();
        var format = InputFormat.of(config);
        FfmpegLog.install();
        var context = avformat_alloc_context();
        deadline.attachTo(context);
        if (url.isMicrophone()) {
            // ALSA's blocking read cannot be interrupted.
            context.flags(context.flags() | AVFMT_FLAG_NONBLOCK);
        }
        deadline.allow(timeout);
        var options = new AVDictionary(null);
        format.options().forEach((key, value) -> av_dict_set(options, key, value, 0));
        var opened = avformat_open_input(context, format.address(), format.demuxer(), options);
        av_dict_free(options);
        if (opened < 0) {
            // FFmpeg has freed the context.
            throw failure(opened, url, timeout, deadline);
        }
        var input = new NativeInput(context, deadline, clocks);
        try {
            if (url.isRtsp()) {
                input.play(config);
            } else if (url.isFile()) {
                input.probe(url, timeout);
            }
            return input;
        } catch (StreamException e) {
            input.close();
            throw e;
        }
    }

    /**
     * FFmpeg was told to pause after SETUP, because PLAY of a session without tracks has no telling answer. RTSP tells the codecs in
     * its SDP: to look into the streams, as for a file, would cost 0.3 s and bring nothing.
     */
    private void play(StreamConfig config) throws StreamException {
        if (context.nb_streams() == 0) {
            throw new StreamException(
                    "no " + media(config.roles(), " or ") + " stream in " + config.path(), StreamException.Retry.LATE);
        }
        var played = av_read_play(context);
        if (played < 0) {
            throw failure(played, config.path(), config.capture().connectTimeout(), deadline);
        }
    }

    private void probe(StreamUrl url, Duration timeout) throws StreamException {
        deadline.allow(timeout);
        var found = avformat_find_stream_info(context, (AVDictionary) null);
        if (found < 0) {
            throw failure(found, url, timeout, deadline);
        }
    }

    /** An interrupted call may come back with any code; looking up a name cannot be interrupted, and may take longer. */
    private static StreamException failure(int code, StreamUrl url, Duration timeout, Deadline deadline) {
        return deadline.isOver() && !FfmpegError.isOfName(code, url)
                ? FfmpegError.noAnswer(url, timeout)
                : FfmpegError.whileOpening(code, url);
    }

    /** The first stream of pictures or sound; all others of its kind are not read. */
    Optional<AVStream> select(MediaRole role) {
        var type = role == MediaRole.VIDEO ? AVMEDIA_TYPE_VIDEO : AVMEDIA_TYPE_AUDIO;
        AVStream first = null;
        for (var i = 0; i < context.nb_streams(); i++) {
            var stream = context.streams(i);
            if (stream.codecpar().codec_type() == type) {
                var usable = first == null && (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) == 0;
                first = usable ? stream : first;
                stream.discard(usable ? stream.discard() : AVDISCARD_ALL);
            }
        }
        return Optional.ofNullable(first);
    }

    /** First time stamp of a file in nanoseconds. */
    long startNanos() {
        return context.start_time() == AV_NOPTS_VALUE ? 0 : context.start_time() * (1_000_000_000L / AV_TIME_BASE);
    }

    /**
     * Waits for the next packet; to be given back by {@link #release}.
     *
     * @return null at the end of the input
     */
    @Nullable
    AVPacket read(Duration timeout) throws StreamException {
        var start = clocks.nanoTime().getAsLong();
        deadline.allow(timeout);
        var code = av_read_frame(context, packet);
        while (code == FfmpegError.EAGAIN
                && clocks.nanoTime().getAsLong() - start < timeout.toNanos()
                && !deadline.pause(DEVICE_POLL)) {
            code = av_read_frame(context, packet);
        }
        var taken = clocks.nanoTime().getAsLong() - start;
        if (taken >= timeout.toNanos() * NEARLY || (code < 0 && FfmpegError.isInterrupted(code))) {
            av_packet_unref(packet);
            throw FfmpegError.stalled(timeout);
        }
        if (FfmpegError.isEndOfFile(code)) {
            return null;
        }
        if (code < 0) {
            throw FfmpegError.whileReading(code);
        }
        return packet;
    }

    void release() {
        av_packet_unref(packet);
    }

    /** What the packet that was just read says about its time. */
    PacketTimes times(MediaTime unit) {
        return new PacketTimes(
                packet.pts() == AV_NOPTS_VALUE ? PacketTimes.NONE : packet.pts(),
                referenceMicros(),
                senderReport(),
                unit.nanos(packet.duration()),
                clocks.utcNanos().getAsLong(),
                clocks.nanoTime().getAsLong());
    }

    private long referenceMicros() {
        var data = av_packet_get_side_data(packet, AV_PKT_DATA_PRFT, (SizeTPointer) null);
        return data == null ? PacketTimes.NONE : new AVProducerReferenceTime(data).wallclock();
    }

    private @Nullable SenderReport senderReport() {
        var data = av_packet_get_side_data(packet, AV_PKT_DATA_RTCP_SR, (SizeTPointer) null);
        if (data == null) {
            return null;
        }
        var report = new AVRTCPSenderReport(data);
        return SenderReport.ofNtp(report.ntp_timestamp(), report.rtp_timestamp());
    }

    @Override
    public void close() {
        deadline.allowClosing(CLOSING);
        av_packet_free(packet);
        avformat_close_input(context);
    }

    private static String media(Set<MediaRole> roles, String separator) {
        return roles.stream()
                .sorted()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(separator));
    }

    /** How FFmpeg is to be asked for an input. */
    private record InputFormat(String address, @Nullable AVInputFormat demuxer, Map<String, String> options) {
        static InputFormat of(StreamConfig config) throws StreamException {
            var url = config.path();
            if (url.isRtsp()) {
                return new InputFormat(url.reveal(), null, rtspOptions(config));
            }
            if (url.isMicrophone()) {
                return new InputFormat(
                        url.reveal().substring("alsa:".length()),
                        InputDevices.alsa(),
                        Map.of("sample_rate", Integer.toString(FrameSink.SAMPLE_RATE_HZ), "ch_layout", "mono"));
            }
            return new InputFormat(url.reveal(), null, Map.of());
        }

        /** Asking for what is wanted only leaves the other medium at the camera. */
        private static Map<String, String> rtspOptions(StreamConfig config) {
            return Map.of(
                    "rtsp_transport",
                    config.capture().rtspTransport() == RtspTransport.TCP ? "tcp" : "udp",
                    "allowed_media_types",
                    media(config.roles(), "+"),
                    "probesize",
                    "32000",
                    "initial_pause",
                    "1",
                    "fpsprobesize",
                    "0");
        }
    }
}
