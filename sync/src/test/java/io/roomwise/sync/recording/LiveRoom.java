package io.roomwise.sync.recording;

import io.roomwise.capture.CaptureConfig;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.MediaRole;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamConfig;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamReader;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.RoomWindow;
import io.roomwise.sync.SyncConfig;
import io.roomwise.sync.SyncTap;
import io.roomwise.sync.Synchronizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;

/** Two real RTSP cameras, one with sound, through the real synchronizer, until there were some whole windows. */
final class LiveRoom {
    static final SyncConfig CONFIG = new SyncConfig(2.5, true, 60, 600, 160, 120, false);
    static final RoomLayout LAYOUT = layout();

    private static final int WHOLE_WINDOWS = 5;

    private LiveRoom() {}

    private static RoomLayout layout() {
        RoomId room = new RoomId("home", "living");
        List<StreamId> views = List.of(new StreamId(0, room, "north"), new StreamId(1, room, "south"));
        return new RoomLayout(room, views, views.subList(0, 1));
    }

    /** @return what each window was, by slot */
    static Map<Long, String> watch(SyncTap tap) throws IOException, InterruptedException {
        Map<Long, String> windows = new ConcurrentSkipListMap<>();
        CountDownLatch whole = new CountDownLatch(WHOLE_WINDOWS);
        List<AutoCloseable> opened = new ArrayList<>();
        try (Synchronizer synchronizer = new Synchronizer(
                CONFIG,
                List.of(LAYOUT),
                window -> {
                    windows.put(window.slotIndex(), digest(window));
                    if (window.present(0) && window.present(1) && window.heard(0)) {
                        whole.countDown();
                    }
                },
                Thread::new,
                Clocks.system(),
                failure -> {})) {
            synchronizer.tapInto(tap);
            synchronizer.start();
            SplittableRandom random = new SplittableRandom(7);
            for (StreamId stream : LAYOUT.views()) {
                boolean sound = LAYOUT.microphones().contains(stream);
                VirtualCamera camera = new VirtualCamera(
                        VirtualCameraConfig.of(stream.sensor()),
                        new Stripes(sound ? 8_000 : 0),
                        Clocks.system(),
                        random.split());
                opened.add(0, camera);
                camera.start();
                Set<MediaRole> roles = sound ? Set.of(MediaRole.values()) : Set.of(MediaRole.VIDEO);
                StreamReader reader = new StreamReader(
                        stream,
                        StreamConfig.of(camera.url(), roles, CaptureConfig.defaults()),
                        synchronizer,
                        (id, state, reason) -> {},
                        Clocks.system(),
                        random.split());
                opened.add(0, reader);
                reader.start();
            }
            whole.await();
        } finally {
            closeAll(opened);
        }
        return windows;
    }

    static String digest(RoomWindow window) {
        WindowDigest digest = new WindowDigest(next -> {});
        digest.onWindow(window);
        return digest.hexadecimal();
    }

    private static void closeAll(List<AutoCloseable> opened) {
        for (AutoCloseable part : opened) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
