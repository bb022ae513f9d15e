package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two cameras with sound through the whole of synchronization; the second has no clock and all of it comes late. */
@Timeout(60)
class SoundClockTest {
    private static final double LATE_MILLIS = 180;
    /** 32 s. */
    private static final int LENGTH = 1 << 19;

    private static final double SAMPLES_PER_MILLI = 16;
    /** A microphone's track takes 10 ms for jitter of the stamps. */
    private static final double JITTER = 11 * SAMPLES_PER_MILLI;

    private static final int PIECE = 320;
    private static final int PICTURE = 1_600;

    private final RoomId room = new RoomId("home", "living");
    private final StreamId punctual = new StreamId(0, room, "north");
    private final StreamId late = new StreamId(1, room, "south");
    private final List<StreamId> cameras = List.of(punctual, late);
    private final ManualClock clock = new ManualClock(Scenes.at(0, 0));
    private final ConcurrentLinkedDeque<Seen> windows = new ConcurrentLinkedDeque<>();
    private final short[] sound = new RoomSound(LENGTH, new double[][] {{0, 0}}, 0.3, 1)
            .add(RoomSound.speech(LENGTH, new SplittableRandom(7)), 2, 1)
            .heard(0, 20, 1_000);

    /** @param trueSkewMillis between the moments that the two pictures show */
    private record Seen(double trueSkewMillis, double claimedSkewMillis, double errorMillis, WindowClock clock) {}

    @Test
    void withoutTheOptionPicturesOfDifferentMomentsShareAWindow() {
        SyncStats stats = live(config(false, false));
        assertThat(last().trueSkewMillis()).isEqualTo(200);
        assertThat(last().claimedSkewMillis()).isCloseTo(20, within(0.1));
        assertThat(stats.rooms().get(0).soundOffsets().get(1).offsetMillis()).isCloseTo(LATE_MILLIS, within(1.0));
        assertThat(stats.rooms().get(0).soundOffsets().get(1).shiftMillis()).isZero();
    }

    @Test
    void withItTheSoundBringsThemTogether() {
        SyncStats stats = live(config(false, true));
        assertThat(last().trueSkewMillis()).isZero();
        assertThat(last().claimedSkewMillis()).isCloseTo(0, within(1.0));
        assertThat(stats.rooms().get(0).soundOffsets().get(1).shiftMillis()).isCloseTo(-LATE_MILLIS, within(1.0));
    }

    @Test
    void whatIsMovedSaysSo() {
        live(config(false, true));
        assertThat(last().errorMillis()).isCloseTo(Math.hypot(SoundOffsets.PATH_MILLIS, 60), within(1.0));
        assertThat(last().clock()).isEqualTo(WindowClock.MIXED);
    }

    @Test
    void soundThatTheModelHearsIsMovedWithThePictures() {
        short[][] heard = new short[2][];
        live(config(true, true), heard);
        assertThat((double) lag(heard[0], heard[1])).isCloseTo(0, within(JITTER));
    }

    @Test
    void withoutTheOptionItStaysWhereItIs() {
        short[][] heard = new short[2][];
        live(config(true, false), heard);
        assertThat((double) lag(heard[0], heard[1])).isCloseTo(200 * SAMPLES_PER_MILLI, within(JITTER));
    }

    private Seen last() {
        return windows.getLast();
    }

    private static SyncConfig config(boolean sound, boolean soundClock) {
        return new SyncConfig(2.5, sound, 60, 600, 64, 48, soundClock);
    }

    private SyncStats live(SyncConfig config) {
        return live(config, new short[2][]);
    }

    /** @param heard takes the sound of the last window in which both cameras were heard */
    private SyncStats live(SyncConfig config, short[][] heard) {
        RoomLayout layout = new RoomLayout(room, cameras, cameras);
        try (Synchronizer open = new Synchronizer(
                config,
                List.of(layout),
                window -> look(window, heard),
                Scenes.DAEMONS,
                clock.clocks(),
                failure -> windows.clear())) {
            open.start();
            for (int sample = 0; sample + PIECE <= LENGTH; sample += PIECE) {
                clock.set(Scenes.at(0, 300 + sample / 16.0));
                for (StreamId camera : cameras) {
                    bring(open, camera, sample);
                }
                while (open.stats().ringFill() > 0) {
                    Thread.onSpinWait();
                }
            }
            return open.stats();
        }
    }

    private void bring(Synchronizer to, StreamId camera, int sample) {
        assertThat(to.offerSound(camera, time(camera, sample, 20), ShortBuffer.wrap(sound, sample, PIECE)))
                .isTrue();
        if (sample % PICTURE == 0) {
            assertThat(to.offerPicture(camera, time(camera, sample, 0), Scenes.picture(sample)))
                    .isTrue();
        }
    }

    /** @param pieceMillis by which sound that is stamped by arrival is late in any case */
    private FrameTime time(StreamId camera, int sample, double pieceMillis) {
        double millis = sample / 16.0;
        return camera.equals(late)
                ? new FrameTime(
                        Scenes.at(0, millis + LATE_MILLIS + pieceMillis),
                        50_000_000,
                        ClockSource.ARRIVAL,
                        Scenes.at(0, millis + LATE_MILLIS + pieceMillis))
                : Scenes.bySender(Scenes.at(0, millis));
    }

    private void look(RoomWindow window, short[][] heard) {
        if (window.present(0) && window.present(1)) {
            assertThat(window.time(0).captureUtcNanos())
                    .isEqualTo(Scenes.at(0, Scenes.number(window.picture(0)) / 16.0));
            windows.add(new Seen(
                    Math.abs(Scenes.number(window.picture(0)) - Scenes.number(window.picture(1))) / 16.0,
                    window.skewMillis(),
                    window.errorMillis(),
                    window.clock()));
        }
        for (int camera = 0; camera < 2; camera++) {
            if (window.heard(camera)) {
                heard[camera] = new short[window.sound(camera).remaining()];
                window.sound(camera).get(heard[camera]);
            }
        }
    }

    /** Of the second behind the first, in samples, where they fit best. */
    private static int lag(short[] first, short[] second) {
        int best = 0;
        double highest = 0;
        for (int lag = 0; lag < first.length / 2 + 1_000; lag++) {
            double sum = 0;
            for (int i = 0; i + lag < first.length; i++) {
                sum += (double) first[i] * second[i + lag];
            }
            if (sum > highest) {
                highest = sum;
                best = lag;
            }
        }
        return best;
    }
}
