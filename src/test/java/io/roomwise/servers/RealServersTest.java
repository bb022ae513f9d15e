package io.roomwise.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.roomwise.inference.DetectConfig;
import io.roomwise.inference.PersonDetector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The built program, started as users start it, watches four cameras of one room and publishes to Mosquitto. The cameras
 * are GStreamer's RTSP server and play what four real cameras filmed together.
 */
@Timeout(300)
class RealServersTest {
    private static final List<String> CAMERAS = List.of("cam0", "cam1", "cam2", "cam3");
    /** What a JVM says that ended in order after SIGTERM. */
    private static final int TERMINATED = 143;

    private static final String STATE = "roomwise/home/lab/state ";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final List<LocalProcess> cameras = new ArrayList<>();
    private final List<CuttableProxy> switches = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private Path films;
    private Optional<CameraHost> host = Optional.empty();
    private int brokerPort;
    private LocalProcess broker;
    private LocalProcess subscriber;

    @BeforeEach
    void startServers() throws Exception {
        films = RealServers.data().resolve("video/labvisio_4cam");
        brokerPort = RealServers.freePort();
        broker = RealServers.broker(folder, brokerPort);
        subscriber = RealServers.subscriber(brokerPort);
        for (String camera : CAMERAS) {
            int port = RealServers.freePort();
            ports.add(port);
            cameras.add(RealServers.camera(camera, port, films.resolve(camera + ".mp4")));
            switches.add(new CuttableProxy(port));
        }
    }

    @AfterEach
    void stopServers() throws Exception {
        for (CuttableProxy proxy : switches) {
            proxy.close();
        }
        for (LocalProcess camera : cameras) {
            camera.close();
        }
        if (host.isPresent()) {
            host.get().close();
        }
        if (subscriber != null) {
            subscriber.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"agpl-3.0_yolov10n/yolov10n_w8.onnx", "detector_apache/yolox_nano.onnx"})
    void findsThePeopleInTheRightViewsAndTellsHomeAssistant(String model) throws Exception {
        Path detector = RealServers.data().resolve(model);
        ExpectedPersons expected;
        try (PersonDetector direct = PersonDetector.open(DetectConfig.of(detector), 1)) {
            expected = ExpectedPersons.of(films, CAMERAS, direct);
        }
        Path report = folder.resolve("run.csv");
        try (LocalProcess agent = start(detector, "--seconds", "60", "--report-csv", report.toString())) {
            subscriber.await(0, 60, line -> line.startsWith("0 homeassistant/device/roomwise_bridge_box/config {"));
            subscriber.await(0, 60, line -> line.startsWith("0 homeassistant/device/roomwise_home_lab/config {"));
            subscriber.await(0, 60, line -> line.equals("0 roomwise/bridge/box/state online"));
            subscriber.await(0, 60, line -> line.equals("0 roomwise/home/lab/availability online"));
            subscriber.await(0, 90, line -> line.startsWith("0 roomwise/bridge/box/state offline"));
            agent.awaitSuccess(20);
        }
        List<JsonObject> states = states(subscriber.lines());
        assertThat(states).hasSizeGreaterThan(8);
        double own = expected.agreement(states, 0);
        assertThat(own).isGreaterThan(0.75);
        // Were views mixed up, another film would fit better; by how much is chance, as all show the same people.
        for (int shift = 1; shift < CAMERAS.size(); shift++) {
            assertThat(expected.agreement(states, shift))
                    .as("films shifted by %d", shift)
                    .isLessThan(own);
        }
        assertThat(states.stream()
                        .filter(state -> CAMERAS.equals(strings(state.getAsJsonObject("attributes"), "views_used"))))
                .hasSizeGreaterThan(states.size() / 2);
        assertThat(Csv.read(report).value("room home/lab", "skew_p95")).isBetween(0.0, 120.0);

        try (LocalProcess late = RealServers.subscriber(brokerPort)) {
            late.await(0, 10, line -> line.startsWith("1 homeassistant/device/roomwise_home_lab/config {"));
            late.await(0, 10, line -> line.equals("1 roomwise/bridge/box/state offline"));
            assertThat(late.lines()).noneMatch(line -> line.startsWith("1 roomwise/home/lab/event "));
        }
    }

