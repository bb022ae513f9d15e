package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Packets by hand: the first bytes of NAL units. */
class ReferenceMarkTest {
    private static final ByteBuffer START_CODES = bytes("00000001 67");
    private static final ByteBuffer AVCC_4 = bytes("01 64001f ff");

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static boolean h264(String packet) {
        return new ReferenceMark(AV_CODEC_ID_H264, START_CODES).isUnreferenced(bytes(packet));
    }

    @Test
    void firstSliceOfH264Tells() {
        assertThat(h264("000001 019a00")).isTrue();
        assertThat(h264("00000001 09f0 00000001 0605ff80 000001 019a00")).isTrue();
        assertThat(h264("00000001 09f0 000001 419a00")).isFalse();
        assertThat(h264("00000001 67640000 00000001 68ee 00000001 658800")).isFalse();
    }

    @Test
    void whatHasNoSliceIsKept() {
        assertThat(h264("")).isFalse();
        assertThat(h264("000001")).isFalse();
        assertThat(h264("00000001 09f0 00000001 0605ff80")).isFalse();
        assertThat(h264("000001 1c0000")).isFalse();
    }

    @Test
    void mp4HasLengthsInPlaceOfStartCodes() {
        var mark = new ReferenceMark(AV_CODEC_ID_H264, AVCC_4);
        assertThat(mark.isUnreferenced(bytes("00000002 09f0 00000003 019a00"))).isTrue();
        assertThat(mark.isUnreferenced(bytes("00000002 09f0 00000003 419a00"))).isFalse();
        assertThat(mark.isUnreferenced(bytes("ffffffff 019a00"))).isTrue();
        assertThat(mark.isUnreferenced(bytes("7fffffff 09f0"))).isFalse();
        assertThat(mark.isUnreferenced(bytes("ffffffff 09f0"))).isFalse();
        assertThat(mark.isUnreferenced(bytes("000000"))).isFalse();
    }

    @Test
    void pictureOfALowerHevcLayerMayBeUsedByHigherOnes() {
        var mark = new ReferenceMark(AV_CODEC_ID_HEVC, START_CODES);
        assertThat(mark.isUnreferenced(bytes("000001 0001d0"))).isTrue();
        assertThat(mark.isUnreferenced(bytes("000001 0201d0"))).isFalse();
        assertThat(mark.isUnreferenced(bytes("000001 0203d0"))).isFalse();
        assertThat(mark.isUnreferenced(bytes("000001 0403d0"))).isTrue();
        assertThat(mark.isUnreferenced(bytes("000001 0001d0"))).isFalse();
        assertThat(mark.isUnreferenced(bytes("000001 4001 000001 2601af"))).isFalse();
    }

    @Test
    void nothingIsSaidOfOtherCodecs() {
        assertThat(new ReferenceMark(AV_CODEC_ID_MPEG4, START_CODES).isUnreferenced(bytes("000001 019a00")))
                .isFalse();
    }
}
