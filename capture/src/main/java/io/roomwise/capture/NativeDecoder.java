package io.roomwise.capture;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONKEY;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONREF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.roomwise.capture.StreamException.Retry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * FFmpeg's decoder of one medium. Capture times travel through it as time stamps in nanoseconds, so that pictures which the
 * codec reorders keep theirs. Capture thread only.
 */
final class NativeDecoder implements AutoCloseable {
    /** Those that give pictures back in main memory; NVIDIA's, Video4Linux's of small boards, Intel's. */
    private static final Map<Integer, List<String>> HARDWARE = Map.of(
            AV_CODEC_ID_H264, List.of("h264_cuvid", "h264_v4l2m2m", "h264_qsv"),
            AV_CODEC_ID_HEVC, List.of("hevc_cuvid", "hevc_v4l2m2m", "hevc_qsv"));

    private final AVCodecContext codec;
    private final AVFrame frame = av_frame_alloc();

    private final String name;
    private final boolean hardware;

    private NativeDecoder(AVCodecContext codec, String name, boolean hardware) {
        this.codec = codec;
        this.name = name;
        this.hardware = hardware;
    }

    /**
     * Opens.
     *
     * @param hardware whether to try other processors than the main one first
     * @throws StreamException if FFmpeg lacks the codec or does not take its parameters
     */
    static NativeDecoder open(AVStream stream, HardwareDecoding hardware) throws StreamException {
        var parameters = stream.codecpar();
        if (hardware == HardwareDecoding.AUTO) {
            for (var candidate : HARDWARE.getOrDefault(parameters.codec_id(), List.of())) {
                var decoder = avcodec_find_decoder_by_name(candidate);
                var codec = decoder == null ? null : opened(decoder, parameters, true);
                if (codec != null) {
                    return new NativeDecoder(codec, candidate, true);
                }
            }
        }
        return inSoftware(parameters);
    }

    private static NativeDecoder inSoftware(AVCodecParameters parameters) throws StreamException {
        var decoder = avcodec_find_decoder(parameters.codec_id());
        var name = avcodec_get_name(parameters.codec_id()).getString();
        if (decoder == null) {
            var codec = parameters.codec_id() == AV_CODEC_ID_NONE ? "unknown codec" : "codec " + name;
            throw new StreamException("no decoder for the " + medium(parameters) + "'s " + codec, Retry.LATE);
        }
        var codec = opened(decoder, parameters, false);
        if (codec == null) {
            throw new StreamException("cannot decode the " + medium(parameters) + "'s " + name, Retry.LATE);
        }
        return new NativeDecoder(codec, name, false);
    }

    /** @param hardware which would hold back four pictures, NVIDIA's and Intel's: at 5 a second, for longer than windows wait */
    private static @Nullable AVCodecContext opened(AVCodec decoder, AVCodecParameters parameters, boolean hardware) {
        var codec = avcodec_alloc_context3(decoder);
        avcodec_parameters_to_context(codec, parameters);
        // Threads of a decoder hold back one picture each: 340 ms at 10 fps on two cores, 120 ms with one.
        codec.thread_count(1);
        codec.pkt_timebase().num(1).den(1_000_000_000);
        var options = new AVDictionary(null);
        if (hardware) {
            codec.flags(codec.flags() | AV_CODEC_FLAG_LOW_DELAY);
            av_dict_set(options, "async_depth", "1", 0);
        }
        var opened = avcodec_open2(codec, decoder, options);
        av_dict_free(options);
        if (opened < 0) {
            avcodec_free_context(codec);
            return null;
        }
        return codec;
    }

    private static String medium(AVCodecParameters parameters) {
        return parameters.codec_type() == AVMEDIA_TYPE_VIDEO ? "video" : "audio";
    }

    /** FFmpeg's name of the codec: h264, hevc, aac, pcm_mulaw; of the decoder, if that is hardware: h264_cuvid. */
    String name() {
        return name;
    }

    boolean isHardware() {
        return hardware;
    }

    CodecProperties properties() {
        return CodecProperties.of(codec);
    }

    /** No more packets: {@link #receive} gives out what is held back for reordering. */
    void sendEnd() {
        avcodec_send_packet(codec, null);
    }

    /** @return false if the packet is not decodable; decoding goes on with the next one */
    boolean send(AVPacket packet, @Nullable FrameTime time) {
        packet.pts(time == null ? AV_NOPTS_VALUE : time.captureUtcNanos()).dts(AV_NOPTS_VALUE);
        return avcodec_send_packet(codec, packet) >= 0;
    }

    /** Of a picture that nobody wants and no other is built from: what else the packet holds is taken, and nothing comes out. */
    void sendNeedless(AVPacket packet) {
        packet.pts(AV_NOPTS_VALUE).dts(AV_NOPTS_VALUE);
        codec.skip_frame(AVDISCARD_NONREF);
        avcodec_send_packet(codec, packet);
        codec.skip_frame(AVDISCARD_DEFAULT);
    }

    /** Whether the edges of the codec's blocks are smoothed in all pictures or in key frames only; a fifth of the work. */
    void smoothBlocks(boolean all) {
        codec.skip_loop_filter(all ? AVDISCARD_DEFAULT : AVDISCARD_NONKEY);
    }

    /** Which of this stream's pictures others are built from. */
    ReferenceMark referenceMark() {
        var size = codec.extradata_size();
        var configuration = size > 0 ? codec.extradata().capacity(size).asByteBuffer() : ByteBuffer.allocate(0);
        return new ReferenceMark(hardware ? AV_CODEC_ID_NONE : codec.codec_id(), configuration);
    }

    /** The next decoded frame, valid until the next call; null if the decoder wants more packets. */
    @Nullable
    AVFrame receive() {
        return avcodec_receive_frame(codec, frame) >= 0 ? frame : null;
    }

    /** Whether the decoder had to make parts of the frame up. */
    static boolean isDamaged(AVFrame frame) {
        return frame.decode_error_flags() != 0 || (frame.flags() & AV_FRAME_FLAG_CORRUPT) != 0;
    }

    /** Of the first sample or the picture; null if its packet had no time. */
    static @Nullable FrameTime timeOf(AVFrame frame, @Nullable FrameTime packet) {
        return packet == null || frame.pts() == AV_NOPTS_VALUE
                ? null
                : new FrameTime(frame.pts(), packet.errorNanos(), packet.source(), packet.arrivalUtcNanos());
    }

    @Override
    public void close() {
        av_frame_free(frame);
        avcodec_free_context(codec);
    }
}