    @Test
    void outlivesTheDeathOfAnyCameraAndOfTheBroker() throws Exception {
        putTheThirdCameraOnAHostOfItsOwn();
        cameras.get(3).close();
        replace(3, RealServers.anyOtherCamera(CAMERAS.get(3), ports.get(3), film(3)));
        try (LocalProcess agent = start(RealServers.data().resolve("detector_apache/yolox_nano.onnx"))) {
            awaitViews(0, CAMERAS);
            for (int camera = 0; camera < CAMERAS.size(); camera++) {
                String name = CAMERAS.get(camera);
                List<String> others =
                        CAMERAS.stream().filter(other -> !other.equals(name)).toList();
                int told = agent.linesSoFar();
                int seen = subscriber.linesSoFar();
                strike(camera);
                agent.await(told, 40, line -> line.contains("home/lab/" + name + ": lost"));
                awaitViews(seen, others);

                int mended = subscriber.linesSoFar();
                mend(camera);
                agent.await(told, 60, line -> line.contains("home/lab/" + name + ": recovered"));
                awaitViews(mended, CAMERAS);
                assertThat(agent.lines().stream().skip(told)).noneMatch(line -> others.stream()
                        .anyMatch(other -> line.contains("home/lab/" + other + ": lost")));
                List<JsonObject> states =
                        states(subscriber.lines().stream().skip(seen).toList());
                assertThat(states).allMatch(state -> others.stream().allMatch(other -> streams(state, other)));
                // A machine that is busy with other things may be late with a picture now and then.
                assertThat(states.stream().filter(state -> strings(state.getAsJsonObject("attributes"), "views_used")
                                .containsAll(others)))
                        .hasSizeGreaterThan(states.size() / 2);
            }

            int told = agent.linesSoFar();
            broker.kill();
            agent.await(told, 20, line -> line.contains("mqtt: lost"));
            broker = RealServers.broker(folder, brokerPort);
            subscriber.close();
            subscriber = RealServers.subscriber(brokerPort);
            agent.await(told, 30, line -> line.contains("mqtt: recovered"));
            // The broker was killed and has forgotten all retained messages.
            subscriber.await(0, 30, line -> line.contains(" homeassistant/device/roomwise_home_lab/config {"));
            subscriber.await(0, 30, line -> line.endsWith(" roomwise/home/lab/availability online"));
            awaitViews(0, CAMERAS);

            assertThat(agent.stop(5)).isEqualTo(TERMINATED);
        }
    }

    private static boolean streams(JsonObject state, String camera) {
        return state.getAsJsonObject("sensors")
                .getAsJsonObject(camera)
                .get("video")
                .getAsString()
                .equals("ON");
    }

    private void putTheThirdCameraOnAHostOfItsOwn() throws Exception {
        host = CameraHost.create();
        if (host.isPresent()) {
            replace(2, RealServers.camera(CAMERAS.get(2), ports.get(2), film(2), host.get()));
        }
    }

    private void replace(int camera, LocalProcess another) {
        cameras.set(camera, another).close();
    }

    private Path film(int camera) {
        return films.resolve(CAMERAS.get(camera) + ".mp4");
    }

    /** One dies, one is halted, one loses its cable, and one of another make dies. */
    private void strike(int camera) throws Exception {
        switch (camera) {
            case 1 -> cameras.get(camera).signal("STOP");
            case 2 -> {
                if (host.isPresent()) {
                    host.get().pullTheCable();
                } else {
                    cameras.get(camera).kill();
                }
            }
            default -> cameras.get(camera).kill();
        }
    }

    private void mend(int camera) throws Exception {
        switch (camera) {
            case 0 -> replace(camera, RealServers.camera(CAMERAS.get(camera), ports.get(camera), film(camera)));
            case 1 -> cameras.get(camera).signal("CONT");
            case 2 -> {
                if (host.isPresent()) {
                    host.get().plugItIn();
                } else {
                    replace(camera, RealServers.camera(CAMERAS.get(camera), ports.get(camera), film(camera)));
                }
            }
            default ->
                replace(camera, RealServers.anyOtherCamera(CAMERAS.get(camera), ports.get(camera), film(camera)));
        }
    }

