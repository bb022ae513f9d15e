package io.roomwise.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigFile;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.MediaRole;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamConfig;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamReader;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionListener;
import io.roomwise.inference.ActionRecognizer;
import io.roomwise.inference.RoomState;
import io.roomwise.sync.ReplaySynchronizer;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.SyncConfig;
import io.roomwise.sync.Synchronizer;
import io.roomwise.sync.WindowHandler;
import io.roomwise.sync.recording.FrameRecorder;
import io.roomwise.sync.recording.Manifest;
import io.roomwise.sync.recording.Recording;
import io.roomwise.trainer.simulation.SimulatedRoom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole chain with the shipped models: two RTSP cameras of a simulated room, recorded while it is recognized. */
@Timeout(300)
class RecordedHomeTest {
    /** A room that training has never seen, in which somebody drinks half a minute after life began. */
    private static final long ROOM = 2_000_003;

    private static final long BEFORE_NANOS = 20_000_000_000L;

    private final RoomId room = new RoomId("home", "living");
    private final RoomLayout layout = new RoomLayout(
            room,
            IntStream.range(0, 2)
                    .mapToObj(view -> new StreamId(view, room, "camera" + view))
                    .toList(),
            List.of());
    private final SyncConfig sync = SyncConfig.defaults(2.5, false);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Path folder;

    RecordedHomeTest(@TempDir Path directory) {
        folder = directory.resolve("recording");
    }

    @Test
    void aReplayTellsTheEventsThatWereToldLive() throws Exception {
        AgentConfig config =
                ConfigFile.defaults(Map.of("ROOMWISE_HOME", shipped().toString()));
        Events live = new Events();
        Set<Long> handled = new ConcurrentSkipListSet<>();
        try {
            ActionRecognizer recognizer = opened(ActionRecognizer.open(
                    config.inference(), live, Clocks.system().utcNanos()));
            FrameRecorder recorder = opened(new FrameRecorder(
                    folder, Manifest.of("a test", Instant.now(), sync, List.of(layout)), Long.MAX_VALUE, () -> {}));
            recorder.start();
            watch(config, recorder, window -> {
                handled.add(window.slotIndex());
                recognizer.onWindow(window);
            });
            live.begun.await();
        } finally {
            closeAll();
        }
        Events replayed = new Events();
        try (ActionRecognizer recognizer = ActionRecognizer.open(config.inference(), replayed, () -> 0)) {
            // On a busy machine some windows were given up; the model has to look back on the same ones.
            WindowHandler same = window -> {
                if (handled.contains(window.slotIndex())) {
                    recognizer.onWindow(window);
                }
            };
            Recording recording = Recording.open(folder);
            assertThat(recording.manifest().end().orElseThrow().lost()).isZero();
            recording.play(new ReplaySynchronizer(sync, List.of(layout), same), nanoTime -> true);
            assertThat(recognizer.stats().windows()).isEqualTo(handled.size());
        }
        assertThat(live.labels).isNotEmpty();
        assertThat(replayed.labels).containsExactlyElementsOf(live.labels);
    }

    private void watch(AgentConfig config, FrameRecorder recorder, WindowHandler handler) throws Exception {
        Synchronizer synchronizer =
                opened(new Synchronizer(sync, List.of(layout), handler, Thread::new, Clocks.system(), failure -> {}));
        synchronizer.tapInto(recorder);
        synchronizer.start();
        SimulatedRoom simulated = SimulatedRoom.of(ROOM);
        long begin = Clocks.system().utcNanos().getAsLong() - BEFORE_NANOS;
        SplittableRandom random = new SplittableRandom(1);
        for (StreamId view : layout.views()) {
            VirtualCamera camera = opened(new VirtualCamera(
                    VirtualCameraConfig.of(view.sensor()),
                    simulated.scene(view.index(), begin, 10),
                    Clocks.system(),
                    random.split()));
            camera.start();
            StreamReader reader = opened(new StreamReader(
                    view,
                    StreamConfig.of(camera.url(), Set.of(MediaRole.VIDEO), config.capture()),
                    synchronizer,
                    (stream, state, reason) -> {},
                    Clocks.system(),
                    random.split()));
            reader.start();
        }
    }

    private static Path shipped() {
        return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
                .map(at -> at.resolve("inference"))
                .filter(at -> Files.isDirectory(at.resolve("models/student")))
                .findFirst()
                .orElseThrow();
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    private void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private static final class Events implements ActionListener {
        private final Collection<String> labels = new ConcurrentLinkedQueue<>();
        private final CountDownLatch begun = new CountDownLatch(1);

        @Override
        public void onAction(ActionEvent event) {
            labels.add(event.kind() + " " + event.action() + " " + event.capturedUtcNanos() + " " + event.score() + " "
                    + event.viewsUsed());
            begun.countDown();
        }

        @Override
        public void onRoomState(RoomState state) {}
    }
}
