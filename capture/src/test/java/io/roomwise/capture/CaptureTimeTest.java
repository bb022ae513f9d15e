package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.roomwise.capture.RecordingSink.Seen;
import io.roomwise.capture.virtual.SenderReports;
import io.roomwise.capture.virtual.SoundCodec;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A picture shows when it was taken, a beep begins with a second: what the reader says is compared with that. */
@Timeout(60)
class CaptureTimeTest {
    private static final VirtualCameraConfig CONFIG = VirtualCameraConfig.of("north");

    private final RecordingSink sink = new RecordingSink();
    private final RecordingListener listener = new RecordingListener();

    private StreamReader reader(VirtualCamera camera, RtspTransport transport) {
        return Streams.reader(
                0, StreamConfig.of(camera.url(), Streams.BOTH, Streams.hurried(transport)), sink, listener);
    }

    private static List<Seen> from(ClockSource source, List<Seen> pictures) {
        return pictures.stream()
                .filter(picture -> picture.time().source() == source)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, PCMU, 8000, 0.3",
        "UDP, PCMU, 16000, 0.3",
        "TCP, AAC, 16000, 3",
        "UDP, AAC, 8000, 20",
        "TCP, BUNDLED_AAC, 16000, 3"
    })
    void pictureAndSoundHaveTheSendersTime(
            RtspTransport transport, SoundCodec codec, int sampleRateHz, double beepMillis) {
        try (var camera = Streams.started(
                        Streams.camera(CONFIG.withSoundCodec(codec), BarcodeScene.withSound(sampleRateHz)));
                var reader = reader(camera, transport)) {
            reader.start();
            sink.awaitPictures(20);
            sink.await("two beeps", s -> s.beeps().size() >= 2);
        }
        assertThat(sink.pictures()).allSatisfy(picture -> {
            assertThat(picture.time().source()).isEqualTo(ClockSource.SENDER_REPORT);
            assertThat(picture.errorMillis()).isCloseTo(0, within(0.05));
        });
        assertThat(sink.beeps())
                .allSatisfy(beep -> assertThat(beep.errorMillis()).isCloseTo(0, within(beepMillis)));
        assertThat(sink.longestHoleMillis()).isLessThan(beepMillis);
    }

    @Test
    void cameraClockThatIsBehindIsFollowedWithinTheLimit() {
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.withSound(16_000)));
                var reader = reader(camera, RtspTransport.TCP)) {
            camera.faults().clockSkew(Duration.ofSeconds(-3));
            reader.start();
            sink.awaitPictures(10);
            assertThat(reader.stats().clockOffsetMillis()).isCloseTo(-3000, within(400.0));
        }
        assertThat(sink.pictures())
                .allSatisfy(picture -> assertThat(picture.errorMillis()).isCloseTo(-3000, within(0.05)));
    }

    @Test
    void cameraClockBeyondTheLimitIsNotBelievedAndThatIsToldOnce() {
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.silent()));
                var reader = reader(camera, RtspTransport.TCP)) {
            camera.faults().clockSkew(Duration.ofHours(-1));
            reader.start();
            sink.awaitPictures(25);
        }
        assertThat(sink.pictures()).allSatisfy(picture -> {
            assertThat(picture.time().source()).isEqualTo(ClockSource.ARRIVAL);
            assertThat(picture.errorMillis()).isBetween(-1.0, 200.0);
        });
        assertThat(listener.reasons())
                .filteredOn(reason -> reason.contains("sender's clock is"))
                .singleElement()
                .asString()
                .matches(".*; sender's clock is 3600\\.\\d s behind ours, using arrival time");
    }

    @Test
    void untilTheFirstReportArrivalCounts() {
        var late = CONFIG.withSenderReports(new SenderReports(Duration.ofMillis(1200), Duration.ofSeconds(1)));
        try (var camera = Streams.started(Streams.camera(late, BarcodeScene.withSound(16_000)));
                var reader = reader(camera, RtspTransport.TCP)) {
            reader.start();
            sink.await(
                    "pictures after the report",
                    s -> from(ClockSource.SENDER_REPORT, s.pictures()).size() >= 5);
        }
        // a busy machine makes single pictures wait
        assertThat(from(ClockSource.ARRIVAL, sink.pictures()))
                .hasSizeGreaterThan(5)
                .allSatisfy(picture -> assertThat(picture.errorMillis()).isGreaterThan(-1))
                .anySatisfy(picture -> assertThat(picture.errorMillis()).isLessThan(200));
        assertThat(from(ClockSource.SENDER_REPORT, sink.pictures()))
                .allSatisfy(picture -> assertThat(picture.errorMillis()).isCloseTo(0, within(0.05)));
    }

    @Test
    void knownErrorsOfASensorAreTakenOut() {
        try (var camera = Streams.started(
                        Streams.camera(CONFIG.withSoundCodec(SoundCodec.PCMU), BarcodeScene.withSound(8000)));
                var reader = Streams.reader(
                        0,
                        new StreamConfig(
                                camera.url(),
                                Streams.BOTH,
                                Playback.REAL_TIME,
                                -2000,
                                -40,
                                Streams.hurried(RtspTransport.TCP)),
                        sink,
                        listener)) {
            camera.faults().clockSkew(Duration.ofSeconds(2));
            reader.start();
            sink.await("a picture by the camera's clock", s -> s.pictures().stream()
                    .anyMatch(picture -> picture.time().source() == ClockSource.SENDER_REPORT));
            sink.await("a beep", s -> !s.beeps().isEmpty());
        }
        assertThat(sink.pictures())
                .filteredOn(picture -> picture.time().source() == ClockSource.SENDER_REPORT)
                .allSatisfy(picture -> assertThat(picture.errorMillis()).isCloseTo(0, within(0.05)));
        assertThat(sink.beeps())
                .allSatisfy(beep -> assertThat(beep.errorMillis()).isCloseTo(-40, within(0.3)));
    }

    @Test
    void timeStampsWrapWithoutAnyNotice() {
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.silent()));
                var reader = reader(camera, RtspTransport.TCP)) {
            camera.faults().renewStreams(Duration.ofMillis(1500));
            reader.start();
            sink.awaitPictures(30);
        }
        assertThat(sink.pictures()).allSatisfy(picture -> {
            assertThat(picture.time().source()).isEqualTo(ClockSource.SENDER_REPORT);
            assertThat(picture.errorMillis()).isCloseTo(0, within(0.05));
        });
    }

    @Test
    void streamsThatBeginAnewAreTimedAgainFromTheirNextReportOn() {
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.silent()));
                var reader = reader(camera, RtspTransport.TCP)) {
            reader.start();
            sink.awaitPictures(15);
            camera.faults().renewStreams(Duration.ofHours(5));
            sink.awaitPictures(50);
        }
        assertThat(sink.pictures().subList(35, 50)).allSatisfy(picture -> {
            assertThat(picture.time().source()).isEqualTo(ClockSource.SENDER_REPORT);
            assertThat(picture.errorMillis()).isCloseTo(0, within(0.05));
        });
        assertThat(sink.pictures())
                .filteredOn(picture -> picture.shown().isPresent()) // to a decoder it looks as if packets were lost
                .allSatisfy(picture -> assertThat(picture.errorMillis()).isBetween(-50.0, 300.0));
    }

    @ParameterizedTest
    @CsvSource({"TCP, 0, 200", "UDP, 0.02, 40"})
    void whatANetworkDelaysLosesOrReordersMovesNoPictureInTime(
            RtspTransport transport, double share, long delayMillis) {
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.silent()));
                var reader = reader(camera, transport)) {
            camera.faults().networkDelay(Duration.ofMillis(delayMillis));
            camera.faults().losePackets(share);
            camera.faults().reorderPackets(share);
            reader.start();
            sink.awaitPictures(40);
        }
        var newest = 0L;
        for (var picture : sink.pictures()) {
            // where a picture was lost, the decoder shows an old one
            if (picture.shown().isPresent() && picture.shown().getAsLong() > newest) {
                newest = picture.shown().getAsLong();
                assertThat(picture.time().source()).isEqualTo(ClockSource.SENDER_REPORT);
                assertThat(picture.errorMillis()).isCloseTo(0, within(0.05));
            }
        }
    }

    @Test
    void reportsThatAreHeldBackAreNotMissed() {
        try (var camera = Streams.started(Streams.camera(CONFIG, BarcodeScene.silent()));
                var reader = reader(camera, RtspTransport.TCP)) {
            reader.start();
            sink.awaitPictures(15);
            camera.faults().holdReports(true);
            sink.awaitPictures(60);
        }
        assertThat(sink.pictures()).allSatisfy(picture -> {
            assertThat(picture.time().source()).isEqualTo(ClockSource.SENDER_REPORT);
            assertThat(picture.errorMillis()).isCloseTo(0, within(0.05));
        });
    }
}