    /** The heap is resident from the beginning: what it grows by in the first minutes says nothing about reconnects. */
    @Test
    void reconnectsAHundredTimesWithoutGrowing() throws Exception {
        try (LocalProcess agent = start(
                List.of("/usr/bin/env", "ROOMWISE_JAVA_OPTS=-Xms256m -XX:+AlwaysPreTouch"),
                RealServers.data().resolve("detector_apache/yolox_nano.onnx"))) {
            awaitViews(0, CAMERAS);
            long before = 0;
            // The first reconnects fill caches of the C library; growth is counted from there.
            for (int cut = 0; cut < 120; cut++) {
                if (cut == 20) {
                    before = agent.residentKilobytes();
                }
                int told = agent.linesSoFar();
                switches.get(1).cut();
                agent.await(told, 20, line -> line.contains("home/lab/cam1: recovered"));
            }
            long grown = agent.residentKilobytes() - before;
            System.getLogger(getClass().getName())
                    .log(System.Logger.Level.INFO, "resident memory grew by {0} kB over 100 reconnects", grown);
            assertThat(grown)
                    .as("growth of resident memory in kB over 100 reconnects")
                    .isLessThan(20_000);
            assertThat(agent.stop(5)).isEqualTo(TERMINATED);
        }
    }

    private LocalProcess start(Path detector, String... options) throws Exception {
        return start(List.of(), detector, options);
    }

    private LocalProcess start(List<String> prefix, Path detector, String... options) throws Exception {
        Path configuration = folder.resolve("agent.yaml");
        StringBuilder sensors = new StringBuilder();
        for (int camera = 0; camera < CAMERAS.size(); camera++) {
            sensors.append("          %s: {inputs: [{path: \"%s\", roles: [video]}]}%n"
                    .formatted(CAMERAS.get(camera), url(camera)));
        }
        Files.writeString(
                configuration,
                """
                node: box
                mqtt: {host: 127.0.0.1, port: %d, user: %s, password: %s}
                capture: {read_timeout: 3, retry_interval: {min: 0.2, max: 2}}
                detect: {model: "%s", min_score: 0.4}
                homes:
                  home:
                    rooms:
                      lab:
                        sensors:
                %s"""
                        .formatted(brokerPort, RealServers.USER, RealServers.PASSWORD, detector, sensors));
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(launcher().toString(), "run", "--config", configuration.toString()));
        command.addAll(List.of(options));
        return LocalProcess.start("agent", command);
    }

    private String url(int camera) {
        return camera == 2 && host.isPresent()
                ? RealServers.cameraUrl(host.get().address(), ports.get(camera))
                : RealServers.cameraUrl(switches.get(camera).port());
    }

    private static Path launcher() {
        Path launcher = Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
                .map(at -> at.resolve("agent/target/roomwise/bin/agent"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("build the distribution first: mvn -DskipTests package"));
        return launcher;
    }

    /** Waits until the room's state is made of exactly these views. */
    private void awaitViews(int from, List<String> views) throws InterruptedException {
        subscriber.await(
                from,
                90,
                line -> line.contains(" " + STATE)
                        && views.equals(strings(state(line).getAsJsonObject("attributes"), "views_used")));
    }

    /** Empty where the key is absent: before its first window a room tells of its sensors alone. */
    private static List<String> strings(JsonObject object, String key) {
        return object.has(key)
                ? object.getAsJsonArray(key).asList().stream()
                        .map(JsonElement::getAsString)
                        .toList()
                : List.of();
    }

    private static List<JsonObject> states(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("0 " + STATE))
                .map(RealServersTest::state)
                .toList();
    }

    private static JsonObject state(String line) {
        return JsonParser.parseString(line.substring(line.indexOf('{'))).getAsJsonObject();
    }
}
