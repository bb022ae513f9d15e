package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.CaptureConfig;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.MediaRole;
import io.roomwise.capture.StreamConfig;
import io.roomwise.capture.StreamReader;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import io.roomwise.sync.recording.Stripes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A camera with its own clock, capture and synchronizer, on a host whose clock is set. */
@Timeout(60)
class LiveClockStepTest {
    private final AtomicLong stepNanos = new AtomicLong();
    private final Clocks system = Clocks.system();
    private final Clocks host = new Clocks(() -> system.utcNanos().getAsLong() + stepNanos.get(), system.nanoTime());
    private final RoomLayout room = Scenes.room("living", 0, 1, 0);
    private final BlockingQueue<Long> whole = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(longs = {3_600_000, -3_600_000, 2000, -2000, 300, -300})
    void theCameraIsSeenInEverySlotBeforeAndAfter(long stepMillis) throws Exception {
        SyncConfig config = new SyncConfig(2.5, false, 60, 600, 160, 120, false);
        try (VirtualCamera camera = new VirtualCamera(
                        VirtualCameraConfig.of("north"), new Stripes(0), system, new SplittableRandom(1));
                Synchronizer synchronizer =
                        new Synchronizer(config, List.of(room), this::look, Scenes.DAEMONS, host, failure -> {})) {
            camera.start();
            synchronizer.start();
            StreamConfig stream = StreamConfig.of(camera.url(), Set.of(MediaRole.VIDEO), CaptureConfig.defaults());
            try (StreamReader reader = new StreamReader(
                    room.views().get(0),
                    stream,
                    synchronizer,
                    (id, state, reason) -> {},
                    host,
                    new SplittableRandom(2))) {
                reader.start();
                List<Long> slots = new ArrayList<>();
                take(5, slots);
                stepNanos.set(Duration.ofMillis(stepMillis).toNanos());
                take(8, slots);
                assertThat(slots).isSorted().doesNotHaveDuplicates();
                SyncStats.RoomStats stats = synchronizer.stats().rooms().get(0);
                assertThat(stats.skipped()).isZero();
                // 13 whole ones; one before the camera was there, and what the step explains
                assertThat(slots.get(12) - slots.get(0)).isLessThanOrEqualTo(12 + 2);
            }
        }
    }

    private void take(int windows, List<Long> slots) throws InterruptedException {
        for (int i = 0; i < windows; i++) {
            slots.add(whole.take());
        }
    }

    private void look(RoomWindow window) {
        if (window.present(0)) {
            whole.add(window.slotIndex());
        }
    }
}
