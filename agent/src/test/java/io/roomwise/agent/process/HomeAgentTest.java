package io.roomwise.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.roomwise.agent.TinyModels;
import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.config.ConfigFile;
import io.roomwise.agent.config.Problem;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HomeAgentTest {
    @Test
    void recognizesWhatACameraSeesAndTellsSystemd(@TempDir Path home) throws Exception {
        TinyModels.write(home);
        BlockingQueue<ActionEvent> events = new LinkedBlockingQueue<>();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        CountDownLatch alive = new CountDownLatch(2);
        ServiceManager systemd = new ServiceManager(message -> {
            told.add(message);
            if (message.equals("WATCHDOG=1")) {
                alive.countDown();
            }
        });
        try (VirtualCamera camera = camera(0)) {
            camera.start();
            AgentConfig config = config(home, camera.url().reveal(), "");
            try (HomeAgent agent = new HomeAgent(
                    config, new Events(events), new FailurePolicy(code -> {}), Clocks.system(), systemd)) {
                RunReport report = new RunReport("agent run", Instant.EPOCH);
                agent.start();
                ActionEvent event = events.take();
                assertThat(event.room().toString()).isEqualTo("home/living");
                assertThat(event.viewsUsed()).containsExactly("north");
                assertThat(agent.detectorKnowsSimulatedHomesOnly()).isTrue();
                alive.await();
                assertThat(agent.stats().inference().windows()).isPositive();
                assertThat(report.csv(agent.stats()))
                        .startsWith("subject,metric,value,unit\nrun,date,\"1970-01-01T00:00:00Z\",\n")
                        .contains("run,command,\"agent run\",", "stream home/living/north,cpu,")
                        .contains("stream home/living/north,late,", "sync,frame_failures,0,", "sync,window_failures,0,")
                        .contains("room home/living,wait_p95,", "inference,hop_p50,")
                        .doesNotContain("skew_p95");
            }
        }
        assertThat(told)
                .startsWith("READY=1", "WATCHDOG=1")
                .contains("STATUS=recognizing, 1 of 1 streams, no broker")
                .doesNotContain("STOPPING=1");
    }

    @Test
    void aRestartIsForSystemdNeitherAnEndNorASecondStart(@TempDir Path home) throws Exception {
        TinyModels.write(home);
        AgentConfig config = config(home, "rtsp://127.0.0.1:9/none", "");
        List<String> told = new CopyOnWriteArrayList<>();
        BlockingQueue<String> pings = new LinkedBlockingQueue<>();
        ServiceManager systemd =
                new ServiceManager(message -> (message.equals("WATCHDOG=1") ? pings : told).add(message));
        for (int beginning = 0; beginning < 2; beginning++) {
            try (HomeAgent agent = new HomeAgent(
                    config,
                    new Events(new LinkedBlockingQueue<>()),
                    new FailurePolicy(code -> {}),
                    Clocks.system(),
                    systemd)) {
                agent.start();
                pings.clear();
                pings.take();
            }
        }
        assertThat(told).filteredOn(message -> !message.startsWith("STATUS=")).containsExactly("READY=1");
    }

    @Test
    void isReadyWithoutWindowsOnceEveryCameraIsKnownToBeAway(@TempDir Path home) throws Exception {
        TinyModels.write(home);
        CountDownLatch alive = new CountDownLatch(2);
        ServiceManager systemd = new ServiceManager(message -> {
            if (message.equals("WATCHDOG=1")) {
                alive.countDown();
            }
        });
        String nobody = "rtsp://127.0.0.1:9/none";
        try (HomeAgent agent = new HomeAgent(
                config(home, nobody, ""),
                new Events(new LinkedBlockingQueue<>()),
                new FailurePolicy(code -> {}),
                Clocks.system(),
                systemd)) {
            agent.start();
            alive.await();
            assertThat(agent.stats().lastWindowAgeMillis()).isEqualTo(-1);
        }
    }

    @Test
    void listensWhereTwoMicrophonesOfARoomCanBeCompared(@TempDir Path home) throws Exception {
        TinyModels.write(home);
        try (VirtualCamera camera = camera(16_000)) {
            camera.start();
            String input = "[{path: \"" + camera.url().reveal() + "\", roles: [video, audio]}]";
            String rooms = "living: {sensors: {north: {inputs: " + input + "}, south: {inputs: " + input
                    + "}}}, hall: {sensors: {door: {inputs: " + input + "}}}";
            try (HomeAgent agent = new HomeAgent(
                    read(home, "", rooms),
                    new Events(new LinkedBlockingQueue<>()),
                    new FailurePolicy(code -> {}),
                    Clocks.system(),
                    new ServiceManager(null))) {
                agent.start();
                while (agent.stats().streams().stream().anyMatch(stream -> stream.pictures() < 20)) {
                    Thread.onSpinWait();
                }
                assertThat(agent.stats().streams())
                        .extracting(stream -> stream.stream().sensor(), stream -> stream.sounds() > 0)
                        .containsExactly(tuple("north", true), tuple("south", true), tuple("door", false));
            }
        }
    }

    @Test
    void refusesModelsWithTheKeyThatNamesThem(@TempDir Path home) throws Exception {
        TinyModels.write(home);
        Path weights = home.resolve("models/student/student.safetensors");
        byte[] tampered = Files.readAllBytes(weights);
        tampered[tampered.length - 1] ^= 1;
        Files.write(weights, tampered);
        assertThat(refusal(config(home, "rtsp://127.0.0.1:9/none", "")).path()).isEqualTo("model.path");
    }

    @Test
    void refusesADetectorThatIsNoModel(@TempDir Path home) throws Exception {
        TinyModels.write(home);
        Path text = Files.writeString(home.resolve("text.onnx"), "not a model");
        Problem problem = refusal(config(home, "rtsp://127.0.0.1:9/none", "detect: {model: " + text + "}\n"));
        assertThat(problem.place()).endsWith("agent.yaml:1:17");
        assertThat(problem.path()).isEqualTo("detect.model");
    }

    @Test
    void refusesAClassThatTheModelDoesNotKnow(@TempDir Path home) throws Exception {
        TinyModels.write(home);
        Problem problem = refusal(config(home, "rtsp://127.0.0.1:9/none", "actions:\n  flal: {start: 0.5}\n"));
        assertThat(problem.place()).endsWith("agent.yaml:2:9");
        assertThat(problem.path()).isEqualTo("actions.flal");
        assertThat(problem.message()).startsWith("the model has no such class");
    }

    @Test
    void anInstalledModelThatDoesNotFitTheRoomsGivesWayToTheConfiguredOne(@TempDir Path home) throws Exception {
        TinyModels.write(home);
        Path installed = home.resolve("installed");
        TinyModels.writeStudentOfOneView(installed);
        String nobody = "{inputs: [{path: \"rtsp://127.0.0.1:9/none\"}]}";
        AgentConfig config = read(home, "", "living: {sensors: {north: " + nobody + ", south: " + nobody + "}}");
        new Settings(config.storage().map(folder -> folder.resolve("settings.json")))
                .model(installed, config.inference().model());
        assertThat(HomeAgent.publications(config, Optional.empty())).isEmpty();
        try (HomeAgent agent = new HomeAgent(
                config,
                new Events(new LinkedBlockingQueue<>()),
                new FailurePolicy(code -> {}),
                Clocks.system(),
                new ServiceManager(null))) {
            agent.start();
            assertThat(agent.student().version()).isEqualTo("1");
        }
        assertThatThrownBy(() -> HomeAgent.publications(config, Optional.of(installed)))
                .hasMessageContaining("room home/living has 2 cameras, the model takes up to 1");
    }

    @Test
    void aRoomIsHeardWhereTwoListenAndNobodySwitchedThemOff(@TempDir Path home) throws Exception {
        String input = "{inputs: [{path: \"rtsp://127.0.0.1:9/none\", roles: [video, audio]}]}";
        AgentConfig config = read(
                home,
                "storage: {path: " + home + "}\n",
                "hall: {sensors: {a: " + input + ", b: " + input + "}}, den: {sensors: {c: " + input + ", d: " + input
                        + "}}, attic: {sensors: {e: " + input + "}}");
        Files.writeString(home.resolve("settings.json"), "{\"rooms\": {\"home/den\": {\"microphones\": false}}}");

        Switches switches = new Switches(config);
        assertThat(config.rooms().stream().filter(switches::isHeard))
                .extracting(room -> room.id().toString())
                .containsExactly("home/hall");
        assertThat(config.rooms()).allMatch(switches::isWatched);
        assertThat(config.silent(config.rooms()).storage())
                .as("where the switches are kept")
                .contains(home);
    }

    @Test
    void aHomeThatMemoryIsTooSmallForIsRefusedByName() {
        SyncConfig sync = SyncConfig.defaults(2.5, false);
        RoomId room = new RoomId("home", "hall");
        List<StreamId> cameras = IntStream.range(0, 20)
                .mapToObj(index -> new StreamId(index, room, "camera" + index))
                .toList();
        List<RoomLayout> layouts = List.of(new RoomLayout(room, cameras, List.of()));

        HomeAgent.requireMemory(sync, layouts, 1L << 30);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HomeAgent.requireMemory(sync, layouts, 256L << 20))
                .withMessageContaining("20 cameras", "640x480", "of which the JVM gives 256", "MaxDirectMemorySize=");
    }

    private static Problem refusal(AgentConfig config) {
        HomeAgent agent = new HomeAgent(
                config,
                new Events(new LinkedBlockingQueue<>()),
                new FailurePolicy(code -> {}),
                Clocks.system(),
                new ServiceManager(null));
        try {
            agent.start();
        } catch (ConfigException e) {
            assertThatThrownBy(() -> HomeAgent.publications(config, Optional.empty()))
                    .hasMessage(e.getMessage());
            return e.problems().get(0);
        }
        agent.close();
        throw new AssertionError("was not refused");
    }

    private static AgentConfig config(Path home, String url, String more) throws IOException, ConfigException {
        return read(home, more, "living: {sensors: {north: {inputs: [{path: \"" + url + "\"}]}}}");
    }

    private static AgentConfig read(Path home, String more, String rooms) throws IOException, ConfigException {
        Path file = home.resolve("agent.yaml");
        Files.writeString(
                file,
                more
                        + """
                        mqtt: {enabled: false}
                        model: {threads: 1}
                        homes: {home: {rooms: {%s}}}
                        """
                                .formatted(rooms));
        return ConfigFile.read(
                file,
                Map.of(
                        "ROOMWISE_HOME",
                        home.toString(),
                        "ROOMWISE_STATE",
                        home.resolve("state").toString()));
    }

    private static VirtualCamera camera(int sampleRateHz) {
        return new VirtualCamera(
                VirtualCameraConfig.of("north"), new Grey(sampleRateHz), Clocks.system(), new SplittableRandom(1));
    }

    private record Events(BlockingQueue<ActionEvent> events) implements ActionListener {
        @Override
        public void onAction(ActionEvent event) {
            events.add(event);
        }

        @Override
        public void onRoomState(RoomState state) {}
    }
}
