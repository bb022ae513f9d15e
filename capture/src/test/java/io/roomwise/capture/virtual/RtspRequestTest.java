package io.roomwise.capture.virtual;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RtspRequestTest {
    private static final String OPTIONS = "OPTIONS rtsp://h:1/north/track0?x RTSP/1.0\r\nCSeq: 7\r\n\r\n";

    @Test
    void incompleteRequestIsLeftAlone() {
        var buffer = ByteBuffer.wrap(OPTIONS.substring(0, 40).getBytes(US_ASCII));
        assertThat(RtspRequest.take(buffer)).isEmpty();
        assertThat(buffer.position()).isZero();
    }

    @Test
    void requestsAreTakenOneByOne() {
        var buffer = ByteBuffer.wrap((OPTIONS + "PLAY rtsp://h/ RTSP/1.0\r\ncseq: 8\r\n\r\n").getBytes(US_ASCII));
        var first = RtspRequest.take(buffer).orElseThrow();
        assertThat(first.method()).isEqualTo("OPTIONS");
        assertThat(first.path()).isEqualTo("north/track0?x");
        assertThat(first.header("CSEQ")).isEqualTo("7");
        assertThat(RtspRequest.take(buffer).orElseThrow().header("CSeq")).isEqualTo("8");
        assertThat(RtspRequest.take(buffer)).isEmpty();
    }

    @Test
    void bodyBelongsToItsRequest() {
        var text = "SET_PARAMETER rtsp://h/x RTSP/1.0\r\nContent-Length: 3\r\n\r\na\r\n" + OPTIONS;
        var buffer = ByteBuffer.wrap(text.getBytes(US_ASCII));
        assertThat(RtspRequest.take(buffer)).isPresent();
        assertThat(RtspRequest.take(buffer).orElseThrow().method()).isEqualTo("OPTIONS");
    }

    @Test
    void receiverReportsInBetweenAreSkipped() {
        var buffer = ByteBuffer.allocate(200);
        buffer.put((byte) '$')
                .put((byte) 1)
                .putShort((short) 32)
                .put(new byte[32])
                .put(OPTIONS.getBytes(US_ASCII));
        assertThat(RtspRequest.take(buffer.flip())).isPresent();
    }
}
