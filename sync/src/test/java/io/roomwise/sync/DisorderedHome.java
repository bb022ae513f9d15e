package io.roomwise.sync;

import static io.roomwise.sync.AssemblerBench.ABSENT;
import static io.roomwise.sync.Scenes.SLOT_NANOS;
import static io.roomwise.sync.Scenes.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Twenty seconds of one to four cameras with random frame rates, delays, jitter, duplicates, gaps, mixed-up pictures and
 * jumping clocks, which come and go. Remembers all that happened and holds the windows against it.
 */
final class DisorderedHome {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long LENGTH = 20 * SECOND;
    private static final long TICK = 20 * MILLI;
    private static final long TOLERANCE = VIDEO.toleranceMillis() * MILLI;
    private static final long MAX_WAIT = VIDEO.maxWaitMillis() * MILLI;
    /** Beginning of all times here; the bench starts at that instant. */
    private static final long BEGIN = Scenes.at(0, 0);

    private final long seed;
    private final SplittableRandom random;
    private final AssemblerBench bench;
    private final int views;
    private final List<Frame> frames = new ArrayList<>();
    private final boolean[] orderly;
    /** By the number that the bench gives. */
    private final Map<Integer, Handled> handled = new TreeMap<>();
    /** When each window left, in steps, and how long after its instant. */
    private final List<Long> leftAt = new ArrayList<>();

    private long step;

    /** A picture of a view, captured and brought. */
    private record Frame(int view, long captured, long arrival) {}

    private record Handled(Frame frame, long step) {}

    DisorderedHome(long seed) {
        this.seed = seed;
        random = new SplittableRandom(seed);
        views = 1 + random.nextInt(4);
        bench = new AssemblerBench(VIDEO, views, 0);
        orderly = new boolean[views];
        for (int view = 0; view < views; view++) {
            orderly[view] = random.nextInt(3) == 0;
            film(view);
        }
        frames.sort(Comparator.comparingLong(Frame::arrival));
    }

    private void film(int view) {
        long from = random.nextInt(3) == 0 ? random.nextLong(LENGTH / 2) : 0;
        long to = random.nextInt(3) == 0 ? LENGTH / 2 + random.nextLong(LENGTH / 2) : LENGTH;
        long delay = (20 + random.nextInt(300)) * MILLI;
        long jump = random.nextInt(3) == 0 ? (random.nextInt(2_000) - 1_000) * MILLI : 0;
        long period = 40 * MILLI;
        long arrived = 0;
        for (long time = from + random.nextLong(period); time < to; time += period) {
            if (random.nextInt(50) == 0) {
                period = new long[] {40, 83, 100, 200, 30 + random.nextInt(300)}[random.nextInt(5)] * MILLI;
            }
            long jitter = random.nextLong(60) * MILLI;
            if (orderly[view]) {
                // Less than it takes to be missed: the stream stays live.
                arrived = Math.max(arrived, time + delay + jitter);
                frames.add(new Frame(view, BEGIN + time, BEGIN + arrived));
                continue;
            }
            if (random.nextInt(100) == 0) {
                time += random.nextLong(3 * SECOND);
            }
            long stamped = BEGIN + time + (time > LENGTH / 2 ? jump : 0) - Math.max(0, jump);
            frames.add(new Frame(view, stamped, BEGIN + time + delay + 3 * jitter));
            if (random.nextInt(20) == 0) {
                frames.add(new Frame(view, stamped, BEGIN + time + delay + 5 * jitter));
            }
        }
    }

    void live() {
        long tick = BEGIN;
        for (Frame frame : frames) {
            for (; tick < frame.arrival(); tick += TICK) {
                look(tick);
            }
            // What leaves at this moment leaves before the picture is handled.
            look(frame.arrival());
            step++;
            handled.put(bench.pictureNow(frame.view(), Scenes.bySender(frame.captured())), new Handled(frame, step));
            note();
        }
        for (; tick < BEGIN + LENGTH + SECOND; tick += TICK) {
            look(tick);
        }
        judge();
    }

    private void look(long nanoTime) {
        step++;
        bench.pass((nanoTime - bench.now()) / 1e6);
        note();
    }

    private void note() {
        while (leftAt.size() < bench.windows().size()) {
            leftAt.add(step);
        }
    }

    private void judge() {
        List<AssemblerBench.Seen> windows = bench.windows();
        assertThat(windows).as("seed %d", seed).isNotEmpty();
        for (int i = 0; i < windows.size(); i++) {
            AssemblerBench.Seen window = windows.get(i);
            assertThat(window.slot())
                    .as("seed %d", seed)
                    .isEqualTo(windows.get(0).slot() + i);
            assertThat(window.waitMillis())
                    .as("seed %d slot %d", seed, window.slot())
                    .isBetween(0.0, (MAX_WAIT + TICK) / 1e6);
            for (int view = 0; view < views; view++) {
                assertThat(window.pictures().get(view))
                        .as("seed %d slot %d view %d", seed, window.slot(), view)
                        .isEqualTo(nearest(window, view, leftAt.get(i)));
            }
        }
        assertThat(windows.stream()
                        .flatMap(window -> window.pictures().stream())
                        .filter(picture -> picture != ABSENT))
                .as("seed %d", seed)
                .doesNotHaveDuplicates();
        // Pending places and three windows for each view, and the ring's one slot.
        assertThat(bench.buffers()).as("seed %d", seed).isLessThanOrEqualTo(views * (6 + 3) + 1);
    }

    /** Of an orderly view, the window must have waited for the best; of others, for what came before it left. */
    private int nearest(AssemblerBench.Seen window, int view, long left) {
        long instant = window.slotUtcNanos();
        boolean waitedFor = orderly[view]
                && handled.values().stream().anyMatch(seen -> seen.frame().view() == view && seen.step() < left);
        return handled.entrySet().stream()
                .filter(seen -> seen.getValue().frame().view() == view)
                .filter(seen -> Math.abs(seen.getValue().frame().captured() - instant) <= TOLERANCE)
                .filter(seen -> waitedFor
                        ? seen.getValue().frame().arrival() < instant + MAX_WAIT
                        : seen.getValue().step() <= left)
                .min(Comparator.comparingLong((Map.Entry<Integer, Handled> seen) ->
                                Math.abs(seen.getValue().frame().captured() - instant))
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .orElse(ABSENT);
    }

    static {
        assertThat(2 * TOLERANCE).isLessThan(SLOT_NANOS);
    }
}
