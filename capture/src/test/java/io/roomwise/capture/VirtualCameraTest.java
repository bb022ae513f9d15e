package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.roomwise.capture.RecordingSink.Seen;
import io.roomwise.capture.virtual.Credentials;
import io.roomwise.capture.virtual.Scene;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VirtualCameraTest {
    private static final VirtualCameraConfig CONFIG = VirtualCameraConfig.of("north");

    private final RecordingListener listener = new RecordingListener();

    @Test
    void severalClientsShareOnePicture() {
        var over = new RecordingSink();
        var under = new RecordingSink();
        var scene = new PaintedOnce(BarcodeScene.withSound(16_000));
        try (var camera = Streams.started(Streams.camera(scene));
                var first = Streams.reader(camera.url(), Streams.VIDEO, over, listener);
                var second = Streams.reader(
                        1,
                        StreamConfig.of(camera.url(), Streams.BOTH, Streams.hurried(RtspTransport.UDP)),
                        under,
                        listener)) {
            first.start();
            over.awaitPictures(5);
            second.start();
            under.awaitPictures(5);
            assertThat(camera.stats().clients()).isEqualTo(2);
        }
        assertThat(scene.repeated).isFalse();
        assertThat(over.pictures())
                .extracting(Seen::shown)
                .containsAll(shown(under).subList(0, 3));
        assertThat(under.pictures())
                .allSatisfy(picture -> assertThat(picture.errorMillis()).isCloseTo(0, within(1.0)));
    }

    private static List<OptionalLong> shown(RecordingSink sink) {
        return sink.pictures().stream().map(Seen::shown).toList();
    }

    /** Notices whether a time is painted twice. */
    private static final class PaintedOnce implements Scene {
        private final Scene scene;
        private volatile boolean repeated;
        private long latest;

        PaintedOnce(Scene scene) {
            this.scene = scene;
        }

        @Override
        public int width() {
            return scene.width();
        }

        @Override
        public int height() {
            return scene.height();
        }

        @Override
        public double framesPerSecond() {
            return scene.framesPerSecond();
        }

        @Override
        public int sampleRateHz() {
            return scene.sampleRateHz();
        }

        @Override
        public void paint(long utcNanos, ByteBuffer rgb) {
            repeated |= utcNanos <= latest;
            latest = utcNanos;
            scene.paint(utcNanos, rgb);
        }

        @Override
        public void listen(long utcNanos, ShortBuffer samples) {
            scene.listen(utcNanos, samples);
        }
    }

    @Test
    void clientWithTheRightPasswordIsServed() {
        var sink = new RecordingSink();
        var locked = CONFIG.withCredentials(new Credentials("viewer", new Secret("p@ss w0rd/%")));
        try (var camera = Streams.started(Streams.camera(locked, BarcodeScene.silent()));
                var reader = Streams.reader(camera.url(), Streams.VIDEO, sink, listener)) {
            reader.start();
            sink.awaitPictures(1);
            assertThat(camera.url()).asString().contains("viewer:***@").doesNotContain("w0rd");
        }
    }

    @Test
    void takenPortIsReportedByName() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var camera = Streams.camera(CONFIG.withPort(other.getLocalPort()), BarcodeScene.silent());
            assertThatThrownBy(camera::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("virtual camera north: cannot serve on 127.0.0.1:" + other.getLocalPort());
            camera.close();
        }
    }

    @Test
    void portIsFreeAfterClose() throws IOException {
        var camera = Streams.started(Streams.camera(BarcodeScene.silent()));
        var port = URI.create(camera.url().reveal()).getPort();
        camera.close();
        camera.close();
        try (var next = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(next.isBound()).isTrue();
        }
    }

    @Test
    void oddPicturesAreRefused() {
        assertThatThrownBy(() -> Streams.camera(new BarcodeScene(321, 240, 10, 0)))
                .hasMessage("virtual camera north: pictures must be even and at least 16x16, were 321x240");
    }
}
