package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.RtspDescription.Track;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtspDescriptionTest {
    @Test
    void readsWhatPeopleLookFor() {
        var sdp =
                """
                v=0
                o=- 1 1 IN IP4 10.0.0.1
                s=Session streamed with GStreamer
                t=0 0
                a=range:npt=now-
                m=video 0 RTP/AVP 96 97
                a=rtpmap:97 JPEG/90000
                a=rtpmap:96 H264/90000
                a=framerate:12.5
                a=fmtp:96 packetization-mode=1;profile-level-id=4d401f
                m=audio 0 RTP/AVP 8
                a=control:track2
                m=application 0 RTP/AVP 107
                """
                        .replace("\n", "\r\n");
        assertThat(RtspDescription.of("Hipcam RealServer/V1.0", sdp))
                .isEqualTo(new RtspDescription(
                        "Hipcam RealServer/V1.0",
                        "Session streamed with GStreamer",
                        List.of(
                                new Track("video", "H264/90000", "packetization-mode=1;profile-level-id=4d401f", 12.5),
                                new Track("audio", "PCMA/8000", "", 0),
                                new Track("application", "payload type 107", "", 0))));
    }

    @Test
    void neitherPasswordsNorControlCharactersComeThrough() {
        var description =
                RtspDescription.of("\u001b[2Jcam", "s=rtsp://viewer:hunter2@camera/x\nm=video\na=framerate:oo\n");
        assertThat(description.server()).isEqualTo("[2Jcam");
        assertThat(description.name()).isEqualTo("rtsp://viewer:***@camera/x");
        assertThat(description.tracks()).containsExactly(new Track("video", "payload type", "", 0));
    }

    @Test
    void nothingIsNoTracks() {
        assertThat(RtspDescription.of("", "").tracks()).isEmpty();
    }
}
