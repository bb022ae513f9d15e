package io.roomwise.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.agent.probe.Advice.Rule;
import io.roomwise.agent.probe.Advice.Weight;
import io.roomwise.capture.ClockSource;
import io.roomwise.capture.ProbeReport;
import io.roomwise.capture.ProbeReport.Clock;
import io.roomwise.capture.ProbeReport.Network;
import io.roomwise.capture.ProbeReport.Rate;
import io.roomwise.capture.ProbeReport.Reports;
import io.roomwise.capture.ProbeReport.Sound;
import io.roomwise.capture.RtspTransport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeAdviceTest {
    private final Probed probed = new Probed();

    private Advice only(Rule rule) {
        List<Advice> advice = ProbeAdvice.of(probed.report(), Optional.empty());
        assertThat(advice).extracting(Advice::rule).containsExactly(rule);
        return advice.get(0);
    }

    private void nothing() {
        assertThat(ProbeAdvice.of(probed.report(), Optional.empty())).isEmpty();
    }

    @Test
    void goodCameraNeedsNone() {
        nothing();
    }

    @Test
    void withoutSenderReportsAnotherWayToTheCameraIsShown() {
        probed.clock = Optional.of(Probed.arrival());
        Advice advice = only(Rule.NO_SENDER_REPORTS);
        assertThat(advice.weight()).isEqualTo(Weight.PROBLEM);
        assertThat(advice.advice())
                .contains(
                        "Connect to the camera itself",
                        "MediaMTX with useAbsoluteTimestamp: true",
                        "go2rtc and Frigate's restream do not pass");
        assertThat(advice.reason())
                .startsWith("No RTCP sender report came in 20 s")
                .contains("arrives");
    }

    @Test
    void restreamerThatTellsItsNameIsNamed() {
        probed.clock = Optional.of(Probed.arrival());
        probed.server = "go2rtc/1.9.4";
        assertThat(only(Rule.NO_SENDER_REPORTS).advice()).contains("go2rtc does not pass");
    }

    @Test
    void reportsOfMediaMtxMayTellItsOwnTime() {
        probed.server = "gortsplib";
        Advice advice = only(Rule.RESTREAMED);
        assertThat(advice.weight()).isEqualTo(Weight.HINT);
        assertThat(advice.advice()).contains("useAbsoluteTimestamp: true");
        probed.server = "GStreamer RTSP server";
        nothing();
    }

    @ParameterizedTest
    @CsvSource({"3600000, 60.0 min ahead of", "-3600000, 60.0 min behind", "800, 800 ms ahead of", "-2500, 2.5 s behind"
    })
    void clockThatIsOffWantsNtp(double offsetMillis, String said) {
        probed.clock = Optional.of(Probed.clock(offsetMillis, new Rate(0, 10)));
        Advice advice = only(Rule.CLOCK_OFF);
        assertThat(advice.advice()).startsWith("Set NTP");
        assertThat(advice.reason()).contains("The camera's clock is " + said + " this machine's");
    }

    @Test
    void clockThatIsNotBelievedIsSaidToBeSo() {
        Clock off = Probed.clock(3_600_000, new Rate(0, 10));
        probed.clock = Optional.of(new Clock(ClockSource.ARRIVAL, 50, off.reports(), off.offsetMillis(), off.drift()));
        assertThat(only(Rule.CLOCK_OFF).reason())
                .endsWith("too far to be believed: pictures get the time at which they arrive.");
    }

    @Test
    void driftIsAdvisedOnWhereItIsCertain() {
        probed.clock = Optional.of(Probed.clock(-23, new Rate(-100, 20)));
        assertThat(only(Rule.CLOCK_DRIFT).reason())
                .startsWith("The camera's clock loses 100 ppm (+- 20) against this machine's, 9 s a day.");
        probed.clock = Optional.of(Probed.clock(-23, new Rate(-100, 40)));
        nothing();
    }

    @Test
    void reportsThatContradictEachOtherAreAHint() {
        Reports unsteady =
                new Reports(11, 1, OptionalDouble.of(1), OptionalDouble.of(6.98), 2, Optional.of(new Rate(-200, 600)));
        Clock good = Probed.clock(-23, new Rate(0, 10));
        probed.clock = Optional.of(
                new Clock(good.source(), good.errorMillis(), Optional.of(unsteady), good.offsetMillis(), good.drift()));
        assertThat(only(Rule.UNSTEADY_REPORTS).reason()).contains("scatter by 7.0 ms, and 2 of 11 are far off");
    }

    @Test
    void rareKeyFramesAreTooLongAWait() {
        probed.video = Optional.of(Probed.video(640, 360, 15, 10, 0, 0));
        assertThat(only(Rule.KEY_FRAMES).reason()).startsWith("10 s passed without a key frame");
        probed.video = Optional.of(Probed.video(640, 360, 15, 4, 0, 0));
        nothing();
    }

    @Test
    void mainStreamIsTooLargeAndTooFast() {
        probed.video = Optional.of(Probed.video(1920, 1080, 25));
        List<Advice> advice = ProbeAdvice.of(probed.report(), Optional.empty());
        assertThat(advice).extracting(Advice::rule).containsExactly(Rule.LARGE_PICTURE, Rule.HIGH_FRAME_RATE);
        assertThat(advice.get(0).advice()).contains("sub-stream", "/Streaming/Channels/102", "subtype=1");
        assertThat(advice.get(0).reason()).startsWith("All of 1920x1080 at 25 pictures a second");
        probed.video = Optional.of(Probed.video(1280, 720, 15));
        nothing();
    }

    @Test
    void aSubStreamThatWasFoundIsNamed() {
        Probed sub = new Probed();
        sub.video = Optional.of(Probed.video(704, 576, 12));
        assertThat(largePictures(sub.report()))
                .isEqualTo("Use the camera's sub-stream, rtsp://viewer:***@10.0.10.11/sub:"
                        + " 704x576 at 12 pictures a second came from there.");
    }

    @Test
    void aSubStreamThatIsNotThereIsNotPraised() {
        Probed sub = new Probed();
        sub.video = Optional.of(Probed.video(1920, 1080, 12));
        assertThat(largePictures(sub.report()))
                .contains("(no smaller pictures came from there). Usual ones: Hikvision");
        assertThat(largePictures(Probed.failed("404 Not Found")))
                .contains("It is not at rtsp://viewer:***@10.0.10.11/sub (404 Not Found). Usual ones:");
    }

    private String largePictures(ProbeReport sub) {
        probed.video = Optional.of(Probed.video(1920, 1080, 15));
        List<Advice> advice = ProbeAdvice.of(probed.report(), Optional.of(sub));
        assertThat(advice).extracting(Advice::rule).containsExactly(Rule.LARGE_PICTURE);
        return advice.get(0).advice();
    }

    @ParameterizedTest
    @CsvSource({"4, HINT", "2, PROBLEM"})
    void tooFewPicturesAreMissedByTheWindows(double rate, Weight weight) {
        probed.video = Optional.of(Probed.video(640, 360, rate));
        Advice advice = only(Rule.LOW_FRAME_RATE);
        assertThat(advice.weight()).isEqualTo(weight);
        assertThat(advice.reason()).contains("pictures come a second, 15 are declared");
    }

    @Test
    void lossOverUdpWantsTcp() {
        probed.transport = Optional.of(RtspTransport.UDP);
        nothing();
        probed.video = Optional.of(Probed.video(640, 360, 15, 2, 3, 2));
        Advice advice = only(Rule.LOSS);
        assertThat(advice.advice()).startsWith("Use TCP");
        assertThat(advice.reason()).startsWith("3 pictures were damaged and 2 are missing of 300");
    }

    @Test
    void whatTheCameraMayHaveLeftOutIsNoProblem() {
        probed.transport = Optional.of(RtspTransport.UDP);
        probed.video = Optional.of(Probed.video(640, 360, 15, 2, 0, 1));
        Advice advice = only(Rule.LOSS);
        assertThat(advice.weight()).isEqualTo(Weight.HINT);
        assertThat(advice.reason()).contains("the camera left them out, or the network loses datagrams");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no video stream in rtsp://10.0.10.11/sub",
                "no decoder for the video's codec av2",
                "cannot decode the video's h264"
            })
    void soundAloneIsOfNoUse(String fault) {
        probed.video = Optional.empty();
        probed.faults = List.of(fault);
        Advice advice = only(Rule.NO_PICTURES);
        assertThat(Verdict.of(probed.report(), List.of(advice))).isEqualTo(Verdict.UNUSABLE);
        assertThat(ProbeText.of(probed.report(), List.of(advice))).contains("Cannot be used: no pictures.");
    }

    @Test
    void microphoneNeedsNoPictures() {
        probed.video = Optional.empty();
        nothing();
        probed.faults = List.of("no video stream in room.wav");
        probed.transport = Optional.empty();
        nothing();
    }

    @ParameterizedTest
    @CsvSource({"no key frame for 30 s, KEY_FRAMES", "looking for its pictures again, NO_PICTURES"})
    void whatNeverCameIsToldToCome(String failure, Rule rule) {
        assertThat(ProbeAdvice.of(Probed.failed(failure), Optional.empty()))
                .extracting(Advice::rule)
                .containsExactly(rule);
    }

    @Test
    void damageOverTcpIsTheCameras() {
        probed.video = Optional.of(Probed.video(640, 360, 15, 2, 30, 0));
        assertThat(only(Rule.DAMAGE).reason()).isEqualTo("30 of 298 pictures were damaged.");
        probed.video = Optional.of(Probed.video(640, 360, 15, 2, 2, 9));
        nothing();
    }

    @Test
    void unevenArrivalIsTheNetworks() {
        probed.network = Optional.of(new Network(60, 300));
        assertThat(only(Rule.JITTER).reason()).contains("jitter is 60 ms", "300 ms later");
        probed.network = Optional.of(new Network(20, 200));
        nothing();
    }

    @Test
    void missingSoundIsAHintOnlyWhereSoundWasWanted() {
        probed.sound = Optional.empty();
        nothing();
        probed.faults = List.of("no audio stream in rtsp://10.0.10.11/sub");
        assertThat(only(Rule.NO_SOUND).advice()).startsWith("Turn sound on");
    }

    @Test
    void mutedMicrophoneIsNoticed() {
        probed.sound = Optional.of(new Sound("aac", "LC", 16_000, 1, 32, -96, -90));
        assertThat(only(Rule.SILENCE).reason()).contains("the loudest sample is -90 dBFS");
    }

    @Test
    void soundOfATelephoneIsAHint() {
        probed.sound = Optional.of(new Sound("pcm_mulaw", "", 8000, 1, 64, -40, -20));
        assertThat(only(Rule.NARROW_SOUND).reason()).startsWith("8000 Hz carries sound up to 4 kHz only");
    }

    @Test
    void problemsComeBeforeHints() {
        probed.video = Optional.of(Probed.video(1920, 1080, 25, 10, 100, 0));
        assertThat(ProbeAdvice.of(probed.report(), Optional.empty()))
                .extracting(Advice::weight)
                .containsExactly(Weight.PROBLEM, Weight.HINT, Weight.HINT, Weight.HINT);
    }

    /** A film is what it is: nothing of a network or a camera's settings is said. */
    @Test
    void filmNeedsNone() {
        probed.transport = Optional.empty();
        probed.clock = Optional.empty();
        probed.network = Optional.empty();
        probed.sound = Optional.empty();
        probed.video = Optional.of(Probed.video(1920, 1080, 25, 10, 0, 5));
        nothing();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 Unauthorized: rtsp://u:***@h/x has a wrong user or password | LOGIN | %40",
                "401 Unauthorized: rtsp://h/x needs a user and a password | LOGIN | rtsp://USER:PASSWORD@HOST/PATH",
                "404 Not Found: rtsp://h/x | PATH | /stream2",
                "no video or audio stream in rtsp://h/x | PATH | another path",
                "453 Not Enough Bandwidth: rtsp://h/x has no room for another viewer | BUSY | other viewers",
                "503 Service Unavailable: rtsp://h/x is not ready | BUSY | a minute",
                "461 Unsupported Transport: rtsp://h/x does not send this way | TRANSPORT | --transport udp",
                "connection refused by h:554 | PORT | 8554",
                "h:80 does not speak RTSP, or closed the connection | PORT | web page",
                "h:554 closed the connection while the stream was opened | BUSY | other viewers",
                "429 Too Many Requests: rtsp://h/x is asked too often | BUSY | other viewers",
                "404 Not Found: rtsp://h/x | PATH | while the camera behind them is away",
                "no answer from h within 5 s | ADDRESS | ping",
                "no answer from h within 5 s | ADDRESS | capture.connect_timeout",
                "401 Unauthorized: rtsp://u:***@h/x has a wrong user or password | LOGIN | SHA-256",
                "no such host: camera.invalid | ADDRESS | ping",
                "no such file or device: alsa:x | DEVICE | arecord -L",
                "no decoder for the video's codec av2 | CODEC | H.264",
                "no data for 10 s | BROKEN | --transport tcp",
                "connection lost | BROKEN | other viewers"
            })
    void failureIsSaidInTheAgentsWordsWithWhatToDo(String reason, Rule rule, String advice) {
        ProbeReport report = Probed.failed(reason);
        assertThat(ProbeAdvice.of(report, Optional.empty())).singleElement().satisfies(only -> {
            assertThat(only.rule()).isEqualTo(rule);
            assertThat(only.weight()).isEqualTo(Weight.PROBLEM);
            assertThat(only.reason()).isEqualTo(reason);
            assertThat(only.advice()).contains(advice);
        });
        assertThat(Verdict.of(report, ProbeAdvice.of(report, Optional.empty()))).isEqualTo(Verdict.UNUSABLE);
    }
}
