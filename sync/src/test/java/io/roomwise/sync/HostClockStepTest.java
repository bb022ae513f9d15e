package io.roomwise.sync;

import static io.roomwise.sync.AssemblerBench.ABSENT;
import static io.roomwise.sync.Scenes.VIDEO;
import static io.roomwise.sync.Scenes.at;
import static io.roomwise.sync.Scenes.byArrival;
import static io.roomwise.sync.Scenes.bySender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody (NTP, a person) sets the clock of the host while cameras stream. */
class HostClockStepTest {
    private static final double HOUR = 3_600_000;

    private final AssemblerBench bench = new AssemblerBench(VIDEO, 2, 0);

    @ParameterizedTest
    @ValueSource(doubles = {HOUR, -HOUR, 86_400_000, 7_300, -7_300, -1_001, 1_001})
    void aLargeStepCostsNoSlotAndNoPictureThatWasTimedByArrival(double step) {
        watch(50, 0, true, true);
        bench.stepHostClock(step);
        watch(50, 0, true, true);
        assertConsecutive(24, 26);
        assertThat(absent(0) + absent(1)).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {HOUR, -HOUR, 7_300})
    void afterALargeStepWindowsTellTheNewTimeAndStayOnTheGrid(double step) {
        watch(50, 0, true, true);
        bench.stepHostClock(step);
        int before = bench.windows().size();
        watch(50, 0, true, true);
        assertThat(bench.windows().subList(before, bench.windows().size()))
                .isNotEmpty()
                .allSatisfy(window -> {
                    assertThat(window.slotUtcNanos() % Scenes.SLOT_NANOS).isZero();
                    assertThat(window.waitMillis()).isBetween(0.0, 700.0);
                    assertThat(window.skewMillis()).isLessThanOrEqualTo(120);
                });
    }

    @ParameterizedTest
    @ValueSource(doubles = {300, -300, 900, -450})
    void aSmallStepIsNotNoticedByCamerasThatTellTheirOwnTime(double step) {
        watch(50, step, false, false);
        bench.stepHostClock(step);
        watch(50, 0, false, false);
        assertConsecutive(24, 27);
        // The first pictures may have been taken later than the clock of the host thought.
        assertThat(bench.windows().subList(3, bench.windows().size()))
                .allSatisfy(window -> assertThat(window.pictures()).doesNotContain(ABSENT));
    }

    @ParameterizedTest
    @ValueSource(doubles = {300, -300, 900, -450})
    void aSmallStepTakesFromCamerasTimedByArrivalOnlyWhatItLeapsOver(double step) {
        watch(50, step, true, false);
        bench.stepHostClock(step);
        watch(50, 0, true, false);
        assertConsecutive(22, 28);
        // While the clock of the host was slow, the second camera began in its future.
        assertThat(absent(1)).isLessThanOrEqualTo((long) Math.ceil(Math.max(0, step) / 400));
        assertThat(absent(0)).isLessThanOrEqualTo(1 + (long) Math.ceil(Math.max(0, step) / 400));
    }

    @Test
    void stepsThatTakeTurnsLeaveEverySlotOnce() {
        for (double step : new double[] {HOUR, 300, -HOUR, -300, 450, -2_000, 86_400_000, -999}) {
            watch(20, 0, true, true);
            bench.stepHostClock(step);
        }
        watch(20, 0, true, true);
        assertConsecutive(40, 50);
    }

    @Test
    void manySmallStepsBackDoNotStopTheWindows() {
        for (int i = 0; i < 10; i++) {
            bench.stepHostClock(-900);
            watch(5, 0, true, true);
        }
        // In 5 s of true time the clock of the host fell back by 9 s.
        assertConsecutive(4, 13);
    }

    @Test
    void aStepDoesNotShortenTheTimeForWhichALateViewIsWaitedFor() {
        bench.pictures(0, 0, 1, 0);
        bench.pictures(1, 0, 1, 0);
        int there = bench.picture(0, 1, 0);
        bench.stepHostClock(300);
        bench.pass(499);
        assertThat(bench.slots()).doesNotContain(1L);
        bench.pass(1);
        assertThat(bench.window(1).pictures()).containsExactly(there, ABSENT);
    }

