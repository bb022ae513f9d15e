package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.RecordingListener.Told;
import io.roomwise.capture.virtual.Credentials;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream that breaks comes back by itself, whatever broke it. */
@Timeout(60)
class ReconnectTest {
    private static final VirtualCameraConfig CONFIG = VirtualCameraConfig.of("north");

    private final RecordingSink sink = new RecordingSink();
    private final RecordingListener listener = new RecordingListener();

    private StreamReader reader(VirtualCamera camera, RtspTransport transport) {
        return Streams.reader(
                0, StreamConfig.of(camera.url(), Streams.VIDEO, Streams.hurried(transport)), sink, listener);
    }

    private static int port(VirtualCamera camera) {
        return URI.create(camera.url().reveal()).getPort();
    }

    @ParameterizedTest
    @EnumSource(RtspTransport.class)
    void comesBackAfterAllConnectionsWereCut(RtspTransport transport) {
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.silent()));
                var reader = reader(camera, transport)) {
            reader.start();
            sink.awaitPictures(3);
            camera.faults().cutAll();
            listener.await(StreamState.OFFLINE);
            sink.clear();
            sink.awaitPictures(3);
            assertThat(reader.stats().reconnects()).isPositive();
            assertThat(listener.all())
                    .extracting(Told::state)
                    .containsExactly(
                            StreamState.CONNECTING, StreamState.STREAMING, StreamState.OFFLINE, StreamState.STREAMING);
        }
    }

    @Test
    void comesBackWithTheCameraAndTakesItsNewPictureSize() {
        var before = Streams.started(Streams.camera(CONFIG, BarcodeScene.silent()));
        try (var reader = reader(before, RtspTransport.TCP)) {
            reader.start();
            sink.awaitPictures(3);
            before.close();
            listener.await(told -> told.reason().startsWith("connection refused"));
            var larger = new BarcodeScene(640, 360, 10, 0);
            try (var after = Streams.started(Streams.camera(CONFIG.withPort(port(before)), larger))) {
                listener.await(told -> told.reason().equals("streaming 640x360 h264"));
                assertThat(after.stats().clients()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RtspTransport.class)
    void stalledStreamIsOpenedAnew(RtspTransport transport) {
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.silent()));
                var reader = reader(camera, transport)) {
            reader.start();
            sink.awaitPictures(3);
            camera.faults().stall(true);
            listener.await(told -> told.reason().equals("no data for 1 s"));
            camera.faults().stall(false);
            sink.clear();
            sink.awaitPictures(3);
        }
    }

    @Test
    void passwordThatWasChangedBackIsTakenAgain() {
        var viewer = CONFIG.withCredentials(new Credentials("viewer", new Secret("p@ss/w0rd")));
        var before = Streams.started(Streams.camera(viewer, BarcodeScene.silent()));
        var url = before.url();
        var port = port(before);
        try (var reader = Streams.reader(url, Streams.VIDEO, sink, listener)) {
            reader.start();
            sink.awaitPictures(1);
            before.close();
            var changed = viewer.withPort(port).withCredentials(new Credentials("viewer", new Secret("other")));
            try (var locked = Streams.started(Streams.camera(changed, BarcodeScene.silent()))) {
                listener.await(told -> told.reason().startsWith("401"));
                assertThat(locked.stats().frames()).isPositive();
            }
            sink.clear();
            try (var open = Streams.started(Streams.camera(viewer.withPort(port), BarcodeScene.silent()))) {
                sink.awaitPictures(1);
                assertThat(open.stats().clients()).isEqualTo(1);
            }
        }
        assertThat(listener.all())
                .noneSatisfy(told -> assertThat(told.toString()).contains("w0rd"));
    }

    @Test
    void damagedPacketsAreCountedAndPicturesGoOn() {
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.silent()));
                var reader = reader(camera, RtspTransport.TCP)) {
            reader.start();
            sink.awaitPictures(3);
            camera.faults().corruptPackets(0.5);
            sink.await("a counted error", s -> reader.stats().decodeErrors() > 0);
            camera.faults().corruptPackets(0);
            sink.clear();
            sink.await("a whole picture", s -> s.pictures().stream()
                    .anyMatch(picture -> picture.shown().isPresent()));
            assertThat(reader.stats().reconnects()).isZero();
        }
    }

    @Test
    void picturesThatTheSinkHasNoRoomForAreCounted() {
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.silent()));
                var reader = reader(camera, RtspTransport.TCP)) {
            sink.full(true);
            reader.start();
            listener.await(StreamState.STREAMING);
            assertThat(reader.stats().dropped()).isPositive();
            assertThat(reader.stats().pictures()).isZero();
            sink.full(false);
            sink.awaitPictures(1);
        }
    }
}
