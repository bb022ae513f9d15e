package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VirtualCameraTest {
    @Test
    void servesWhatTheSceneShows() {
        var sink = new RecordingSink();
        try (var camera = Streams.started(Streams.camera(BarcodeScene.silent()));
                var reader = Streams.reader(camera.url(), Streams.VIDEO, sink, new RecordingListener())) {
            reader.start();
            sink.awaitPictures(10);
        }
        assertThat(sink.pictures()).allSatisfy(picture -> {
            assertThat(picture.time().source()).isEqualTo(ClockSource.SENDER_REPORT);
            assertThat(picture.errorMillis()).isCloseTo(0, within(1.0));
        });
    }
}
