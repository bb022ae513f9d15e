package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoundHistoryTest {
    private static final long START = 28_000_000_000_000L;

    private final SoundHistory history = new SoundHistory();

    @Test
    void givesBackEachSampleAtItsNumberAcrossTheEndOfItsMemory() {
        add(START, 0, SoundHistory.KEPT + 5_000);
        assertThat(history.covers(START + SoundHistory.KEPT + 5_000, 300)).isTrue();
        assertThat(read(START + SoundHistory.KEPT + 5_000, 300)[299])
                .isEqualTo(Scenes.sample(SoundHistory.KEPT + 4_999));
        assertThat(read(START + SoundHistory.KEPT, 300)[0]).isEqualTo(Scenes.sample(SoundHistory.KEPT - 300));
    }

    @Test
    void doesNotCoverWhatHasNotComeOrIsForgotten() {
        assertThat(history.covers(START, 1)).isFalse();
        add(START, 0, 320);
        assertThat(history.covers(START + 320, 320)).isTrue();
        assertThat(history.covers(START + 321, 10)).isFalse();
        assertThat(history.covers(START + 320 - SoundHistory.KEPT, 10)).isFalse();
    }

    @Test
    void aHoleIsSilent() {
        add(START, 0, 320);
        add(START + 1_000, 1_000, 320);
        float[] sound = read(START + 1_320, 1_320);
        assertThat(sound[319]).isEqualTo(Scenes.sample(319));
        assertThat(IntStream.range(320, 1_000)).allMatch(i -> sound[i] == 0);
        assertThat(sound[1_000]).isEqualTo(Scenes.sample(1_000));
    }

    @Test
    void whatWasHeardBeforeALongHoleDoesNotComeAgain() {
        add(START, 0, 3_200);
        add(START + SoundHistory.KEPT, 0, 320);
        float[] sound = read(START + SoundHistory.KEPT + 320, 3_200);
        assertThat(IntStream.range(0, 2_880)).allMatch(i -> sound[i] == 0);
    }

    @Test
    void jitterOfStampsNeitherLosesNorRepeatsMoreThanASample() {
        for (int piece = 0; piece < 100; piece++) {
            add(START + piece * 320L + (piece % 2 == 0 ? 40 : -40), piece * 320L, 320);
        }
        float[] sound = read(START + 32_000, 16_000);
        long steps = IntStream.range(1, 16_000)
                .filter(i -> sound[i] - sound[i - 1] != 1)
                .count();
        assertThat(steps).isLessThan(16_000 / 320 + 2);
    }

    @Test
    void followsStampsThatStayOff() {
        add(START, 0, 320);
        for (int piece = 1; piece < 100; piece++) {
            add(START + 50 + piece * 320L, piece * 320L, 320);
        }
        assertThat(history.covers(START + 50 + 32_000, 320)).isTrue();
        assertThat(history.covers(START + 51 + 32_000, 320)).isFalse();
        assertThat(read(START + 50 + 32_000, 320)[0]).isEqualTo(Scenes.sample(99 * 320));
    }

    private void add(long stamped, long firstSample, int count) {
        for (int done = 0; done < count; done += 320) {
            short[] piece = new short[320];
            for (int i = 0; i < 320; i++) {
                piece[i] = Scenes.sample(firstSample + done + i);
            }
            history.add(stamped + done, piece, Math.min(320, count - done));
        }
    }

    private float[] read(long until, int count) {
        float[] sound = new float[count];
        history.copyTo(sound, count, until);
        return sound;
    }
}
