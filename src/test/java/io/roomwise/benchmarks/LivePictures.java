package io.roomwise.benchmarks;

import io.roomwise.capture.CaptureConfig;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.MediaRole;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamConfig;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamReader;
import io.roomwise.capture.StreamUrl;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.RoomWindow;
import io.roomwise.sync.SyncConfig;
import io.roomwise.sync.Synchronizer;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** The live pipeline from cameras to windows, in a process of its own: a dot for each picture in a window. */
final class LivePictures {
    private static final RoomId ROOM = new RoomId("home", "room");
    private static final double FRAMES_PER_SECOND = 2.5;

    private LivePictures() {}

    /** @param args addresses of the cameras */
    public static void main(String[] args) throws InterruptedException {
        List<StreamId> streams = IntStream.range(0, args.length)
                .mapToObj(i -> new StreamId(i, ROOM, "camera" + i))
                .toList();
        Synchronizer windows = new Synchronizer(
                SyncConfig.defaults(FRAMES_PER_SECOND, false),
                List.of(new RoomLayout(ROOM, streams, List.of())),
                LivePictures::onWindow,
                Thread::new,
                Clocks.system(),
                fatal -> Runtime.getRuntime().halt(1));
        windows.start();
        for (int i = 0; i < args.length; i++) {
            StreamConfig stream =
                    StreamConfig.of(new StreamUrl(args[i]), Set.of(MediaRole.VIDEO), CaptureConfig.defaults());
            new StreamReader(
                            streams.get(i),
                            stream,
                            windows,
                            (id, state, reason) -> System.err.println(id + " " + state + " " + reason),
                            Clocks.system(),
                            new SplittableRandom(i))
                    .start();
        }
        new CountDownLatch(1).await();
    }

    private static void onWindow(RoomWindow window) {
        for (int view = 0; view < window.layout().views().size(); view++) {
            if (window.present(view) && window.picture(view).width() == 640) {
                System.out.print('.');
            }
        }
        System.out.flush();
    }
}
