package io.roomwise.capture;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_CAP_HARDWARE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_profile_name;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;

/**
 * What a decoder knows of its stream: from the description at first, from the stream itself once it has decoded some of it.
 *
 * @param codec FFmpeg's name: h264, hevc, aac
 * @param profile High, Main, LC; empty if it is not known or has no name
 * @param width of the pictures as they are sent; 0 for sound
 * @param framesPerSecond that the stream declares; 0 if it does not
 * @param sampleRateHz 0 for pictures
 * @param decoder FFmpeg's name of the decoder, which may differ from that of the codec: h264_cuvid
 */
record CodecProperties(
        String codec,
        String profile,
        int width,
        int height,
        double framesPerSecond,
        int sampleRateHz,
        int channels,
        String decoder,
        boolean isHardware) {
    static CodecProperties of(AVCodecContext context) {
        var profile = avcodec_profile_name(context.codec_id(), context.profile());
        var rate = context.framerate();
        var decoder = context.codec();
        return new CodecProperties(
                avcodec_get_name(context.codec_id()).getString(),
                profile == null ? "" : profile.getString(),
                context.width(),
                context.height(),
                rate.num() > 0 && rate.den() > 0 ? (double) rate.num() / rate.den() : 0,
                context.sample_rate(),
                context.ch_layout().nb_channels(),
                decoder.name().getString(),
                (decoder.capabilities() & AV_CODEC_CAP_HARDWARE) != 0 || context.hw_device_ctx() != null);
    }
}
