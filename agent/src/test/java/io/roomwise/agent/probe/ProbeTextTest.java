package io.roomwise.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.ProbeReport;
import io.roomwise.capture.ProbeReport.Clock;
import io.roomwise.capture.ProbeReport.Rate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ProbeTextTest {
    private final Probed probed = new Probed();

    private static List<String> text(ProbeReport report) {
        return ProbeText.of(report, ProbeAdvice.of(report, Optional.empty()));
    }

    @Test
    void goodCameraIsDescribedLineByLine() {
        assertThat(text(probed.report()))
                .containsExactly(
                        "server    GStreamer RTSP server, session \"living room\"",
                        "          video H264/90000  packetization-mode=1;profile-level-id=640016",
                        "start     connected after 235 ms, first picture after 1.4 s, watched 20.0 s",
                        "picture   h264 High, 640x360, decoder h264 (software)",
                        "          15.0 pictures a second (15.0 declared), 804 kbit/s",
                        "          key frame every 2.0 s, longest gap 2.0 s",
                        "          298 pictures, none damaged, none missing",
                        "sound     aac LC, 16000 Hz, mono, 32 kbit/s",
                        "          level -42 dBFS, loudest -29 dBFS",
                        "clock     the camera's own, a stamp is off by about 1.6 ms",
                        "          4 sender reports, the first after 1.1 s, then every 5.0 s",
                        "          they scatter by 0.02 ms, slope 0 +- 2 ppm",
                        "          23 ms behind this machine, drift 9 +- 14 ppm",
                        "network   tcp, jitter 0.2 ms, 95 % within 2.3 ms of the fastest",
                        "",
                        "Works well.");
    }

    @Test
    void adviceFollowsWithItsReason() {
        probed.video = Optional.of(Probed.video(640, 360, 2));
        List<String> lines = text(probed.report());
        assertThat(lines.subList(lines.indexOf("Works, with a problem:"), lines.size()))
                .containsExactly(
                        "Works, with a problem:",
                        "",
                        "  ! Set the frame rate to 10 a second in the camera's settings.",
                        "    Why: 2.0 pictures come a second, 15 are declared; Roomwise looks 2.5 times a",
                        "    second and then finds none that is near.");
    }

    @Test
    void failureIsSaidOnce() {
        assertThat(text(Probed.failed("404 Not Found: rtsp://viewer:***@10.0.10.11/sub")))
                .startsWith(
                        "Cannot be used: 404 Not Found: rtsp://viewer:***@10.0.10.11/sub",
                        "",
                        "  ! Look the path of the sub-stream up in the camera's manual. Usual ones:")
                .noneMatch(line -> line.contains("Why"));
    }

    @Test
    void everythingFitsAnOldTerminal() {
        probed.video = Optional.of(Probed.video(3840, 2160, 30, 12, 99, 99));
        probed.clock = Optional.of(Probed.clock(-7_200_000, new Rate(-480, 20)));
        probed.server = "a server with a long name ".repeat(5);
        probed.faults = List.of("no audio stream in rtsp://viewer:***@10.0.10.11/a/path/that/is/long");
        probed.sound = Optional.empty();
        assertThat(text(probed.report())).hasSizeGreaterThan(30).allMatch(line -> line.length() <= 80);
    }

    @Test
    void whatIsNotKnownOfAClockIsNotSaid() {
        probed.clock = Optional.of(Probed.clock(-23, new Rate(-3626, 9149)));
        assertThat(text(probed.report()))
                .contains("          23 ms behind this machine")
                .noneMatch(line -> line.contains("drift"));
        probed.clock = Optional.of(Probed.arrival());
        assertThat(text(probed.report()))
                .contains("clock     time of arrival, a stamp is off by about 50 ms", "          no sender reports");
    }

    @Test
    void microphoneHasADriversClockAndNoNetwork() {
        probed.transport = Optional.empty();
        probed.video = Optional.empty();
        probed.network = Optional.empty();
        probed.clock = Optional.of(
                new Clock(ClockSource.SENDER_REPORT, 1, Optional.empty(), OptionalDouble.empty(), Optional.empty()));
        assertThat(text(probed.report()))
                .contains(
                        "start     connected after 235 ms, first sound after 1.4 s, watched 20.0 s",
                        "clock     the driver's, a stamp is off by about 1.0 ms")
                .noneMatch(line -> line.contains("sender report") || line.startsWith("network"));
    }

    @Test
    void timesHaveTheUnitThatPeopleUse() {
        assertThat(ProbeText.seconds(0.0016)).isEqualTo("1.6 ms");
        assertThat(ProbeText.seconds(0.235)).isEqualTo("235 ms");
        assertThat(ProbeText.seconds(9.96)).isEqualTo("10.0 s");
        assertThat(ProbeText.seconds(3600)).isEqualTo("60.0 min");
    }
}
