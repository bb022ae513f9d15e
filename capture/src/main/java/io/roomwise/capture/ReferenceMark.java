package io.roomwise.capture;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;

import java.nio.ByteBuffer;

/**
 * Reads off compressed pictures which others are built from them: H.264 marks that in {@code nal_ref_idc} (7.4.1), HEVC in the
 * type of the NAL unit (7.4.2.2). Of other codecs nothing is said. Capture thread only.
 */
final class ReferenceMark {
    private static final int H264_FIRST_SLICE = 1;
    private static final int H264_LAST_SLICE = 5;
    /** Instantaneous decoding refresh. */
    private static final int H264_IDR = 5;

    private static final int H264_SPS = 7;
    private static final int H264_PPS = 8;
    private static final int HEVC_LAST_SLICE = 31;
    private static final int HEVC_FIRST_IDR = 19;
    private static final int HEVC_LAST_IDR = 20;
    private static final int HEVC_FIRST_PARAMETERS = 32;
    private static final int HEVC_LAST_PARAMETERS = 34;

    /** Below it even types are sub-layer non-reference pictures. */
    private static final int HEVC_RESERVED_NON_REFERENCE = 14;

    private final int codec;

    /** Of the length before each NAL unit, as in MP4; 0: start codes, as in RTP. */
    private final int lengthBytes;

    private int highestLayer;

    /**
     * Of one stream.
     *
     * @param codec FFmpeg's number
     * @param configuration the stream's extradata
     */
    ReferenceMark(int codec, ByteBuffer configuration) {
        this.codec = codec;
        lengthBytes = lengthBytes(codec, configuration);
    }

    /** ISO/IEC 14496-15: avcC begins with version 1, hvcC is told from a start code likewise. */
    private static int lengthBytes(int codec, ByteBuffer configuration) {
        var place = codec == AV_CODEC_ID_H264 ? 4 : 21;
        return configuration.limit() > place && configuration.get(0) == 1 ? (configuration.get(place) & 3) + 1 : 0;
    }

    /** What a packet holds. */
    enum Mark {
        /** Neither this nor what follows is built from what came before (IDR). */
        FIRST,
        /** A picture that others may be built from, and no parameter sets. */
        REFERENCED,
        /** A picture that certainly no other is built from, and no parameter sets. */
        UNREFERENCED,
        UNKNOWN
    }

    Mark of(ByteBuffer packet) {
        return switch (codec) {
            case AV_CODEC_ID_H264 -> ofH264(packet);
            case AV_CODEC_ID_HEVC -> ofHevc(packet);
            default -> Mark.UNKNOWN;
        };
    }

    private Mark ofH264(ByteBuffer packet) {
        var parameters = false;
        for (var unit = firstUnit(packet); unit >= 0; unit = unitAfter(packet, unit)) {
            var header = packet.get(unit) & 0xff;
            var type = header & 31;
            if (isSlice(type)) {
                return mark(type == H264_IDR, parameters, header >> 5 == 0);
            }
            parameters |= type == H264_SPS || type == H264_PPS;
        }
        return Mark.UNKNOWN;
    }

    private Mark ofHevc(ByteBuffer packet) {
        var parameters = false;
        for (var unit = firstUnit(packet); unit >= 0 && unit + 1 < packet.limit(); unit = unitAfter(packet, unit)) {
            var type = (packet.get(unit) & 0xff) >> 1;
            if (type <= HEVC_LAST_SLICE) {
                var unreferenced = isUnreferencedHevc(type, packet.get(unit + 1) & 7);
                return mark(type >= HEVC_FIRST_IDR && type <= HEVC_LAST_IDR, parameters, unreferenced);
            }
            parameters |= type >= HEVC_FIRST_PARAMETERS && type <= HEVC_LAST_PARAMETERS;
        }
        return Mark.UNKNOWN;
    }

    private static Mark mark(boolean first, boolean parameters, boolean unreferenced) {
        if (first) {
            return Mark.FIRST;
        }
        if (parameters) {
            return Mark.UNKNOWN;
        }
        return unreferenced ? Mark.UNREFERENCED : Mark.REFERENCED;
    }

    private static boolean isSlice(int type) {
        return type >= H264_FIRST_SLICE && type <= H264_LAST_SLICE;
    }

    /** The mark speaks of pictures of the same temporal sub-layer; those of higher ones may be built from it nevertheless. */
    private boolean isUnreferencedHevc(int type, int layer) {
        highestLayer = Math.max(highestLayer, layer);
        return layer == highestLayer && type <= HEVC_RESERVED_NON_REFERENCE && type % 2 == 0;
    }

    private int firstUnit(ByteBuffer packet) {
        return lengthBytes == 0 ? afterStartCode(packet, 0) : within(packet, lengthBytes);
    }

    private int unitAfter(ByteBuffer packet, int unit) {
        if (lengthBytes == 0) {
            return afterStartCode(packet, unit);
        }
        var length = 0L;
        for (var i = unit - lengthBytes; i < unit; i++) {
            length = length << 8 | (packet.get(i) & 0xff);
        }
        return within(packet, unit + length + lengthBytes);
    }

    private static int within(ByteBuffer packet, long place) {
        return place < packet.limit() ? (int) place : -1;
    }

    private static int afterStartCode(ByteBuffer packet, int from) {
        for (var i = from; i + 3 < packet.limit(); i++) {
            if (packet.get(i) == 0 && packet.get(i + 1) == 0 && packet.get(i + 2) == 1) {
                return i + 3;
            }
        }
        return -1;
    }
}
