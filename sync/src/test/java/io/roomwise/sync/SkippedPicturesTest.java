package io.roomwise.sync;

import static io.roomwise.sync.Scenes.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows are the same, and come at the same time, whether unneeded pictures are scaled and copied or only told of. */
class SkippedPicturesTest {
    private static final int VIEWS = 3;
    private static final int SLOTS = 60;
    private static final Grid GRID = Grid.at(VIDEO.framesPerSecond());

    private record Captured(int view, double millis) {}

    /** Frame rates that change, jitter of the time stamps, streams that begin late, end early and have holes. */
    private static List<Captured> scene(Random random) {
        List<Captured> scene = new ArrayList<>();
        for (int view = 0; view < VIEWS; view++) {
            double interval = List.of(40.0, 66.7, 100.0, 250.0).get(random.nextInt(4));
            double end = SLOTS * 400.0 * (0.5 + random.nextDouble());
            for (double millis = random.nextInt(2000);
                    millis < end;
                    millis += interval * (0.8 + 0.4 * random.nextDouble())) {
                if (random.nextInt(10) > 0) {
                    scene.add(new Captured(view, millis));
                }
            }
        }
        scene.sort(Comparator.comparingDouble(Captured::millis));
        return scene;
    }

    private static AssemblerBench played(List<Captured> scene, boolean skipping) {
        AssemblerBench bench = new AssemblerBench(VIDEO, VIEWS, 0);
        for (Captured captured : scene) {
            if (skipping && !GRID.isNear(Scenes.at(0, captured.millis()), VIDEO.toleranceMillis() * 1_000_000L)) {
                bench.skippedPicture(captured.view(), 0, captured.millis());
            } else {
                bench.picture(captured.view(), 0, captured.millis());
            }
        }
        bench.passUntil(2L * SLOTS, 0);
        return bench;
    }

    /** Of one view. */
    private static final class Choice {
        private final AssemblerBench bench;
        private @Nullable Captured waiting;
        private @Nullable Captured offered;
        private double newest;

        Choice(AssemblerBench bench) {
            this.bench = bench;
        }

        void onPicture(Captured captured, boolean last) {
            double now = captured.millis();
            double next = last ? now + 1000 : now + (now - newest);
            newest = now;
            if (waiting != null && isNearer(now, waiting.millis())) {
                bench.skippedPicture(waiting.view(), 0, waiting.millis());
            } else if (waiting != null) {
                offer(waiting);
            }
            waiting = null;
            boolean near = GRID.isNear(Scenes.at(0, now), VIDEO.toleranceMillis() * 1_000_000L);
            if (!near || (offered != null && replaces(offered.millis(), now))) {
                bench.skippedPicture(captured.view(), 0, now);
            } else if (isNearer(next, now)) {
                waiting = captured;
            } else {
                offer(captured);
            }
        }

        private void offer(Captured captured) {
            bench.picture(captured.view(), 0, captured.millis());
            offered = captured;
        }

        private static boolean isNearer(double one, double other) {
            return replaces(one, other) && !replaces(other, one);
        }
    }

    /** As capture does: of each slot's pictures the nearest alone is offered, once it is known to be. */
    private static AssemblerBench nearestOnly(List<Captured> scene) {
        AssemblerBench bench = new AssemblerBench(VIDEO, VIEWS, 0);
        List<Choice> choices =
                Stream.generate(() -> new Choice(bench)).limit(VIEWS).toList();
        for (Captured captured : scene) {
            // who ends the stream says so, and nothing waits any more
            boolean last = scene.stream()
                    .noneMatch(next -> next.view() == captured.view() && next.millis() > captured.millis());
            choices.get(captured.view()).onPicture(captured, last);
        }
        bench.passUntil(2L * SLOTS, 0);
        return bench;
    }

    private static boolean replaces(double one, double other) {
        return GRID.replaces(Scenes.at(0, one), Scenes.at(0, other));
    }

    @Test
    void onePictureReplacesAnotherOfTheSameSlotThatIsNoNearer() {
        assertThat(replaces(-10, 30)).isTrue();
        assertThat(replaces(30, -10)).isFalse();
        assertThat(replaces(20, -20)).isTrue();
        assertThat(replaces(-10, 390)).isFalse();
        assertThat(replaces(-10, 200)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void windowsAreTheSame(long seed) {
        List<Captured> scene = scene(new Random(seed));
        AssemblerBench all = played(scene, false);
        AssemblerBench needed = played(scene, true);
        assertThat(all.windows()).hasSizeGreaterThan(SLOTS / 2);
        assertThat(needed.windows()).isEqualTo(all.windows());
        assertThat(needed.room()).isEqualTo(all.room());
        assertThat(pictures(nearestOnly(scene))).isEqualTo(pictures(all));
    }

    private static List<List<Double>> pictures(AssemblerBench bench) {
        return bench.windows().stream()
                .map(window -> List.of((double) window.slot(), window.skewMillis()))
                .toList();
    }
}
