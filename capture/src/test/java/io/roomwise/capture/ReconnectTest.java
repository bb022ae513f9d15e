package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.RecordingListener.Told;
import io.roomwise.capture.virtual.Credentials;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.net.URI;
import java.util.Set;
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
    void cameraOfFewPicturesIsNotTakenForADeadOne() {
        try (var camera = Streams.started(Streams.camera(CONFIG, new BarcodeScene(320, 240, 1, 0)));
                var reader = reader(camera, RtspTransport.TCP)) {
            reader.start();
            sink.awaitPictures(5);
            assertThat(reader.stats().reconnects()).isZero();
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
    void soundThatCeasesIsSaidAndPicturesGoOn() {
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.withSound(16_000)));
                var reader = Streams.reader(camera.url(), Streams.BOTH, sink, listener)) {
            reader.start();
            sink.await("sound", s -> s.samples() > 0 && !s.pictures().isEmpty());
            camera.faults().silence(Streams.AUDIO);
            listener.await(told -> told.reason().equals("streaming 320x240 h264 + aac; no sound for 0.5 s"));
            camera.faults().silence(Set.of());
            var heard = sink.samples();
            sink.await("sound again", s -> s.samples() > heard);
            assertThat(reader.stats().reconnects()).isZero();
            assertThat(reader.stats().soundStalls()).isEqualTo(1);
        }
    }

    @Test
    void picturesThatCeaseWhileSoundGoesOnAreFetchedAgain() {
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.withSound(16_000)));
                var reader = Streams.reader(camera.url(), Streams.BOTH, sink, listener)) {
            reader.start();
            sink.awaitPictures(3);
            camera.faults().silence(Streams.VIDEO);
            listener.await(told -> told.reason().equals("no decodable video for 1 s"));
            assertThat(reader.stats().stalls()).isPositive();
            camera.faults().silence(Set.of());
            sink.clear();
            sink.awaitPictures(3);
        }
    }

    @Test
    void cameraThatIsBackWithItsSoundAloneIsKnownToBeBlind() {
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.withSound(16_000)));
                var reader = Streams.reader(camera.url(), Streams.BOTH, sink, listener)) {
            reader.start();
            sink.awaitPictures(3);
            assertThat(reader.stats().isSoundOnly()).isFalse();
            camera.faults().describe(text -> text.replaceAll("(?s)m=video.*(?=m=audio)", ""));
            camera.faults().cutAll();
            listener.await(told -> told.reason().startsWith("streaming aac; no video stream in "));
            assertThat(reader.stats().isSoundOnly()).isTrue();
            camera.faults().describe(text -> text);
            camera.faults().cutAll();
            sink.clear();
            sink.awaitPictures(3);
            assertThat(reader.stats().isSoundOnly()).isFalse();
        }
    }

    @Test
    void otherPictureSizeAmidTheStreamIsTaken() {
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.silent()));
                var reader = reader(camera, RtspTransport.TCP)) {
            reader.start();
            sink.awaitPictures(3);
            camera.faults().resize(160, 120);
            listener.await(told -> told.reason().equals("streaming 160x120 h264"));
            sink.await("small pictures with their times", s -> s.pictures().stream()
                    .anyMatch(picture -> picture.width() == 160
                            && picture.shown().isPresent()
                            && Math.abs(picture.errorMillis()) < 0.05));
            assertThat(reader.stats().reconnects()).isZero();
        }
    }

    @Test
    void pictureMuchLargerThanIsUsedIsSaid() {
        try (var camera = Streams.started(Streams.camera(CONFIG, new BarcodeScene(1920, 1080, 2, 0)));
                var reader = reader(camera, RtspTransport.TCP)) {
            reader.start();
            listener.await(told -> told.reason()
                    .equals("streaming 1920x1080 h264; only 640x360 of it is used, a smaller stream of the camera saves"
                            + " work"));
        }
    }

    /** Where there is hardware that decodes, its name is told instead. */
    @Test
    void whoDecodesIsSaidWhereHardwareIsWanted() {
        var wanted = Streams.hurried(RtspTransport.TCP, HardwareDecoding.AUTO, new PictureLimit(640, 480));
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.silent()));
                var reader = Streams.reader(0, StreamConfig.of(camera.url(), Streams.VIDEO, wanted), sink, listener)) {
            reader.start();
            sink.awaitPictures(3);
            assertThat(listener.await(StreamState.STREAMING).reason())
                    .isIn(
                            "streaming 320x240 h264; no hardware that decodes h264, the processor does",
                            "streaming 320x240 " + reader.stats().decoder());
            assertThat(reader.stats().decoder()).startsWith("h264");
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
