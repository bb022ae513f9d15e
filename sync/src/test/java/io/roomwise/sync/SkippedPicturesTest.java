package io.roomwise.sync;

import static io.roomwise.sync.Scenes.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows are the same, and come at the same time, whether unneeded pictures are scaled and copied or only told of. */
class SkippedPicturesTest {
    private static final int VIEWS = 3;
    private static final int SLOTS = 60;

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
        Grid grid = Grid.at(VIDEO.framesPerSecond());
        for (Captured captured : scene) {
            if (skipping && !grid.isNear(Scenes.at(0, captured.millis()), VIDEO.toleranceMillis() * 1_000_000L)) {
                bench.skippedPicture(captured.view(), 0, captured.millis());
            } else {
                bench.picture(captured.view(), 0, captured.millis());
            }
        }
        bench.passUntil(2L * SLOTS, 0);
        return bench;
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
    }
}
