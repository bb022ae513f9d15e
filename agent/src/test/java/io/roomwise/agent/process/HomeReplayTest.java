package io.roomwise.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomwise.agent.TinyModels;
import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.config.ConfigFile;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionListener;
import io.roomwise.inference.RoomState;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.SyncConfig;
import io.roomwise.sync.recording.FrameRecorder;
import io.roomwise.sync.recording.Manifest;
import io.roomwise.sync.recording.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HomeReplayTest {
    private final Path home;
    private final Path folder;

    HomeReplayTest(@TempDir Path home) {
        this.home = home;
        folder = home.resolve("recording");
    }

    @Test
    void whatWasRecognizedLiveIsRecognizedAgain() throws Exception {
        TinyModels.write(home);
        Events live = new Events(2);
        FrameRecorder[] recorder = new FrameRecorder[1];
        AgentConfig config;
        try (VirtualCamera camera = new VirtualCamera(
                VirtualCameraConfig.of("north"), new Grey(0), Clocks.system(), new SplittableRandom(1))) {
            camera.start();
            config = config(camera.url().reveal());
            try (HomeAgent agent = new HomeAgent(
                    config, live, new FailurePolicy(code -> {}), Clocks.system(), new ServiceManager(null))) {
                agent.tapInto((sync, layouts) -> recorder[0] = recorder(sync, layouts));
                agent.start();
                live.seen.await();
            }
        }
        recorder[0].close();
        Events replayed = new Events(2);
        Recording recording = Recording.open(folder);
        String windows;
        try (HomeReplay replay = HomeReplay.open(recording, config, replayed)) {
            assertThat(replay.play(nanoTime -> true).problem()).isEmpty();
            windows = replay.digest().hexadecimal();
            assertThat(replay.stats().inference().windows()).isPositive();
        }
        assertThat(replayed.labels).startsWith("home/living STARTED sit_down", "home/living STARTED fall");
        assertThat(live.labels).startsWith("home/living STARTED sit_down", "home/living STARTED fall");
        Events again = new Events(2);
        try (HomeReplay replay = HomeReplay.open(recording, config, again)) {
            replay.play(nanoTime -> true);
            assertThat(replay.digest().hexadecimal()).isEqualTo(windows);
        }
        assertThat(again.events).containsExactlyElementsOf(replayed.events);
    }

    @Test
    void aModelOfAnotherGridIsRefused() throws Exception {
        TinyModels.write(home);
        RoomId room = new RoomId("home", "living");
        SyncConfig five = new SyncConfig(5, false, 60, 600, 64, 64, false);
        recorder(five, List.of(new RoomLayout(room, List.of(new StreamId(0, room, "north")), List.of())))
                .close();
        assertThatThrownBy(this::open)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "the model takes 2.5 frames a second, the recording was made for one that takes 5.0");
    }

    private HomeReplay open() throws Exception {
        return HomeReplay.open(Recording.open(folder), config("rtsp://127.0.0.1:9/none"), new Events(1));
    }

    private FrameRecorder recorder(SyncConfig sync, List<RoomLayout> layouts) {
        FrameRecorder made = new FrameRecorder(
                folder, Manifest.of("a test", Instant.EPOCH, sync, layouts), Long.MAX_VALUE, () -> {});
        try {
            made.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return made;
    }

    private AgentConfig config(String url) throws Exception {
        Path file = home.resolve("agent.yaml");
        Files.writeString(
                file,
                """
                mqtt: {enabled: false}
                model: {threads: 1}
                homes: {home: {rooms: {living: {sensors: {north: {inputs: [{path: "%s"}]}}}}}}
                """
                        .formatted(url));
        return ConfigFile.read(file, Map.of("ROOMWISE_HOME", home.toString()));
    }

    private static final class Events implements ActionListener {
        private final Queue<ActionEvent> events = new ConcurrentLinkedQueue<>();
        private final Queue<String> labels = new ConcurrentLinkedQueue<>();
        private final CountDownLatch seen;

        Events(int awaited) {
            seen = new CountDownLatch(awaited);
        }

        @Override
        public void onAction(ActionEvent event) {
            events.add(event);
            labels.add(event.room() + " " + event.kind() + " " + event.action());
            seen.countDown();
        }

        @Override
        public void onRoomState(RoomState state) {}
    }
}
