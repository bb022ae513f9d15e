package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.nio.ShortBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BacklogTest {
    private static final long MILLI = 1_000_000L;
    private static final long INTERVAL = 40 * MILLI;
    private static final int GROUP = 50;

    private int group = GROUP;
    private final Backlog backlog = new Backlog();
    /** Of the machine. */
    private long now;

    private long number;
    private long decoded;
    private long worstAge;
    private boolean leftOut;
    private long begunWithoutKeyFrame;

    @Test
    void aMachineThatIsATenthTooSlowShowsMostPicturesInTime() {
        pass(120, 44);
        assertThat(worstAge / MILLI).isBetween(600L, 1_000L);
        assertThat((double) decoded / number).isGreaterThan(0.7);
        assertThat(backlog.fault())
                .contains("this machine is too slow for it and leaves pictures out,"
                        + " a smaller stream of the camera helps");
    }

    @Test
    void aMachineThatTakesThriceTheTimeShowsSome() {
        pass(120, 120);
        assertThat(worstAge / MILLI).isBetween(600L, 2_500L);
        assertThat((double) decoded / number).isBetween(0.15, 0.34);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 39})
    void aMachineThatKeepsUpLeavesNothingOut(long workMillis) {
        pass(120, workMillis);
        assertThat(decoded).isEqualTo(number);
        assertThat(backlog.fault()).isEmpty();
    }

    @Test
    void afterAPauseOfTheNetworkOrTheProcessAllIsWorkedOff() {
        pass(10, 5);
        now += 3_000 * MILLI;
        pass(10, 5);
        assertThat(decoded).isEqualTo(number);
    }

    @Test
    void aClockOfPicturesThatIsSetIsNoBacklog() {
        pass(10, 38);
        number += 1_000;
        now += 1_000 * INTERVAL - 5_000 * MILLI;
        pass(60, 38);
        assertThat(decoded + 1_000).isEqualTo(number);
    }

    @Test
    void aKeyFrameIsWaitedForHoweverLongItUsuallyTakes() {
        group = 250;
        pass(11, 5);
        pass(120, 48);
        assertThat(begunWithoutKeyFrame).isZero();
        assertThat(backlog.fault()).isPresent();
    }

    @Test
    void whereNoKeyFramesComeItGoesOnWithoutThem() {
        group = Integer.MAX_VALUE;
        pass(4, 5);
        pass(120, 48);
        assertThat(begunWithoutKeyFrame).isPositive();
    }

    @Test
    void whatTheNetworkDelaysForGoodIsLeftOutOnce() {
        pass(10, 37);
        now += 800 * MILLI;
        delay = 800 * MILLI;
        pass(60, 37);
        decoded = 0;
        long before = number;
        pass(60, 37);
        assertThat(decoded).isEqualTo(number - before);
    }

    @Test
    void whatTheNetworkDelaysIsNotLeftOutForLong() {
        pass(10, 120);
        delay = 2_000 * MILLI;
        decoded = 0;
        number = now / INTERVAL - delay / INTERVAL;
        long before = number;
        pass(60, 5);
        assertThat((double) decoded).isCloseTo((double) (number - before), within(3.0 * GROUP));
    }

    @Test
    void theFaultIsTakenBackAMinuteAfterTheLast() {
        pass(20, 60);
        assertThat(backlog.fault()).isPresent();
        pass(30, 5);
        assertThat(backlog.fault()).isPresent();
        pass(60, 5);
        assertThat(backlog.fault()).isEmpty();
    }

    private long delay;

    /** @param workMillis for which each picture that is decoded keeps the machine busy */
    private void pass(int seconds, long workMillis) {
        long end = now + TimeUnit.SECONDS.toNanos(seconds);
        while (now < end) {
            long captured = number * INTERVAL;
            long read = Math.max(now + MILLI / 10, captured + delay);
            backlog.onRead(read - now);
            now = read;
            boolean before = leftOut;
            leftOut = backlog.leavesOut(captured, number % group == 0, now);
            begunWithoutKeyFrame += before && !leftOut && number % group != 0 ? 1 : 0;
            if (!leftOut) {
                worstAge = Math.max(worstAge, now - captured - delay);
                decoded++;
                now += workMillis * MILLI;
            }
            number++;
        }
    }

    /** A sink that takes its time stands for a decoder that does. */
    @Test
    @Timeout(60)
    void picturesStayFreshOnAMachineThatIsTooSlow() {
        var seen = new RecordingSink();
        var slow = new FrameSink() {
            @Override
            public boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
                var end = System.nanoTime() + 150 * MILLI;
                while (System.nanoTime() < end) {
                    LockSupport.parkNanos(end - System.nanoTime());
                }
                return seen.offerPicture(stream, time, picture);
            }

            @Override
            public boolean offerSound(StreamId stream, FrameTime time, ShortBuffer samples) {
                return true;
            }
        };
        var listener = new RecordingListener();
        try (var camera = Streams.started(Streams.camera(VirtualCameraConfig.of("north"), BarcodeScene.silent()));
                var reader = Streams.reader(camera.url(), Streams.VIDEO, slow, listener)) {
            reader.start();
            seen.await("pictures left out", s -> reader.stats().dropped() > 0);
            seen.clear();
            seen.await(
                    "fresh pictures",
                    s -> s.pictures().stream()
                                    .filter(picture -> picture.shown().isPresent() && age(picture) < 1_000 * MILLI)
                                    .count()
                            >= 10);
            listener.await(told -> told.reason().contains("this machine is too slow for it"));
            assertThat(reader.stats().reconnects()).isZero();
        }
    }

    private static long age(RecordingSink.Seen picture) {
        return picture.time().arrivalUtcNanos() - picture.shown().orElseThrow();
    }
}
