package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a sender whose time stamps go through FFmpeg's arithmetic (libavformat/rtpdec.c, finalize_packet). */
class RtpClockTest {
    private static final int RATE = RtpSender.RATE;
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    private static final long UTC = RtpSender.UTC;

    private final RtpClock clock = new RtpClock(new MediaTime(1, RATE), false, Duration.ofSeconds(5), 0, 0);
    private final RtpSender sender = new RtpSender();

    @Test
    void beforeTheFirstReportTheFastestPacketTells() {
        sender.sends(clock, 0, 80 * MILLI);
        sender.sends(clock, 100 * MILLI, 5 * MILLI);
        var time = sender.sends(clock, 200 * MILLI, 60 * MILLI);
        assertThat(time.source()).isEqualTo(ClockSource.ARRIVAL);
        assertThat(time.captureUtcNanos()).isEqualTo(UTC + 200 * MILLI + 5 * MILLI);
    }

    @Test
    void reportPlacesPicturesOnTheSendersClock() {
        sender.skewNanos = -1500 * MILLI;
        sender.reports(0);
        var time = sender.sends(clock, 40 * MILLI, 30 * MILLI);
        assertThat(time.source()).isEqualTo(ClockSource.SENDER_REPORT);
        isAt(time, -1460 * MILLI, 0.01);
        assertThat(clock.offsetNanos() / 1e6).isCloseTo(-1530, within(0.1));
    }

