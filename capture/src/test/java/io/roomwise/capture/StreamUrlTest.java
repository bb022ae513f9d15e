package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamUrlTest {
    @ParameterizedTest
    @CsvSource({
        "rtsp://viewer:secret@10.0.0.1:554/sub, rtsp://viewer:***@10.0.0.1:554/sub",
        "rtsp://viewer:se@cr:et@10.0.0.1/sub, rtsp://viewer:***@10.0.0.1/sub",
        "rtsps://secret@10.0.0.1/sub?a=b, rtsps://***@10.0.0.1/sub?a=b",
        "rtsp://10.0.0.1/user=admin_password=sec_ret_channel=1, rtsp://10.0.0.1/user=admin_password=***_channel=1",
        "rtsp://10.0.0.1/sub?user=a&pwd=secret&x=1, rtsp://10.0.0.1/sub?user=a&pwd=***&x=1",
        "rtsp://10.0.0.1/sub, rtsp://10.0.0.1/sub",
        "alsa:hw:CARD=USB, alsa:hw:CARD=USB",
        "/media/clip.mp4, /media/clip.mp4"
    })
    void printsItselfWithoutPassword(String url, String shown) {
        assertThat(new StreamUrl(url)).hasToString(shown);
    }

    @Test
    void masksUrlsWithinMessages() {
        assertThat(StreamUrl.mask("Could not open rtsp://a:secret@h/x, nor rtsp://b:secret@i/y"))
                .isEqualTo("Could not open rtsp://a:***@h/x, nor rtsp://b:***@i/y");
    }

    @Test
    void namesTheHost() {
        assertThat(new StreamUrl("rtsp://u:p@[::1]:8554/x").hostName()).isEqualTo("::1");
        assertThat(new StreamUrl("rtsp://u:p@camera:8554/x").hostName()).isEqualTo("camera");
        assertThat(new StreamUrl("rtsp://camera/x").host()).isEqualTo("camera");
    }

    @Test
    void knowsWhoAsksAndWhere() {
        var url = new StreamUrl("rtsp://a+b%40c:p%2F@s:s%zz@[::1]:8554/x?y=z");
        assertThat(url.user()).isEqualTo("a+b@c");
        assertThat(url.password().reveal()).isEqualTo("p%2F@s:s%zz");
        assertThat(url.withoutUser()).isEqualTo("rtsp://[::1]:8554/x?y=z");
        assertThat(url.port()).hasValue(8554);
        var open = new StreamUrl("rtsp://camera/x");
        assertThat(open.user()).isEmpty();
        assertThat(open.password().reveal()).isEmpty();
        assertThat(open.port()).isEmpty();
        assertThat(new StreamUrl("rtsp://u:p%2Fw@camera/x").password().reveal()).isEqualTo("p/w");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:secret@camera/x", "rtsp://user:secret/1@camera/x", " ", "alsa:"})
    void refusesWhatItCannotReadWithoutShowingThePassword(String url) {
        assertThatThrownBy(() -> new StreamUrl(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("inputs[].path")
                .hasMessageNotContaining("secret");
    }

    @Test
    void secretsPrintAsStars() {
        assertThat(new Secret("secret")).hasToString("***");
    }
}
