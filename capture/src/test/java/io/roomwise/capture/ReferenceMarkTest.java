package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;

import io.roomwise.capture.ReferenceMark.Mark;
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

    private static Mark h264(String packet) {
        return new ReferenceMark(AV_CODEC_ID_H264, START_CODES).of(bytes(packet));
    }

    @Test
    void firstSliceOfH264Tells() {
        assertThat(h264("000001 019a00")).isEqualTo(Mark.UNREFERENCED);
        assertThat(h264("00000001 09f0 00000001 0605ff80 000001 019a00")).isEqualTo(Mark.UNREFERENCED);
        assertThat(h264("00000001 09f0 000001 419a00")).isEqualTo(Mark.REFERENCED);
        assertThat(h264("00000001 67640000 00000001 68ee 00000001 658800")).isEqualTo(Mark.FIRST);
        assertThat(h264("00000001 658800")).isEqualTo(Mark.FIRST);
    }

    @Test
    void parameterSetsBeforeAPictureAreNotLeftOutWithIt() {
        assertThat(h264("00000001 67640000 000001 019a00")).isEqualTo(Mark.UNKNOWN);
        assertThat(h264("00000001 68ee 000001 419a00")).isEqualTo(Mark.UNKNOWN);
        assertThat(hevc("000001 4401c0 000001 0201d0")).isEqualTo(Mark.UNKNOWN);
    }

    @Test
    void whatHasNoSliceIsKept() {
        assertThat(h264("")).isEqualTo(Mark.UNKNOWN);
        assertThat(h264("000001")).isEqualTo(Mark.UNKNOWN);
        assertThat(h264("00000001 09f0 00000001 0605ff80")).isEqualTo(Mark.UNKNOWN);
        assertThat(h264("000001 1c0000")).isEqualTo(Mark.UNKNOWN);
    }

    @Test
    void mp4HasLengthsInPlaceOfStartCodes() {
        var mark = new ReferenceMark(AV_CODEC_ID_H264, AVCC_4);
        assertThat(mark.of(bytes("00000002 09f0 00000003 019a00"))).isEqualTo(Mark.UNREFERENCED);
        assertThat(mark.of(bytes("00000002 09f0 00000003 419a00"))).isEqualTo(Mark.REFERENCED);
        assertThat(mark.of(bytes("ffffffff 019a00"))).isEqualTo(Mark.UNREFERENCED);
        assertThat(mark.of(bytes("7fffffff 09f0"))).isEqualTo(Mark.UNKNOWN);
        assertThat(mark.of(bytes("ffffffff 09f0"))).isEqualTo(Mark.UNKNOWN);
        assertThat(mark.of(bytes("000000"))).isEqualTo(Mark.UNKNOWN);
    }

    private static Mark hevc(String packet) {
        return new ReferenceMark(AV_CODEC_ID_HEVC, START_CODES).of(bytes(packet));
    }

    @Test
    void pictureOfALowerHevcLayerMayBeUsedByHigherOnes() {
        var mark = new ReferenceMark(AV_CODEC_ID_HEVC, START_CODES);
        assertThat(mark.of(bytes("000001 0001d0"))).isEqualTo(Mark.UNREFERENCED);
        assertThat(mark.of(bytes("000001 0201d0"))).isEqualTo(Mark.REFERENCED);
        assertThat(mark.of(bytes("000001 0203d0"))).isEqualTo(Mark.REFERENCED);
        assertThat(mark.of(bytes("000001 0403d0"))).isEqualTo(Mark.UNREFERENCED);
        assertThat(mark.of(bytes("000001 0001d0"))).isEqualTo(Mark.REFERENCED);
    }

    @Test
    void decodingBeginsAnewAtAnHevcIdrOnly() {
        assertThat(hevc("000001 4001 000001 2601af")).isEqualTo(Mark.FIRST);
        assertThat(hevc("000001 2801af")).isEqualTo(Mark.FIRST);
        // CRA: pictures shown before it may be built from older ones
        assertThat(hevc("000001 2a01af")).isEqualTo(Mark.REFERENCED);
    }

    @Test
    void nothingIsSaidOfOtherCodecs() {
        assertThat(new ReferenceMark(AV_CODEC_ID_MPEG4, START_CODES).of(bytes("000001 019a00")))
                .isEqualTo(Mark.UNKNOWN);
    }
}