    @Test
    void slotsThatAStepLeapsOverAreWaitedForFromThenOn() {
        bench.pictures(0, 0, 1, 0);
        bench.pictures(1, 0, 1, 0);
        bench.pictureNow(0, bySender(at(1, 0)));
        bench.pictureNow(1, bySender(at(1, 0)));
        bench.stepHostClock(800);
        int there = bench.pictureNow(0, bySender(at(2, 0)));
        bench.pass(590);
        assertThat(bench.slots()).containsExactly(0L, 1L);
        int late = bench.pictureNow(1, bySender(at(2, 0)));
        assertThat(bench.window(2).pictures()).containsExactly(there, late);
    }

    @Test
    void aSlotWhosePicturesWereTakenBeforeAndAfterALargeStepTellsTheNewTimesOfAll() {
        bench.pictures(0, 0, 1, 0);
        bench.pictures(1, 0, 1, 0);
        bench.pictureNow(0, byArrival(at(1, -20)));
        bench.stepHostClock(HOUR);
        bench.pass(50);
        bench.pictureNow(1, byArrival(at(1, 30) + 3_600_000_000_000L));
        bench.pictureNow(0, byArrival(at(1, 50) + 3_600_000_000_000L));
        assertThat(bench.window(1).pictures()).doesNotContain(ABSENT);
        assertThat(bench.window(1).skewMillis()).isCloseTo(50, within(1e-6));
        assertThat(bench.window(1).slotUtcNanos()).isEqualTo(at(1, HOUR));
    }

    @ParameterizedTest
    @ValueSource(doubles = {HOUR, -HOUR})
    void aStepDoesNotMakeAViewLookSilent(double step) {
        watch(20, 0, true, true);
        bench.stepHostClock(step);
        int before = bench.windows().size();
        bench.pictureNow(0, byArrival(bench.now() - 100_000_000));
        bench.pass(400);
        bench.pictureNow(0, byArrival(bench.now() - 100_000_000));
        // View 1 was seen 0.5 s ago: its next picture is still waited for.
        assertThat(bench.windows().size() - before).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {HOUR, -HOUR})
    void aSilentRoomPausesAfterThirtySecondsOfTrueTime(double step) {
        watch(20, 0, true, true);
        bench.pass(0);
        for (int i = 0; i < 1_000; i++) {
            bench.pass(20);
        }
        bench.stepHostClock(step);
        int before = bench.windows().size();
        for (int i = 0; i < 1_000; i++) {
            bench.pass(20);
        }
        // 10 s are left of the 30.
        assertThat(bench.windows().size() - before).isCloseTo(25, within(2));
    }

    /**
     * Both cameras at 10 fps.
     *
     * @param pictures of each
     * @param senderMillis true time minus the clock of the host
     */
    private void watch(int pictures, double senderMillis, boolean byArrival0, boolean byArrival1) {
        for (int i = 0; i < pictures; i++) {
            bench.pass(30);
            take(0, byArrival0, senderMillis);
            bench.pass(70);
            take(1, byArrival1, senderMillis);
        }
    }

    private void take(int view, boolean byArrival, double senderMillis) {
        long captured = bench.now() - 100_000_000;
        bench.pictureNow(view, byArrival ? byArrival(captured) : bySender(captured + Math.round(senderMillis * 1e6)));
    }

    private void assertConsecutive(int least, int most) {
        List<Long> slots = bench.slots();
        assertThat(slots.size()).isBetween(least, most);
        assertThat(slots)
                .containsExactlyElementsOf(LongStream.range(slots.get(0), slots.get(0) + slots.size())
                        .boxed()
                        .toList());
    }

    private long absent(int view) {
        return bench.windows().stream()
                .filter(window -> window.pictures().get(view) == ABSENT)
                .count();
    }
}
