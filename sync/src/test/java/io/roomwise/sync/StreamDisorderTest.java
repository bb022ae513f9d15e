package io.roomwise.sync;

import static io.roomwise.sync.AssemblerBench.ABSENT;
import static io.roomwise.sync.Scenes.SLOT_NANOS;
import static io.roomwise.sync.Scenes.VIDEO;
import static io.roomwise.sync.Scenes.at;
import static io.roomwise.sync.Scenes.byArrival;
import static io.roomwise.sync.Scenes.bySender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What networks and cameras do to the order and the times of pictures, one at a time and then all at once. */
class StreamDisorderTest {
    @Test
    void aPictureThatComesTwiceIsTakenOnce() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        int first = bench.picture(0, 0, -20);
        bench.picture(0, 0, -20);
        bench.picture(0, 0, 80);
        bench.picture(0, 0, -20);
        assertThat(bench.slots()).containsExactly(0L);
        assertThat(bench.window(0).pictures()).containsExactly(first);
        assertThat(bench.stream(0).late()).isEqualTo(1);
    }

    @Test
    void aStreamThatMixesUpItsPicturesIsWaitedForThatMuchLonger() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        for (long slot = 0; slot < 5; slot++) {
            bench.picture(0, slot, 100);
            int nearest = bench.picture(0, slot, 0);
            bench.picture(0, slot, 300);
            bench.picture(0, slot, 200);
            if (slot > 0) {
                assertThat(bench.window(slot).pictures()).containsExactly(nearest);
            }
        }
    }

    @Test
    void onceInOrderAgainAStreamIsNotWaitedForAnyLonger() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        bench.picture(0, 0, 100);
        bench.picture(0, 0, 0);
        bench.pictures(0, 1, 100, 0);
        assertThat(bench.window(20).waitMillis()).isGreaterThan(200);
        assertThat(bench.window(99).waitMillis()).isCloseTo(100, within(1e-6));
    }

    @Test
    void changesOfFrameRateLoseNoSlot() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        for (double millis = 0; millis < 4_000; millis += 40) {
            bench.picture(0, 0, millis);
        }
        for (double millis = 4_000; millis < 8_000; millis += 200) {
            bench.picture(0, 0, millis);
        }
        for (double millis = 8_000; millis < 12_000; millis += 1_000 / 12.0) {
            bench.picture(0, 0, millis);
        }
        assertThat(bench.slots()).hasSize(30).startsWith(0L).endsWith(29L);
        assertThat(bench.windows())
                .allSatisfy(window -> assertThat(window.pictures()).doesNotContain(ABSENT));
        assertThat(bench.windows())
                .allSatisfy(window -> assertThat(window.waitMillis()).isLessThan(300));
    }

    @Test
    void aViewThatJoinsIsPartOfTheNextSlotAndOneThatLeavesIsMissedForASecond() {
        var bench = new AssemblerBench(VIDEO, 2, 0);
        bench.pictures(0, 0, 5, 0);
        for (long slot = 5; slot < 10; slot++) {
            bench.pictures(1, slot, slot + 1, 20);
            bench.pictures(0, slot, slot + 1, 0);
        }
        bench.pictures(0, 10, 20, 0);
        for (long slot = 0; slot < 20; slot++) {
            boolean there = slot >= 5 && slot < 10;
            assertThat(bench.window(slot).pictures().get(1) != ABSENT).isEqualTo(there);
        }
        assertThat(bench.window(13).waitMillis()).isCloseTo(100, within(1e-6));
    }

    @Test
    void aCameraThatIsAlwaysTooLateDelaysNobody() {
        var bench = new AssemblerBench(VIDEO, 2, 0);
        for (long slot = 0; slot < 10; slot++) {
            for (int i = 0; i < 4; i++) {
                bench.picture(0, slot, i * 100);
                bench.pictureNow(1, bySender(at(slot, i * 100 - 2_000)));
            }
        }
        assertThat(bench.slots()).hasSize(10);
        assertThat(bench.window(9).waitMillis()).isCloseTo(100, within(1e-6));
        assertThat(bench.stream(1).late()).isPositive();
    }

    /** A stream is timed by arrival until its first sender report, then by that. */
    @ParameterizedTest
    @ValueSource(doubles = {1_000, 500, 300, -300, -500})
    void aStreamWhoseTimesJumpIsWholeAgainAfterThatLong(double jump) {
        var bench = new AssemblerBench(VIDEO, 2, 0);
        double before = Math.max(0, jump);
        double after = Math.max(0, -jump);
        for (int i = 0; i < 100; i++) {
            bench.pass(100);
            bench.pictureNow(0, bySender(bench.now() - 60_000_000));
            double behind = i < 50 ? before : after;
            bench.pictureNow(1, byArrival(bench.now() - Math.round(behind * 1e6) - 50_000_000));
        }
        assertThat(bench.slots())
                .startsWith(0L)
                .hasSizeBetween(24, 25)
                .isSorted()
                .doesNotHaveDuplicates();
        long absentAfterTheJump = bench.windows().stream()
                .filter(window -> window.slotUtcNanos() >= at(0, 5_000))
                .filter(window -> window.pictures().get(1) == ABSENT)
                .count();
        assertThat(absentAfterTheJump).isLessThanOrEqualTo((long) Math.ceil(Math.abs(jump) * 1e6 / SLOT_NANOS) + 1);
    }

    /** The seed is the name of the home, so that a failure can be looked at. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyMixtureOfAllThatKeepsThePromises(long seeds) {
        for (long seed = seeds * 1_000; seed < seeds * 1_000 + 50; seed++) {
            new DisorderedHome(seed).live();
        }
    }
}
