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
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/** AAC-LC, RTP payload mode AAC-hbr (RFC 3640, 3.3.6). */
final class AacEncoder implements SoundEncoder {
    private static final int PAYLOAD_TYPE = 97;
    private static final int BITS_PER_SECOND = 48_000;

    private final int sampleRateHz;
    private final AVCodecContext codec;
    private final AVFrame frame = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();
    private final String audioSpecificConfig;
    private final int unitsPerPayload;
    private final List<byte[]> units = new ArrayList<>();
    private long firstPts;

    /** @param unitsPerPayload access units in one RTP packet */
    AacEncoder(int sampleRateHz, int unitsPerPayload) {
        this.sampleRateHz = sampleRateHz;
        this.unitsPerPayload = unitsPerPayload;
        var encoder = avcodec_find_encoder_by_name("aac");
        codec = avcodec_alloc_context3(encoder);
        codec.sample_fmt(AV_SAMPLE_FMT_FLTP).sample_rate(sampleRateHz).bit_rate(BITS_PER_SECOND);
        codec.time_base().num(1).den(sampleRateHz);
        av_channel_layout_default(codec.ch_layout(), 1);
        codec.flags(codec.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        if (avcodec_open2(codec, encoder, (AVDictionary) null) < 0) {
            avcodec_free_context(codec);
            throw new IllegalArgumentException("AAC does not take a sample rate of " + sampleRateHz + " Hz");
        }
        var config = new byte[codec.extradata_size()];
        codec.extradata().get(config);
        audioSpecificConfig = HexFormat.of().formatHex(config);
        frame.format(AV_SAMPLE_FMT_FLTP).sample_rate(sampleRateHz).nb_samples(codec.frame_size());
        av_channel_layout_copy(frame.ch_layout(), codec.ch_layout());
        av_frame_get_buffer(frame, 0);
    }

    @Override
    public int blockSamples() {
        return codec.frame_size();
    }

    @Override
    public void encode(long firstSample, ShortBuffer block, PayloadConsumer consumer) {
        av_frame_make_writable(frame);
        var plane = new FloatPointer(frame.data(0));
        for (var i = 0; block.hasRemaining(); i++) {
            plane.put(i, block.get() / 32768f);
        }
        frame.pts(firstSample);
        avcodec_send_frame(codec, frame);
        while (avcodec_receive_packet(codec, packet) >= 0) {
            if (units.isEmpty()) {
                firstPts = packet.pts();
            }
            var unit = new byte[packet.size()];
            packet.data().get(unit);
            units.add(unit);
            av_packet_unref(packet);
            if (units.size() == unitsPerPayload) {
                consumer.accept(firstPts, payload());
                units.clear();
            }
        }
    }

    /** The AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). */
    byte[] config() {
        return HexFormat.of().parseHex(audioSpecificConfig);
    }

    /** AU header section (its length in bits, then 13 bits of size and 3 of index for each) and the access units. */
    private byte[] payload() {
        var size = units.stream().mapToInt(unit -> 2 + unit.length).sum();
        var payload = ByteBuffer.allocate(2 + size).putShort((short) (16 * units.size()));
        units.forEach(unit -> payload.putShort((short) (unit.length << 3)));
        units.forEach(payload::put);
        return payload.array();
    }

    @Override
    public String sdpAttributes() {
        return "a=rtpmap:" + PAYLOAD_TYPE + " mpeg4-generic/" + sampleRateHz + "/1\r\n"
                + "a=fmtp:" + PAYLOAD_TYPE + " streamtype=5;profile-level-id=1;mode=AAC-hbr;"
                + "sizelength=13;indexlength=3;indexdeltalength=3;config=" + audioSpecificConfig + "\r\n";
    }

    @Override
    public int payloadType() {
        return PAYLOAD_TYPE;
    }

    @Override
    public void close() {
        avcodec_free_context(codec);
        av_frame_free(frame);
        av_packet_free(packet);
    }
}
