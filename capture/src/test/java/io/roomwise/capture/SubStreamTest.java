package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubStreamTest {
    @ParameterizedTest
    @CsvSource({
        "rtsp://me:p%40ss@10.0.0.2:554/Streaming/Channels/101, rtsp://me:p%40ss@10.0.0.2:554/Streaming/Channels/102",
        "rtsp://10.0.0.2/Streaming/Channels/1601?transportmode=unicast,"
                + " rtsp://10.0.0.2/Streaming/Channels/1602?transportmode=unicast",
        "rtsp://a/cam/realmonitor?channel=1&subtype=0, rtsp://a/cam/realmonitor?channel=1&subtype=1",
        "rtsp://a/cam/realmonitor?subtype=0&channel=2, rtsp://a/cam/realmonitor?subtype=1&channel=2",
        "rtsp://a/h264Preview_01_main, rtsp://a/h264Preview_01_sub",
        "rtsp://a/Preview_02_main, rtsp://a/Preview_02_sub",
        "rtsps://a:322/stream1, rtsps://a:322/stream2",
        "rtsp://a/h264/ch1/main/av_stream, rtsp://a/h264/ch1/sub/av_stream",
        "rtsp://a/media/video1, rtsp://a/media/video2",
        "rtsp://a/unicast/c3/s0/live, rtsp://a/unicast/c3/s1/live",
        "rtsp://a/videoMain, rtsp://a/videoSub",
        "rtsp://a/axis-media/media.amp, rtsp://a/axis-media/media.amp?resolution=640x360"
    })
    void liesBesideTheMainStream(String main, String sub) {
        assertThat(SubStream.of(new StreamUrl(main))).contains(new StreamUrl(sub));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://a/Streaming/Channels/102",
                "rtsp://a/cam/realmonitor?channel=1&subtype=1",
                "rtsp://a/h264Preview_01_sub",
                "rtsp://a/stream2",
                "rtsp://a/stream10",
                "rtsp://a/axis-media/media.amp?resolution=1280x720",
                "rtsp://a/live",
                "rtsp://stream1:main@a/live",
                "/films/stream1",
                "alsa:default"
            })
    void isNotGuessed(String url) {
        assertThat(SubStream.of(new StreamUrl(url))).isEmpty();
    }
}
