package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.virtual.Credentials;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** FFmpeg quotes URLs in its messages. */
@Timeout(60)
class LogTest {
    /** Where logback-test.xml puts FFmpeg's messages of all tests. */
    private static final Path LOG = Path.of("target", "ffmpeg.log");

    private final RecordingListener listener = new RecordingListener();

    @Test
    void passwordsAreNeitherLoggedNorTold() throws IOException {
        var config = VirtualCameraConfig.of("logged").withCredentials(new Credentials("viewer", new Secret("right")));
        try (var camera = Streams.started(Streams.camera(config, BarcodeScene.silent()))) {
            offline(camera.url().reveal().replace("right", "hunter2"));
        }
        offline("rtsp://viewer:hunter2@camera.invalid/x");
        avutil.av_log(new Pointer(), avutil.AV_LOG_ERROR, "cannot open rtsp://viewer:hunter2@camera/x\n");
        assertThat(Files.readString(LOG))
                .contains("401", "camera.invalid", "cannot open rtsp://viewer:***@camera/x")
                .doesNotContain("hunter2");
        assertThat(listener.all()).noneMatch(told -> told.toString().contains("hunter2"));
    }

    private void offline(String url) {
        try (var reader = Streams.reader(new StreamUrl(url), Streams.VIDEO, new RecordingSink(), listener)) {
            reader.start();
            listener.await(told ->
                    told.state() == StreamState.OFFLINE && told.reason().contains(new StreamUrl(url).hostName()));
        }
    }
}
