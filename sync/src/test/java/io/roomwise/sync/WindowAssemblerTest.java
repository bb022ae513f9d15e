package io.roomwise.sync;

import static io.roomwise.sync.AssemblerBench.ABSENT;
import static io.roomwise.sync.Scenes.VIDEO;
import static io.roomwise.sync.Scenes.at;
import static io.roomwise.sync.Scenes.byArrival;
import static io.roomwise.sync.Scenes.bySender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WindowAssemblerTest {
    @Test
    void choosesThePictureNearestToTheInstant() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        bench.picture(0, 0, -60);
        bench.picture(0, 0, -35);
        int nearest = bench.picture(0, 0, -10);
        bench.picture(0, 0, 15);
        assertThat(bench.window(0).pictures()).containsExactly(nearest);
    }

    @Test
    void aPictureAfterTheInstantMayBeTheNearest() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        bench.picture(0, 0, -40);
        int nearest = bench.picture(0, 0, 20);
        assertThat(bench.window(0).pictures()).containsExactly(nearest);
    }

    @Test
    void aPictureBeyondTheToleranceLeavesTheViewAbsent() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        bench.picture(0, 0, 0);
        bench.picture(0, 1, -61);
        bench.picture(0, 1, 61);
        assertThat(bench.window(1).pictures()).containsExactly(ABSENT);
        assertThat(bench.room().degraded()).isEqualTo(1);
    }

    @Test
    void aPictureAtTheToleranceCounts() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        bench.picture(0, 0, 0);
        int atTheEdge = bench.picture(0, 1, 60);
        assertThat(bench.window(1).pictures()).containsExactly(atTheEdge);
    }

    @Test
    void aSlotLeavesWithTheFirstPictureAfterItsInstant() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        bench.picture(0, 0, -20);
        assertThat(bench.windows()).isEmpty();
        bench.picture(0, 0, 80);
        assertThat(bench.window(0).waitMillis()).isCloseTo(180, within(1e-6));
    }

    @Test
    void aSlotWaitsForTheSlowestLiveView() {
        var bench = new AssemblerBench(VIDEO, 2, 0);
        bench.picture(0, 0, -50);
        bench.picture(1, 0, -50);
        bench.picture(0, 0, 50);
        assertThat(bench.windows()).isEmpty();
        bench.picture(1, 0, 50);
        assertThat(bench.slots()).containsExactly(0L);
    }

    @Test
    void aStalledViewIsWaitedForNoLongerThanAgreed() {
        var bench = new AssemblerBench(VIDEO, 2, 0);
        bench.pictures(0, 0, 1, 0);
        bench.pictures(1, 0, 1, 0);
        int there = bench.picture(0, 1, 0);
        bench.passUntil(1, 599);
        assertThat(bench.slots()).containsExactly(0L);
        bench.passUntil(1, 601);
        assertThat(bench.window(1).pictures()).containsExactly(there, ABSENT);
    }

    @Test
    void aViewThatIsSilentForMoreThanASecondIsNotWaitedFor() {
        var bench = new AssemblerBench(VIDEO, 2, 0);
        bench.pictures(0, 0, 1, 0);
        bench.pictures(1, 0, 1, 0);
        bench.pictures(0, 1, 10, 0);
        // Last picture of view 1: 300 ms after slot 0, handled 100 ms later; from 1400 ms on nobody waits for it.
        assertThat(bench.window(2).waitMillis()).isGreaterThan(500);
        assertThat(bench.window(5).waitMillis()).isCloseTo(100, within(1e-6));
        assertThat(bench.window(9).waitMillis()).isCloseTo(100, within(1e-6));
    }

    @Test
    void dropsTheLatePictureAndCountsIt() {
        var bench = new AssemblerBench(VIDEO, 2, 0);
        bench.picture(1, 0, -50);
        bench.pictures(0, 0, 3, 0);
        bench.passUntil(2, 700);
        assertThat(bench.window(1).pictures().get(1)).isEqualTo(ABSENT);
        bench.picture(1, 1, 0);
        bench.picture(1, 2, 0);
        assertThat(bench.stream(1).late()).isEqualTo(2);
        assertThat(bench.slots()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void everySlotLeavesOnceAndInOrder() {
        var bench = new AssemblerBench(VIDEO, 3, 0);
        for (long slot = 0; slot < 100; slot++) {
            for (int i = 0; i < 4; i++) {
                for (int view = 0; view < 3; view++) {
                    if ((slot * 31 + i * 7L + view * 13L) % 11 > 2) {
                        bench.picture(view, slot, i * 100 + view * 30);
                    }
                }
            }
        }
        bench.passUntil(100, 0);
        assertThat(bench.slots())
                .containsExactlyElementsOf(LongStream.rangeClosed(0, 99).boxed().toList());
        assertThat(bench.room().windows()).isEqualTo(100);
    }

    @Test
    void nothingLeavesBeforeTheFirstFrame() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        bench.passUntil(100, 0);
        assertThat(bench.windows()).isEmpty();
    }

    @Test
    void aRoomThatFellSilentStillGetsEmptyWindowsAndThenNone() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        bench.pictures(0, 0, 1, 0);
        bench.passUntil(300, 0);
        // Last frame at 400 ms; 30 s later, with 600 ms of waiting, the last empty slot had left.
        assertThat(bench.slots()).endsWith(73L, 74L).hasSize(75);
        assertThat(bench.window(74).pictures()).containsExactly(ABSENT);
    }

    @Test
    void afterASilenceTheGridGoesOnAtThePresent() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        bench.pictures(0, 0, 1, 0);
        bench.passUntil(1_000, 0);
        int before = bench.windows().size();
        bench.pictures(0, 1_000, 1_002, 0);
        assertThat(bench.slots().subList(before, bench.slots().size())).containsExactly(1_000L, 1_001L);
    }

    @Test
    void noSlotLeavesTwiceWhenTheClockIsSetBackALittleDuringAPause() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        bench.pictures(0, 0, 1, 0);
        bench.passUntil(77, 0);
        bench.stepHostClock(-1_000);
        bench.pictures(0, 73, 80, 0);
        assertThat(bench.slots()).isSorted().doesNotHaveDuplicates().endsWith(78L, 79L);
    }

    @Test
    void aFirstFrameThatIsOldDoesNotCallUpThePast() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        bench.jumpTo(10, 0);
        bench.picture(0, 0, 0);
        bench.passUntil(10, 300);
        assertThat(bench.slots()).containsExactly(9L);
        assertThat(bench.stream(0).late()).isEqualTo(1);
    }

    @Test
    void aFirstFrameThatIsAheadDoesNotMakeTheOtherViewsLate() {
        var bench = new AssemblerBench(VIDEO, 2, 0);
        bench.jumpTo(1, 100);
        bench.pictureNow(0, bySender(at(3, 0)));
        bench.jumpTo(1, 390);
        int there = bench.pictureNow(1, bySender(at(2, -20)));
        bench.picture(1, 2, 80);
        assertThat(bench.window(2).pictures()).containsExactly(ABSENT, there);
    }

    @Test
    void noSlotLeavesBeforeItsInstant() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        int early = bench.pictureNow(0, bySender(at(1, -50)));
        bench.pictureNow(0, bySender(at(1, 50)));
        bench.jumpTo(1, -1);
        assertThat(bench.slots()).doesNotContain(1L);
        bench.jumpTo(1, 0);
        assertThat(bench.window(1).pictures()).containsExactly(early);
    }

    @Test
    void whatStillWaitsIsNotPushedOutByACameraThatIsAhead() {
        var bench = new AssemblerBench(new SyncConfig(2.5, false, 60, 950, 64, 48, false), 2, 0);
        bench.picture(0, 0, -100);
        bench.picture(1, 0, -100);
        int waiting = bench.picture(0, 0, 0);
        bench.picture(1, 0, -80);
        bench.jumpTo(0, 949);
        bench.pictureNow(0, bySender(at(5, -60)));
        bench.passUntil(0, 951);
        assertThat(bench.window(0).pictures()).containsExactly(waiting, ABSENT);
    }

    @Test
    void slotsThatWereMissedWhileTheProcessStoodStillAreSkipped() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        bench.pictures(0, 0, 3, 0);
        bench.jumpTo(50, 0);
        bench.pictures(0, 50, 52, 0);
        assertThat(bench.slots()).startsWith(0L, 1L, 2L).endsWith(49L, 50L, 51L).hasSizeLessThan(8);
        assertThat(bench.room().skipped()).isEqualTo(52 - bench.windows().size());
    }

    @Test
    void aFrameOfTheFutureOrOfThePastIsRefused() {
        var bench = new AssemblerBench(VIDEO, 2, 0);
        bench.pictures(0, 0, 2, 0);
        bench.pictureNow(1, bySender(at(25, 0)));
        bench.pictureNow(1, bySender(at(-25, 0)));
        bench.pictureNow(1, bySender(Long.MAX_VALUE));
        bench.pictureNow(1, bySender(Long.MIN_VALUE));
        bench.pictures(0, 2, 4, 0);
        assertThat(bench.stream(1).refused()).isEqualTo(4);
        assertThat(bench.slots()).containsExactly(0L, 1L, 2L, 3L);
        assertThat(bench.windows())
                .allSatisfy(window -> assertThat(window.waitMillis()).isLessThan(101));
    }

    @Test
    void aCameraWhoseClockJumpsWithinTheLimitsRecovers() {
        var bench = new AssemblerBench(VIDEO, 2, 0);
        bench.pictures(0, 0, 1, 0);
        bench.pictures(1, 0, 1, 0);
        bench.pictureNow(1, bySender(at(3, 0)));
        for (long slot = 1; slot < 12; slot++) {
            bench.pictures(0, slot, slot + 1, 0);
            bench.pictures(1, slot, slot + 1, 0);
        }
        assertThat(bench.slots()).isSorted().doesNotHaveDuplicates();
        assertThat(bench.window(11).pictures()).doesNotContain(ABSENT);
        assertThat(bench.window(8).pictures()).doesNotContain(ABSENT);
    }

    @Test
    void skewIsTheLargestDistanceBetweenTwoPresentViews() {
        var bench = new AssemblerBench(VIDEO, 4, 0);
        bench.picture(0, 0, -50);
        bench.picture(1, 0, -35);
        bench.picture(2, 0, -50);
        bench.picture(3, 0, -100);
        bench.picture(0, 0, 10);
        bench.picture(2, 0, 20.5);
        bench.picture(1, 0, 65);
        bench.picture(3, 0, 100);
        assertThat(bench.window(0).pictures().get(3)).isEqualTo(ABSENT);
        assertThat(bench.window(0).skewMillis()).isCloseTo(55.5, within(1e-6));
        assertThat(bench.room().skewMillis().p50()).isCloseTo(55.5, within(1e-6));
        assertThat(bench.room().errorMillis().p50()).isEqualTo(2);
    }

    @Test
    void oneViewHasNoSkew() {
        var bench = new AssemblerBench(VIDEO, 1, 0);
        bench.picture(0, 0, 30);
        assertThat(bench.window(0).skewMillis()).isZero();
    }

    @Test
    void theWindowTellsByWhichClocksItsViewsWereTimed() {
        var bench = new AssemblerBench(VIDEO, 2, 0);
        bench.pictureNow(0, bySender(at(0, 0)));
        bench.pictureNow(1, bySender(at(0, 0)));
        bench.jumpTo(1, 0);
        bench.pictureNow(0, bySender(at(1, 0)));
        bench.pictureNow(1, byArrival(at(1, 0)));
        bench.jumpTo(2, 0);
        bench.pictureNow(0, byArrival(at(2, 0)));
        bench.pictureNow(1, byArrival(at(2, 0)));
        assertThat(bench.windows())
                .extracting(AssemblerBench.Seen::clock)
                .containsExactly(WindowClock.RTCP, WindowClock.MIXED, WindowClock.WALLCLOCK);
    }

    @Test
    void twoAssemblersShareOneGrid() {
        var one = new AssemblerBench(VIDEO, 1, 0);
        var other = new AssemblerBench(VIDEO, 1, 0);
        one.pictures(0, 0, 5, 13);
        other.pictures(0, 2, 5, 37);
        assertThat(one.slots()).endsWith(2L, 3L, 4L);
        assertThat(other.slots()).containsExactly(2L, 3L, 4L);
    }
}
