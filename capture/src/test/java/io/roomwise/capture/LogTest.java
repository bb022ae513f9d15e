package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.roomwise.capture.virtual.Credentials;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** FFmpeg quotes URLs in its messages. */
@Timeout(60)
class LogTest {
    private final RecordingListener listener = new RecordingListener();

    @Test
    void passwordsAreNeitherLoggedNorTold() {
        var logger = (Logger) LoggerFactory.getLogger("io.roomwise.capture.ffmpeg");
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        logger.addAppender(appender);
        var config = VirtualCameraConfig.of("north").withCredentials(new Credentials("viewer", new Secret("right")));
        try (var camera = Streams.started(Streams.camera(config, BarcodeScene.silent()))) {
            var wrong = new StreamUrl(camera.url().reveal().replace("right", "hunter2"));
            offline(wrong);
            offline(new StreamUrl("rtsp://viewer:hunter2@camera.invalid/x"));
        } finally {
            logger.detachAppender(appender);
        }
        var lines = List.copyOf(appender.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains("hunter2"));
        assertThat(listener.all()).noneMatch(told -> told.toString().contains("hunter2"));
    }

    private void offline(StreamUrl url) {
        try (var reader = Streams.reader(url, Streams.VIDEO, new RecordingSink(), listener)) {
            reader.start();
            listener.await(
                    told -> told.state() == StreamState.OFFLINE && told.reason().contains(url.hostName()));
        }
    }
}
