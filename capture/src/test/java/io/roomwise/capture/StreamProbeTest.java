package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomwise.capture.ProbeReport.Clock;
import io.roomwise.capture.ProbeReport.Reports;
import io.roomwise.capture.RtspDescription.Track;
import io.roomwise.capture.StreamProbe.Progress;
import io.roomwise.capture.virtual.Credentials;
import io.roomwise.capture.virtual.Scene;
import io.roomwise.capture.virtual.SceneFile;
import io.roomwise.capture.virtual.SenderReports;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StreamProbeTest {
    private static final VirtualCameraConfig CONFIG = VirtualCameraConfig.of("north");
    private static final Progress SILENT = (seconds, pictures, reports) -> {};

    private static VirtualCamera camera(VirtualCameraConfig config, Scene scene) {
        return Streams.started(Streams.camera(config, scene));
    }

    private static ProbeReport probe(StreamUrl url, RtspTransport transport, Duration time) {
        return probe(StreamConfig.of(url, Streams.BOTH, Streams.hurried(transport)), time);
    }

    private static ProbeReport probe(StreamConfig config, Duration time) {
        return new StreamProbe(config, time, Clocks.system()).run(SILENT);
    }

    private static ProbeReport probe(StreamUrl url) {
        return probe(url, RtspTransport.TCP, Duration.ofSeconds(1));
    }

    @Test
    void seesPicturesSoundAndTheCamerasClock() {
        ProbeReport report;
        try (var camera = camera(CONFIG, BarcodeScene.withSound(16_000))) {
            report = probe(camera.url(), RtspTransport.TCP, Duration.ofSeconds(5));
        }
        assertThat(report.failure()).isEmpty();
        assertThat(report.faults()).isEmpty();
        assertThat(report.transport()).contains(RtspTransport.TCP);
        assertThat(report.connectSeconds().orElseThrow())
                .isLessThan(report.firstFrameSeconds().orElseThrow());
        assertThat(report.seconds()).isCloseTo(5, within(1.0));
        assertThat(report.network()).isPresent();

        var video = report.video().orElseThrow();
        assertThat(video.codec()).isEqualTo("h264");
        assertThat(video.profile()).isEqualTo("Constrained Baseline");
        assertThat(video.width()).isEqualTo(320);
        assertThat(video.height()).isEqualTo(240);
        assertThat(video.declaredFramesPerSecond()).hasValue(10);
        assertThat(video.framesPerSecond()).isCloseTo(10, within(0.5));
        assertThat(video.keyFrameSeconds().orElseThrow()).isCloseTo(2, within(0.2));
        assertThat(video.longestWithoutKeyFrameSeconds()).isCloseTo(2, within(0.2));
        assertThat(video.kilobitsPerSecond()).isBetween(10.0, 2000.0);
        assertThat(video.pictures()).isGreaterThan(30);
        assertThat(video.damaged()).isZero();
        assertThat(video.missing()).isZero();
        assertThat(video.decoder()).isEqualTo("h264");
        assertThat(video.isHardware()).isFalse();

        var sound = report.sound().orElseThrow();
        assertThat(sound.codec()).isEqualTo("aac");
        assertThat(sound.profile()).isEqualTo("LC");
        assertThat(sound.sampleRateHz()).isEqualTo(16_000);
        assertThat(sound.channels()).isEqualTo(1);
        // a sine of 12000 of 32768, for a tenth of the time
        assertThat(sound.peakDbfs()).isCloseTo(-8.7, within(2.0));
        assertThat(sound.levelDbfs()).isCloseTo(-21.7, within(3.0));

        var clock = report.clock().orElseThrow();
        assertThat(clock.source()).isEqualTo(ClockSource.SENDER_REPORT);
        assertThat(clock.offsetMillis().orElseThrow()).isBetween(-300.0, 10.0);
        var reports = clock.reports().orElseThrow();
        assertThat(reports.count()).isBetween(4, 6);
        assertThat(reports.intervalSeconds().orElseThrow()).isCloseTo(1, within(0.3));
        assertThat(reports.jitterMillis().orElseThrow()).isLessThan(0.05);
        assertThat(reports.outliers()).isZero();
        assertThat(reports.slope().orElseThrow().ppm()).isCloseTo(0, within(20.0));
    }

    @Test
    void saysWhatTheServerSays() {
        var locked = CONFIG.withCredentials(new Credentials("viewer", new Secret("p@ss w0rd/%")));
        try (var camera = camera(locked, BarcodeScene.withSound(8000))) {
            var report = probe(camera.url());
            var description = report.description().orElseThrow();
            assertThat(description.name()).isEqualTo("virtual camera");
            assertThat(description.tracks())
                    .extracting(Track::medium, Track::encoding)
                    .containsExactly(tuple("video", "H264/90000"), tuple("audio", "mpeg4-generic/8000/1"));
            assertThat(description.tracks().get(0).parameters()).startsWith("packetization-mode=1;profile-level-id=");
            assertThat(report.toString()).contains("viewer:***@").doesNotContain("w0rd");
        }
    }

    @Test
    void withoutSenderReportsThereIsArrivalTime() {
        try (var camera = camera(CONFIG.withSenderReports(SenderReports.none()), BarcodeScene.silent())) {
            var clock = probe(camera.url()).clock().orElseThrow();
            assertThat(clock.source()).isEqualTo(ClockSource.ARRIVAL);
            assertThat(clock.reports()).isEmpty();
            assertThat(clock.offsetMillis()).isEmpty();
            assertThat(clock.errorMillis()).isEqualTo(50);
        }
    }

    @Test
    void clockThatIsOffByAnHourIsSeenAndNotBelieved() {
        try (var camera = camera(CONFIG, BarcodeScene.silent())) {
            camera.faults().clockSkew(Duration.ofHours(1));
            var report = probe(camera.url());
            var clock = report.clock().orElseThrow();
            assertThat(clock.source()).isEqualTo(ClockSource.ARRIVAL);
            assertThat(clock.offsetMillis().orElseThrow()).isCloseTo(3_600_000, within(1000.0));
            assertThat(report.faults()).anyMatch(fault -> fault.endsWith("s ahead of ours, using arrival time"));
        }
    }

    @Test
    void clockThatRunsFastIsMeasured() {
        try (var camera = camera(CONFIG, BarcodeScene.silent())) {
            camera.faults().clockDrift(20_000);
            var drift = probe(camera.url(), RtspTransport.TCP, Duration.ofSeconds(9))
                    .clock()
                    .flatMap(Clock::drift)
                    .orElseThrow();
            assertThat(drift.ppm()).isCloseTo(20_000, within(6000.0));
            assertThat(drift.isCertain()).isTrue();
        }
    }

    @Test
    void reportsThatJitterAreToldOf() {
        var often = CONFIG.withSenderReports(new SenderReports(Duration.ZERO, Duration.ofMillis(200)));
        try (var camera = camera(often, BarcodeScene.silent())) {
            camera.faults().reportJitter(Duration.ofMillis(30));
            var reports = probe(camera.url(), RtspTransport.TCP, Duration.ofSeconds(4))
                    .clock()
                    .flatMap(Clock::reports)
                    .orElseThrow();
            assertThat(reports.count()).isGreaterThan(10);
            // evenly within 30 ms: 17 ms
            assertThat(reports.jitterMillis().orElseThrow()).isBetween(8.0, 26.0);
        }
    }

    @Test
    void lostDatagramsAreMissedInThePictures() {
        try (var camera = camera(CONFIG, BarcodeScene.silent())) {
            camera.faults().losePackets(0.3);
            var report = probe(camera.url(), RtspTransport.UDP, Duration.ofSeconds(5));
            assertThat(report.transport()).contains(RtspTransport.UDP);
            var video = report.video().orElseThrow();
            assertThat(video.damaged() + video.missing()).isGreaterThan(3);
            assertThat(video.framesPerSecond()).isLessThan(9);
        }
    }

    @Test
    void missingSoundIsAFaultAndNoFailure() {
        try (var camera = camera(CONFIG, BarcodeScene.silent())) {
            var report = probe(camera.url());
            assertThat(report.failure()).isEmpty();
            assertThat(report.sound()).isEmpty();
            assertThat(report.faults()).containsExactly("no audio stream in " + camera.url());
        }
    }

    @Test
    void cameraThatSendsSoundAloneHasTheFault() {
        try (var camera = camera(CONFIG, BarcodeScene.withSound(16_000))) {
            camera.faults().describe(text -> text.replaceAll("(?s)m=video.*(?=m=audio)", ""));
            var config = StreamConfig.of(camera.url(), Streams.BOTH, CaptureConfig.defaults());
            var report = new StreamProbe(config, Duration.ofSeconds(1), Clocks.system())
                    .run((seconds, pictures, reports) -> {});
            assertThat(report.failure()).isEmpty();
            assertThat(report.video()).isEmpty();
            assertThat(report.sound()).isPresent();
            assertThat(report.faults()).containsExactly("no video stream in " + camera.url());
        }
    }

    @Test
    void firstPictureIsWaitedForHoweverShortOneWantsToLook() {
        try (var camera = camera(CONFIG, BarcodeScene.silent())) {
            var report = probe(camera.url(), RtspTransport.TCP, Duration.ofNanos(1));
            assertThat(report.failure()).isEmpty();
            assertThat(report.firstFrameSeconds()).isPresent();
        }
    }

    @Test
    void wrongPasswordIsSaidWithoutIt() {
        var locked = CONFIG.withCredentials(new Credentials("viewer", new Secret("right")));
        try (var camera = camera(locked, BarcodeScene.silent())) {
            var wrong = new StreamUrl(camera.url().reveal().replace("right", "wr0ng"));
            var report = probe(wrong);
            assertThat(report.failure()).contains("401 Unauthorized: " + wrong + " has a wrong user or password");
            assertThat(report.connectSeconds()).isEmpty();
            assertThat(report.toString()).doesNotContain("wr0ng");
        }
    }

    @Test
    void unknownPathDeadPortAndSilenceAreSaidAsTheAgentSaysThem() throws IOException {
        try (var camera = camera(CONFIG, BarcodeScene.silent())) {
            var url = new StreamUrl(camera.url().reveal().replace("/north", "/south"));
            assertThat(probe(url).failure()).contains("404 Not Found: " + url);
        }
        int port;
        try (var mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = mute.getLocalPort();
            assertThat(probe(new StreamUrl("rtsp://127.0.0.1:" + port + "/x")).failure())
                    .contains("no answer from 127.0.0.1:" + port + " within 1 s");
        }
        assertThat(probe(new StreamUrl("rtsp://127.0.0.1:" + port + "/x")).failure())
                .contains("connection refused by 127.0.0.1:" + port);
    }

    @Test
    void streamThatStopsIsReportedAsFarAsItCame() {
        try (var camera = camera(CONFIG, BarcodeScene.silent())) {
            Progress stopping = (seconds, pictures, reports) -> camera.faults().stall(pictures > 5);
            var config = StreamConfig.of(camera.url(), Streams.BOTH, Streams.hurried(RtspTransport.TCP));
            var report = new StreamProbe(config, Duration.ofSeconds(20), Clocks.system()).run(stopping);
            assertThat(report.failure()).contains("no data for 1 s");
            assertThat(report.video().orElseThrow().pictures()).isBetween(5L, 100L);
            assertThat(report.seconds()).isLessThan(20);
        }
    }

    @Test
    void filmIsReadToItsEnd(@TempDir Path folder) throws IOException {
        var film = folder.resolve("clip.mp4");
        SceneFile.write(film, BarcodeScene.withSound(16_000), 0, 50);
        var report = probe(new StreamUrl(film.toString()), RtspTransport.TCP, Duration.ofSeconds(30));
        assertThat(report.failure()).isEmpty();
        assertThat(report.transport()).isEmpty();
        assertThat(report.description()).isEmpty();
        assertThat(report.clock()).isEmpty();
        assertThat(report.network()).isEmpty();
        var video = report.video().orElseThrow();
        assertThat(video.pictures()).isEqualTo(50);
        assertThat(video.framesPerSecond()).isCloseTo(10, within(0.01));
        assertThat(video.declaredFramesPerSecond()).hasValue(10);
        assertThat(report.sound().orElseThrow().codec()).isEqualTo("aac");
    }

    @Test
    void microphoneHasTheDriversTime() {
        try {
            InputDevices.alsa();
        } catch (StreamException e) {
            assumeTrue(false, e.reason());
        }
        var config = StreamConfig.of(
                new StreamUrl("alsa:null"), Set.of(MediaRole.AUDIO), Streams.hurried(RtspTransport.TCP));
        var report = probe(config, Duration.ofSeconds(1));
        assertThat(report.failure()).isEmpty();
        assertThat(report.video()).isEmpty();
        var sound = report.sound().orElseThrow();
        assertThat(sound.codec()).isEqualTo("pcm_s16le");
        assertThat(sound.sampleRateHz()).isEqualTo(FrameSink.SAMPLE_RATE_HZ);
        var clock = report.clock().orElseThrow();
        assertThat(clock.source()).isEqualTo(ClockSource.SENDER_REPORT);
        assertThat(clock.reports()).isEqualTo(Optional.<Reports>empty());
    }
}
