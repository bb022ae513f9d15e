package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.StreamId;
import java.nio.ShortBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How far, and for how long, frames are moved by what their room's sound said once. */
class SoundClockReachTest {
    private static final double PICTURES_A_SECOND = 10;

    private final List<StreamId> cameras = Scenes.room("living", 0, 2, 0).views();
    private final RoomLayout layout = new RoomLayout(cameras.get(0).room(), cameras, cameras);
    private final SyncConfig config = new SyncConfig(2.5, false, 60, 600, 64, 48, true);
    private final SoundClock clock = new SoundClock(config, layout);
    private final FrameSlot slot = new FrameSlot(64, 48);
    private double seconds;

    @Test
    void whatWindowsWouldNotWaitForIsLeftWhereItIs() {
        learn(540);
        assertThat(shiftAfter(60)).isCloseTo(-540, within(1e-6));
        learn(560);
        assertThat(shiftAfter(60)).as("an estimate or two more").isCloseTo(-560, within(1e-6));
        learn(566);
        assertThat(shiftAfter(60)).isZero();
        assertThat(slot.time().errorNanos()).isGreaterThanOrEqualTo(566_000_000L);
        learn(520);
        assertThat(shiftAfter(60)).isZero();
        learn(510);
        assertThat(shiftAfter(60)).isCloseTo(-510, within(1e-6));
    }

    @Test
    void aStreamThatIsOpenedAnewIsTrustedForFiveMinutes() {
        learn(300);
        assertThat(shiftAfter(60)).isCloseTo(-300, within(1e-6));
        clock.doubt(1, Scenes.at(0, 1_000 * seconds));
        assertThat(shiftAfter(290)).isCloseTo(-300, within(1e-6));
        assertThat(slot.time().errorNanos()).as("all of it may be wrong").isGreaterThanOrEqualTo(300_000_000L);
        assertThat(shiftAfter(60)).isZero();

        learn(200);
        assertThat(shiftAfter(60)).isCloseTo(-200, within(1e-6));
        assertThat(slot.time().errorNanos()).isLessThan(100_000_000L);
    }

    @Test
    void soIsOneWhoseMicrophoneWasSwitchedOff() {
        learn(300);
        assertThat(shiftAfter(60)).isCloseTo(-300, within(1e-6));
        for (int i = 0; i < 290 * PICTURES_A_SECOND; i++) {
            picture();
        }
        assertThat(clock.shiftMillis(1)).isCloseTo(-300, within(1e-6));
        for (int i = 0; i < 60 * PICTURES_A_SECOND; i++) {
            picture();
        }
        assertThat(clock.shiftMillis(1)).isZero();
    }

    /** The room's sound says that the second sensor is late by so much. */
    private void learn(double lateMillis) {
        LagWitnesses lags = new LagWitnesses();
        for (int i = 0; i < 6; i++) {
            lags.add(-lateMillis, i);
        }
        boolean[] byArrival = {false, true};
        clock.learn(new SoundOffsets(List.of(new MicrophonePair(0, 1, lags)), byArrival, new SoundZero(2)), byArrival);
    }

    /** By how much pictures are moved when so many seconds of them and of quiet sound have passed. */
    private double shiftAfter(double duration) {
        for (int i = 0; i < duration * PICTURES_A_SECOND; i++) {
            slot.fill(1, time(), ShortBuffer.wrap(new short[1_600]));
            clock.correctSound(1, slot, 0);
            picture();
        }
        return clock.shiftMillis(1);
    }

    private void picture() {
        seconds += 1 / PICTURES_A_SECOND;
        slot.fill(1, time());
        clock.correctPicture(1, slot);
    }

    private FrameTime time() {
        long stamp = Scenes.at(0, 1_000 * seconds);
        return new FrameTime(stamp, 50_000_000, ClockSource.ARRIVAL, stamp);
    }
}