    @Test
    void pictureThatArrivesBeforeItsCaptureShowsAClockThatIsAhead() {
        sender.skewNanos = 300 * MILLI;
        sender.reports(0);
        var time = sender.sends(clock, 40 * MILLI, 30 * MILLI);
        assertThat(time.source()).isEqualTo(ClockSource.ARRIVAL);
        isAt(time, 70 * MILLI, 0.01);
        assertThat(clock.fault()).contains("sender's clock is 0.3 s ahead of ours, using arrival time");
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600_000, 0, 300, 3600_000})
    void soundStaysWithThePicturesWhateverTheirClockSays(long skewMillis) {
        var soundClock = clock.follower(new MediaTime(1, RATE), false, 0);
        var microphone = new RtpSender();
        sender.skewNanos = skewMillis * MILLI;
        microphone.skewNanos = skewMillis * MILLI;
        microphone.firstTimestamp = 77;
        var picture = new FrameTime(0, 0, ClockSource.ARRIVAL, 0);
        var sound = picture;
        for (var i = 0L; i < 50; i++) {
            if (i % 20 == 0) {
                sender.reports(i * 100 * MILLI);
                microphone.reports(i * 100 * MILLI);
            }
            picture = sender.sends(clock, i * 100 * MILLI, 150 * MILLI);
            sound = microphone.sends(soundClock, i * 100 * MILLI, 5 * MILLI);
        }
        assertThat((sound.captureUtcNanos() - picture.captureUtcNanos()) / 1e6).isCloseTo(0, within(0.05));
        assertThat(sound.source()).isEqualTo(picture.source());
    }

    @Test
    void soundWhoseReportsContradictThoseOfThePicturesIsPlacedByArrival() {
        var soundClock = clock.follower(new MediaTime(1, RATE), false, 0);
        var microphone = new RtpSender();
        microphone.skewNanos = 7200 * SECOND;
        sender.reports(0);
        microphone.reports(0);
        sender.sends(clock, 0, 20 * MILLI);
        var sound = microphone.sends(soundClock, 0, 20 * MILLI);
        assertThat(sound.source()).isEqualTo(ClockSource.ARRIVAL);
        isAt(sound, 20 * MILLI, 0.01);
    }

    @Test
    void timeGoesOnWhereRtpTimeStampsWrapAround() {
        sender.firstTimestamp = -RATE;
        sender.reports(0);
        for (var i = 0L; i < 30; i++) {
            var time = sender.sends(clock, i * 100 * MILLI, MILLI);
            isAt(time, i * 100 * MILLI, 0.01);
        }
    }

    @Test
    void wrapOfRtpTimeBetweenReportsOfADayIsNoEvent() {
        for (var minute = 0L; minute < 24 * 60; minute++) {
            sender.reports(minute * 60 * SECOND);
            var time = sender.sends(clock, minute * 60 * SECOND + 40 * MILLI, MILLI);
            isAt(time, minute * 60 * SECOND + 40 * MILLI, 0.01);
        }
    }

    @Test
    void oneBadReportMovesNothing() {
        runSeconds(0, 5);
        sender.skewNanos = -1731 * MILLI;
        sender.reports(5 * SECOND);
        sender.skewNanos = 0;
        var time = sender.sends(clock, 5 * SECOND + 40 * MILLI, MILLI);
        isAt(time, 5040 * MILLI, 0.01);
    }

    @Test
    void twoBadReportsInARowAreForgottenWithTheNextTwoGoodOnes() {
        runSeconds(0, 5);
        for (var skew : new long[] {1731, 1731, -12, 9, 12}) {
            sender.skewNanos = skew * MILLI;
            sender.reports(5 * SECOND);
            isAt(sender.sends(clock, 5 * SECOND + 40 * MILLI, MILLI), 5040 * MILLI, 13);
        }
        sender.skewNanos = 0;
        runSeconds(6, 30);
        isAt(sender.sends(clock, 36 * SECOND, MILLI), 36_000 * MILLI, 2);
        assertThat(clock.fault()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600_000, -900, 700, 3600_000})
    void clockThatIsSetWronglyIsHeld(long millis) {
        runSeconds(0, 5);
        sender.skewNanos = millis * MILLI;
        runSeconds(5, 2);
        var time = sender.sends(clock, 7 * SECOND, MILLI);
        isAt(time, 7000 * MILLI, 0.01);
        assertThat(time.source()).isEqualTo(ClockSource.SENDER_REPORT);
        assertThat(clock.fault().orElseThrow())
                .isEqualTo("sender's clock was set %s by %.1f s, which is taken out"
                        .formatted(millis > 0 ? "forward" : "back", Math.abs(millis) / 1e3));
    }

    @ParameterizedTest
    @ValueSource(longs = {-3000, -900, 700, 4000})
    void clockThatIsSetRightIsFollowedFromTheSecondReportOn(long millis) {
        sender.skewNanos = millis * MILLI;
        runSeconds(0, 5);
        sender.skewNanos = 0;
        runSeconds(5, 2);
        var time = sender.sends(clock, 7 * SECOND, MILLI);
        isAt(time, 7000 * MILLI, 0.01);
        assertThat(clock.fault()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reportsThatJitterAndLieHardlyMoveTime(boolean twoStreams) {
        sender.twoStreams = twoStreams;
        var random = new Random(5);
        for (var second = 0L; second < 600; second += 5) {
            sender.skewNanos = second % 60 == 45 ? 1731 * MILLI : random.nextLong(-12 * MILLI, 12 * MILLI);
            var known = second >= 60;
            sendsFiveSeconds(second, (time, nanos) -> {
                if (known) {
                    isAt(time, nanos, 5);
                    assertThat(time.errorNanos()).isBetween(MILLI / 2, 4 * MILLI);
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void jitterOfTheFirstReportsIsNoDriftLater(int seed) {
        var jitter = new Random(seed);
        for (var second = 0L; second < 900; second += 5) {
            sender.skewNanos = jitter.nextLong(-12 * MILLI, 12 * MILLI);
            var tolerance = second < 300 ? 12 : 5;
            sendsFiveSeconds(second, (time, nanos) -> isAt(time, nanos, tolerance));
        }
    }

    @Test
    void whatIsKnownOfDriftOutlivesTwoBadReports() {
        sender.driftPpm = 100;
        for (var second = 0L; second < 1200; second += 5) {
            var lies = second == 900 || second == 905;
            sender.skewNanos = second * 100_000 + (lies ? 1731 * MILLI : 0);
            sendsFiveSeconds(second, (time, nanos) -> isAt(time, nanos, 10));
        }
        assertThat(clock.fault()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, -100})
    void clockThatDriftedIsSetRightAndSoundStaysWithThePictures(int ppm) {
        var soundClock = clock.follower(new MediaTime(1, RATE), false, 0);
        var microphone = new RtpSender();
        microphone.firstTimestamp = 77;
        sender.driftPpm = ppm;
        microphone.driftPpm = ppm;
        for (var second = 0L; second < 3660; second++) {
            var away = second * ppm * 1000;
            sender.skewNanos = second < 3600 ? away : away - 3600L * ppm * 1000;
            microphone.skewNanos = sender.skewNanos;
            if (second % 5 == 0) {
                sender.reports(second * SECOND);
                microphone.reports(second * SECOND);
            }
            for (var i = 0L; i < 5; i++) {
                var nanos = second * SECOND + i * 200 * MILLI;
                var picture = sender.sends(clock, nanos, 50 * MILLI);
                var sound = microphone.sends(soundClock, nanos, 50 * MILLI);
                if (second < 3600 || second > 3615) {
                    isAt(picture, nanos, 20);
                    isAt(sound, nanos, 20);
                }
            }
        }
        assertThat(clock.fault()).isEmpty();
        assertThat(soundClock.fault()).isEmpty();
    }

    @Test
    void timeHoldsWhereReportsAreMissing() {
        sender.driftPpm = 80;
        runSeconds(0, 120);
        for (var i = 0L; i < 300; i++) {
            var time = sender.sends(clock, 120 * SECOND + i * 100 * MILLI, MILLI);
            isAt(time, 120 * SECOND + i * 100 * MILLI, 1);
        }
    }

    @Test
    void silenceOfTheSenderAboutItsClockIsSaidAfterAMinute() {
        for (var second = 0L; second <= 60; second++) {
            sender.sends(clock, second * SECOND, MILLI);
            assertThat(clock.fault()).isEmpty();
        }
        sender.sends(clock, 61 * SECOND, MILLI);
        assertThat(clock.fault()).contains("no sender reports, using arrival time");
        runSeconds(62, 2);
        assertThat(clock.fault()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {3600_000, 2000, 400, -2000})
    void settingOurOwnClockIsNoDriftOfTheSenders(long millis) {
        sender.hostStepNanos = -millis * MILLI; // ours was wrong and is set right
        runSeconds(0, 400);
        sender.hostStepNanos = 0;
        runSeconds(400, 300);
        var time = sender.sends(clock, 700 * SECOND, MILLI);
        assertThat(time.source()).isEqualTo(ClockSource.SENDER_REPORT);
        isAt(time, 700 * SECOND, 1);
        assertThat(clock.fault()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {2000, -20_000, -3600_000})
    void aKnownErrorOfTheSendersClockIsTakenOutBeforeItIsJudged(long millis) {
        var known = new RtpClock(new MediaTime(1, RATE), false, Duration.ofMillis(500), -millis * MILLI, 0);
        isAt(sender.sends(known, 0, MILLI), MILLI, 0.01); // arrival, which knows nothing of that clock
        sender.skewNanos = millis * MILLI;
        sender.reports(100 * MILLI);
        var time = sender.sends(known, 100 * MILLI, MILLI);
        assertThat(time.source()).isEqualTo(ClockSource.SENDER_REPORT);
        isAt(time, 100 * MILLI, 0.01);
        assertThat(known.fault()).isEmpty();
    }

    @Test
    void rtpTimeThatIsSetBackIsANewOne() {
        runSeconds(0, 5);
        sender.firstTimestamp -= 2 * RATE;
        sender.skewNanos = -2 * SECOND;
        for (var i = 0L; i < 10; i++) {
            isAt(sender.sends(clock, 5 * SECOND + i * 100 * MILLI, MILLI), 5 * SECOND + i * 100 * MILLI, 2);
        }
    }

    @Test
    void senderThatIsFarOffIsNotBelievedUntilItIsSet() {
        sender.skewNanos = -3600 * SECOND;
        runSeconds(0, 3);
        assertThat(clock.fault()).contains("sender's clock is 3600.0 s behind ours, using arrival time");
        var time = sender.sends(clock, 3 * SECOND, MILLI);
        assertThat(time.source()).isEqualTo(ClockSource.ARRIVAL);
        isAt(time, 3 * SECOND, 2);

        sender.skewNanos = 0;
        runSeconds(4, 3);
        assertThat(clock.fault()).isEmpty();
        assertThat(sender.sends(clock, 7 * SECOND, MILLI).source()).isEqualTo(ClockSource.SENDER_REPORT);
    }

    @Test
    void newRtpClockOfTheSenderIsArrivalUntilTheNextReport() {
        runSeconds(0, 3);
        sender.firstTimestamp += 1_000_000_000;
        var between = sender.sends(clock, 3 * SECOND, MILLI);
        assertThat(between.source()).isEqualTo(ClockSource.ARRIVAL);
        isAt(between, 3 * SECOND, 2);
        runSeconds(4, 1);
        var after = sender.sends(clock, 5 * SECOND, MILLI);
        assertThat(after.source()).isEqualTo(ClockSource.SENDER_REPORT);
        isAt(after, 5 * SECOND, 0.01);
    }

    @Test
    void arrivalFollowsAClockThatDrifts() {
        sender.driftPpm = -200;
        var time = sender.sends(clock, 0, MILLI);
        for (var i = 1L; i <= 6000; i++) {
            time = sender.sends(clock, i * 100 * MILLI, MILLI + i % 7 * MILLI);
        }
        // ten minutes at 200 ppm are 120 ms; the memory of one minute keeps 12 of them
        assertThat((time.captureUtcNanos() - UTC - 600 * SECOND) / 1e6).isBetween(-15.0, 5.0);
    }

    @Test
    void reportLostInFfmpegIsReplacedByItsReferenceTime() {
        sender.reports(0);
        sender.losePendingReport();
        var time = sender.sends(clock, 40 * MILLI, MILLI);
        assertThat(time.source()).isEqualTo(ClockSource.SENDER_REPORT);
        isAt(time, 40 * MILLI, 0.02);
        sender.reports(SECOND);
        var next = sender.sends(clock, SECOND + 40 * MILLI, MILLI);
        isAt(next, SECOND + 40 * MILLI, 0.02);
    }

    @Test
    void sideDataOfAParsedCodecBelongsToTheNextPacket() {
        var parsed = new RtpClock(new MediaTime(1, RATE), true, Duration.ofSeconds(5), 0, 0);
        sender.reports(0);
        var first = sender.packet(100 * MILLI, MILLI);
        var second = sender.packet(170 * MILLI, MILLI);
        // as the parser hands them out: picture 1 with the side data of picture 2's first packet
        parsed.timeOf(new PacketTimes(
                first.pts() - 6300,
                first.referenceMicros(),
                first.report(),
                0,
                first.arrivalUtcNanos(),
                first.arrivalNanoTime()));
        var time = Objects.requireNonNull(parsed.timeOf(new PacketTimes(
                first.pts(), second.referenceMicros(), null, 0, second.arrivalUtcNanos(), second.arrivalNanoTime())));
        isAt(time, 100 * MILLI, 0.01);
    }

    private static void isAt(FrameTime time, long nanos, double toleranceMillis) {
        assertThat((time.captureUtcNanos() - UTC - nanos) / 1e6).isCloseTo(0, within(toleranceMillis));
    }

    private void sendsFiveSeconds(long second, ObjLongConsumer<FrameTime> look) {
        sender.reports(second * SECOND);
        for (var i = 0L; i < 25; i++) {
            var nanos = second * SECOND + i * 200 * MILLI;
            look.accept(sender.sends(clock, nanos, MILLI), nanos);
        }
    }

    private void runSeconds(long from, int seconds) {
        for (var second = from; second < from + seconds; second++) {
            sender.reports(second * SECOND);
            for (var i = 0L; i < 10; i++) {
                sender.sends(clock, second * SECOND + i * 100 * MILLI, MILLI);
            }
        }
    }
}
