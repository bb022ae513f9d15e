package io.roomwise.sync;

import static io.roomwise.sync.Scenes.SAMPLES_PER_SLOT;
import static io.roomwise.sync.Scenes.SOUND;
import static io.roomwise.sync.Scenes.VIDEO;
import static io.roomwise.sync.Scenes.at;
import static io.roomwise.sync.Scenes.bySender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SlotSoundTest {
    private static final int PIECE = 320;

    @Test
    void aSlotHoldsItsOwnSoundToTheSample() {
        var bench = new AssemblerBench(SOUND, 0, 1);
        hear(bench, -1_000, 3 * SAMPLES_PER_SLOT, 0);
        for (long slot = 0; slot < 3; slot++) {
            assertThat(bench.window(slot).sounds().get(0)).isEqualTo(soundOf(slot));
        }
    }

    @Test
    void jitterOfTheTimeStampsLeavesNoSeam() {
        var bench = new AssemblerBench(SOUND, 0, 1);
        double[] jitter = {0, 4.2, -6.1, 9.9, -9.9, 0.03};
        for (long piece = 0; piece < 60; piece++) {
            bench.sound(0, piece * PIECE, PIECE, jitter[(int) (piece % jitter.length)]);
        }
        assertThat(bench.window(0).sounds().get(0)).isEqualTo(soundOf(0));
        assertThat(bench.window(2).sounds().get(0)).isEqualTo(soundOf(2));
    }

    @Test
    void aSmallHoleIsClosedByAStraightLine() {
        var bench = new AssemblerBench(SOUND, 0, 1);
        hear(bench, 0, 3_200, 0);
        hear(bench, 3_200 + PIECE, 2 * SAMPLES_PER_SLOT, 0);
        short[] heard = bench.window(0).sounds().get(0);
        assertThat(heard).hasSize(SAMPLES_PER_SLOT);
        // The test's sound rises by one a sample: a straight line restores it, but for rounding.
        for (int i = 0; i < SAMPLES_PER_SLOT; i++) {
            assertThat(heard[i]).isCloseTo(Scenes.sample(i), within((short) 1));
        }
    }

    @Test
    void aSlotWithALargerHoleIsNotHeardAndItsNeighboursAre() {
        var bench = new AssemblerBench(SOUND, 0, 1);
        hear(bench, 0, SAMPLES_PER_SLOT + 3_200, 0);
        hear(bench, SAMPLES_PER_SLOT + 3_200 + 641, 3 * SAMPLES_PER_SLOT, 0);
        assertThat(bench.window(0).sounds().get(0)).isEqualTo(soundOf(0));
        assertThat(bench.window(1).sounds().get(0)).isEmpty();
        assertThat(bench.window(2).sounds().get(0)).isEqualTo(soundOf(2));
        assertThat(bench.room().degraded()).isEqualTo(1);
    }

    @Test
    void soundThatComesTwiceIsHeardOnce() {
        var bench = new AssemblerBench(SOUND, 0, 1);
        hear(bench, 0, 3_200, 0);
        bench.sound(0, 1_600, 1_600, 0);
        bench.sound(0, 2_400, 1_600, 0);
        hear(bench, 4_000, 2 * SAMPLES_PER_SLOT, 0);
        assertThat(bench.window(0).sounds().get(0)).isEqualTo(soundOf(0));
        assertThat(bench.stream(0).late()).isEqualTo(1);
    }

    @Test
    void aModelThatListensWaitsForTheSoundOfTheSlot() {
        var bench = new AssemblerBench(SOUND, 1, 1);
        hear(bench, 0, 1_600, 0);
        bench.picture(0, 0, 0);
        bench.picture(0, 0, 100);
        assertThat(bench.windows()).isEmpty();
        hear(bench, 1_600, SAMPLES_PER_SLOT, 0);
        assertThat(bench.window(0).sounds().get(0)).isEqualTo(soundOf(0));
        assertThat(bench.window(0).pictures()).doesNotContain(AssemblerBench.ABSENT);
    }

    @Test
    void soundMayBeAsLateAsPictures() {
        var bench = new AssemblerBench(SOUND, 0, 1);
        hear(bench, 0, 3_200, 0);
        bench.passUntil(0, 400 + 599);
        hear(bench, 3_200, SAMPLES_PER_SLOT, 0);
        assertThat(bench.window(0).sounds().get(0)).isEqualTo(soundOf(0));
    }

    @Test
    void soundGoesOnWithoutASeamWhenTheClockOfTheHostIsSetByWholeSlots() {
        var bench = new AssemblerBench(SOUND, 0, 1);
        hear(bench, 0, 10 * SAMPLES_PER_SLOT, 0);
        bench.stepHostClock(-3_600_000);
        hear(bench, 10 * SAMPLES_PER_SLOT, 20 * SAMPLES_PER_SLOT, -3_600_000);
        assertThat(bench.slots()).hasSize(20).endsWith(18L, 19L);
        assertThat(bench.windows())
                .allSatisfy(window -> assertThat(window.sounds().get(0)).isEqualTo(soundOf(window.slot())));
    }

    @Test
    void aDeadMicrophoneDelaysNothing() {
        var bench = new AssemblerBench(SOUND, 1, 1);
        bench.pictures(0, 0, 10, 0);
        assertThat(bench.slots()).hasSize(10);
        assertThat(bench.window(9).waitMillis()).isCloseTo(100, within(1e-6));
        assertThat(bench.window(9).sounds().get(0)).isEmpty();
    }

    @Test
    void aModelThatDoesNotListenWaitsForPicturesOnly() {
        var bench = new AssemblerBench(VIDEO, 1, 1);
        bench.pictures(0, 0, 3, 0);
        assertThat(bench.slots()).containsExactly(0L, 1L, 2L);
        assertThat(bench.window(2).waitMillis()).isCloseTo(100, within(1e-6));
        assertThat(bench.room().degraded()).isZero();
    }

    @Test
    void aMicrophoneWhoseClockIsFarOffIsRefused() {
        var bench = new AssemblerBench(SOUND, 0, 1);
        hear(bench, 0, SAMPLES_PER_SLOT, 0);
        bench.soundNow(0, bySender(at(20, 0)), Scenes.sound(0, PIECE));
        bench.soundNow(0, bySender(at(-20, 0)), Scenes.sound(0, PIECE));
        hear(bench, SAMPLES_PER_SLOT, 2 * SAMPLES_PER_SLOT, 0);
        assertThat(bench.stream(0).refused()).isEqualTo(2);
        assertThat(bench.window(1).sounds().get(0)).isEqualTo(soundOf(1));
    }

    private static void hear(AssemblerBench bench, int from, int to, double shiftMillis) {
        for (int first = from; first < to; first += PIECE) {
            bench.sound(0, first, Math.min(PIECE, to - first), shiftMillis);
        }
    }

    private static short[] soundOf(long slot) {
        return Scenes.sound(slot * SAMPLES_PER_SLOT, SAMPLES_PER_SLOT).array();
    }
}
