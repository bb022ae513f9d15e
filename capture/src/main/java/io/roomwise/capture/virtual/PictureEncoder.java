package io.roomwise.capture.virtual;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.SWS_POINT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** RGB24 pictures to H.264 by OpenH264, one in, one out. Owned by the camera's thread. */
final class PictureEncoder implements AutoCloseable {
    /** Keeps bar codes, edges and small people readable; a 320x240 stream of 10 fps takes about 400 kbit/s. */
    private static final double BITS_PER_PIXEL = 0.5;

    private static final int SECONDS_PER_KEY_FRAME = 2;

    private final int width;
    private final int height;
    private final double framesPerSecond;
    private AVCodecContext codec;
    private final AVFrame frame = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();
    private @Nullable SwsContext toYuv;
    private final BytePointer rgb;
    private final PointerPointer<BytePointer> rgbPlanes;
    private final IntPointer rgbStrides;
    private List<byte[]> parameterSets;
    private long frames;

    PictureEncoder(int width, int height, double framesPerSecond) {
        this.width = width;
        this.height = height;
        this.framesPerSecond = framesPerSecond;
        codec = open(width, height, framesPerSecond);
        parameterSets = parameterSetsOf(codec);
        prepare(width, height);
        rgb = new BytePointer((long) width * height * 3);
        rgbPlanes = new PointerPointer<BytePointer>(1).put(0, rgb);
        rgbStrides = new IntPointer(new int[] {width * 3});
    }

    /** From the next picture on, which is a key frame. */
    void resize(int encodedWidth, int encodedHeight) {
        avcodec_free_context(codec);
        codec = open(encodedWidth, encodedHeight, framesPerSecond);
        parameterSets = parameterSetsOf(codec);
        prepare(encodedWidth, encodedHeight);
    }

    private static List<byte[]> parameterSetsOf(AVCodecContext codec) {
        return H264.nalUnits(bytes(codec.extradata(), codec.extradata_size()));
    }

    private void prepare(int encodedWidth, int encodedHeight) {
        av_frame_unref(frame);
        frame.format(AV_PIX_FMT_YUV420P).width(encodedWidth).height(encodedHeight);
        av_frame_get_buffer(frame, 0);
        toYuv = sws_getCachedContext(
                toYuv,
                width,
                height,
                AV_PIX_FMT_RGB24,
                encodedWidth,
                encodedHeight,
                AV_PIX_FMT_YUV420P,
                SWS_POINT,
                null,
                null,
                (DoublePointer) null);
    }

    private static AVCodecContext open(int width, int height, double framesPerSecond) {
        var encoder = avcodec_find_encoder_by_name("libopenh264");
        var codec = avcodec_alloc_context3(encoder);
        codec.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P);
        codec.time_base().num(1).den(90_000);
        codec.framerate().num((int) Math.round(framesPerSecond * 1000)).den(1000);
        codec.bit_rate(Math.round(width * height * framesPerSecond * BITS_PER_PIXEL));
        codec.gop_size((int) Math.ceil(framesPerSecond * SECONDS_PER_KEY_FRAME));
        codec.thread_count(1);
        codec.flags(codec.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        var opened = avcodec_open2(codec, encoder, (AVDictionary) null);
        if (opened < 0) {
            avcodec_free_context(codec);
            throw new IllegalStateException("OpenH264 does not take pictures of " + width + "x" + height);
        }
        return codec;
    }

    /** SPS and PPS. */
    List<byte[]> parameterSets() {
        return parameterSets;
    }

    /** Where the next picture is painted: direct, RGB24, position 0; valid until {@link #close}. */
    ByteBuffer rgb() {
        return rgb.asByteBuffer();
    }

    /** Encodes what {@link #rgb} holds; the result is one access unit's NAL units without start codes. */
    List<byte[]> encode(boolean keyFrame) {
        av_frame_make_writable(frame);
        sws_scale(toYuv, rgbPlanes, rgbStrides, 0, height, frame.data(), frame.linesize());
        frame.pts(frames++);
        frame.pict_type(keyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        if (avcodec_send_frame(codec, frame) < 0 || avcodec_receive_packet(codec, packet) < 0) {
            return List.of();
        }
        var units = H264.nalUnits(bytes(packet.data(), packet.size()));
        av_packet_unref(packet);
        return units;
    }

    private static byte[] bytes(BytePointer data, int size) {
        var bytes = new byte[size];
        data.get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        avcodec_free_context(codec);
        av_frame_free(frame);
        av_packet_free(packet);
        sws_freeContext(toYuv);
        rgbPlanes.deallocate();
        rgbStrides.deallocate();
        rgb.deallocate();
    }
}
