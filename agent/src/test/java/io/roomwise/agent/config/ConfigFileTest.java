package io.roomwise.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.roomwise.capture.MediaRole;
import io.roomwise.capture.RtspTransport;
import io.roomwise.capture.Secret;
import io.roomwise.inference.InferenceConfig.GateOverride;
import io.roomwise.mqtt.MqttConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private static final String HOME =
            """
            homes:
              home:
                rooms:
                  living:
                    sensors:
                      north: {inputs: [{path: "rtsp://10.0.10.11/sub"}]}
            """;

    private final Map<String, String> environment = new HashMap<>(Map.of("ROOMWISE_HOME", "/usr/lib/roomwise"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("agent.yaml");
    }

    @Test
    void readsWhatStandsThereAndKeepsDefaultsOtherwise() throws Exception {
        AgentConfig config = read(
                """
                node: jetson1
                mqtt: {host: broker.local, port: 8883, tls: true, user: viewer, password: "12345"}
                capture: {rtsp_transport: udp, read_timeout: 2.5}
                windows: {tolerance_ms: 40, sound_clock: true}
                model: {threads: 3}
                detect: {layout: yolov8, min_score: 0.3, width: 1280, height: 720}
                actions: {fall: {start: 0.7, min_slots: 4}}
                homes:
                  home:
                    rooms:
                      living:
                        friendly_name: Living room
                        suggested_area: Ground floor
                        sensors:
                          north:
                            friendly_name: Camera north
                            clock_offset_ms: -20
                            inputs:
                              - {path: "rtsp://viewer:pw@10.0.10.11/sub", roles: [video, audio]}
                              - {path: "alsa:hw:1", roles: [audio]}
                          south: {inputs: [{path: "rtsp://10.0.10.12/sub"}]}
                      hall:
                        sensors: {door: {inputs: [{path: "rtsp://10.0.10.13/sub"}]}}
                """);

        MqttConfig mqtt = config.mqtt().orElseThrow();
        assertThat(mqtt.node()).isEqualTo("jetson1");
        assertThat(mqtt.host()).isEqualTo("broker.local");
        assertThat(mqtt.login()).isEqualTo(new MqttConfig.Login("viewer", new Secret("12345")));
        assertThat(mqtt.tls()).isNotNull();
        assertThat(mqtt.topicPrefix()).isEqualTo("roomwise");
        assertThat(config.capture().rtspTransport()).isEqualTo(RtspTransport.UDP);
        assertThat(config.capture().readTimeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(config.capture().pictureLimit().width()).isEqualTo(1280);
        assertThat(config.windows().toleranceMillis()).isEqualTo(40);
        assertThat(config.windows().soundClock()).isTrue();
        assertThat(config.windows().sync(2.5, false, 64, 48).soundClock()).isTrue();
        assertThat(config.inference().threads()).isEqualTo(3);
        assertThat(config.inference().model()).isEqualTo(Path.of("/usr/lib/roomwise/models/student"));
        assertThat(config.inference().actions()).isEqualTo(Map.of("fall", new GateOverride(0.7f, null, 4, null, null)));

        RoomConfig living = config.rooms().get(0);
        assertThat(living.friendlyName()).isEqualTo("Living room");
        assertThat(living.area()).contains("Ground floor");
        assertThat(living.sensorNames()).containsEntry("north", "Camera north").containsEntry("south", "south");
        assertThat(living.streams())
                .extracting(stream -> stream.id().toString(), stream -> stream.config()
                        .roles())
                .containsExactly(
                        tuple("home/living/north", Set.of(MediaRole.VIDEO, MediaRole.AUDIO)),
                        tuple("home/living/north", Set.of(MediaRole.AUDIO)),
                        tuple("home/living/south", Set.of(MediaRole.VIDEO)));
        assertThat(living.streams().get(1).config().clockOffsetMillis()).isEqualTo(-20);
        assertThat(living.layout().views()).hasSize(2);
        assertThat(living.layout().microphones()).hasSize(2);
        assertThat(config.rooms().get(1).friendlyName()).isEqualTo("hall");
        assertThat(config.rooms().get(1).streams().get(0).id().index()).isEqualTo(3);
    }

    @Test
    void believesNoClockThatWindowsDoNotWaitFor() throws Exception {
        assertThat(problems("capture: {clock: {max_offset: 1}}\n" + HOME))
                .containsExactly("1:31 capture.clock.max_offset: must be at most windows.max_wait_ms, 0.6 s, was 1.0:"
                        + " windows would not wait for such a camera");
        assertThat(problems("capture: {clock: {max_offset: 1}}\nwindows: {max_wait_ms: 1000}\n" + HOME))
                .isEmpty();
    }

    @Test
    void tellsAllProblemsAtOnceWithTheirPlaces() throws Exception {
        assertThat(
                        problems(
                                """
                        mqtt:
                          prot: 8883
                          port: 99999
                          keepalive: soon
                        windows: {tolerance_ms: 1000, min_views: 0}
                        capture:
                          connect_timeout: 0
                          retry_interval: {jitter: 2}
                          rtsp_transport: carrier pigeon
                        detect: {device: gpu, min_score: 3, width: 641}
                        homes:
                          home:
                            rooms:
                              living:
                                sensors:
                                  north:
                                    clock_offset_ms: 99999999999
                                    inputs:
                                      - {path: "http://10.0.10.11/sub", roles: [video, smell]}
                                      - {role: video}
                        """))
                .containsExactly(
                        "2:3 mqtt.prot: unknown key, did you mean 'port'?",
                        "3:9 mqtt.port: must be 1..65535, was 99999",
                        "4:14 mqtt.keepalive: must be a whole number, was 'soon'",
                        "5:25 windows.tolerance_ms: must be 1..199, was 1000",
                        "5:42 windows.min_views: must be at least 1, was 0",
                        "7:20 capture.connect_timeout: must be 0.1..300 s, was 0.0 s",
                        "8:28 capture.retry_interval.jitter: must be 0..1, was 2.0",
                        "9:19 capture.rtsp_transport: must be tcp or udp, was 'carrier pigeon'",
                        "10:18 detect.device: must be auto or cpu or cuda, was 'gpu'",
                        "10:34 detect.min_score: must be between 0 and 1, was 3.0",
                        "10:44 detect.width: must be even and 16..4096 pixels, was 641",
                        "17:30 homes.home.rooms.living.sensors.north.clock_offset_ms: must be a whole number,"
                                + " was '99999999999'",
                        "19:24 homes.home.rooms.living.sensors.north.inputs[0].path: must be rtsp://, rtsps://,"
                                + " alsa:DEVICE, file:PATH or a path, was http://10.0.10.11/sub",
                        "19:64 homes.home.rooms.living.sensors.north.inputs[0].roles: must be video or audio,"
                                + " was 'smell'",
                        "20:17 homes.home.rooms.living.sensors.north.inputs[1]: inputs[].path must not be empty");
    }

    @Test
    void refusesAHomeWithoutCameras() throws Exception {
        assertThat(problems("node: box\n")).containsExactly("1:1 homes: needs at least one room with a camera");
        assertThat(problems("homes: {home: {rooms: {living: {}}}}\n"))
                .containsExactly("1:32 homes.home.rooms.living.sensors: needs at least one input with the role video");
        assertThat(problems("homes: {home: {rooms: {living: {sensors: {north: {}}}}}}\n"))
                .containsExactly(
                        "1:50 homes.home.rooms.living.sensors.north.inputs: needs at least one input, for example"
                                + " - path: rtsp://192.168.1.10/sub");
    }

    @Test
    void refusesNamesThatCannotBecomeTopics() throws Exception {
        assertThat(
                        problems(
                                """
                        homes:
                          my home:
                            rooms: {living: {sensors: {a: {inputs: [{path: rtsp://x/}]}}}}
                        """))
                .containsExactly("3:21 homes.my home.rooms.living: homes: name must be of letters, digits, '_' and '-',"
                        + " was 'my home'");
    }

    @Test
    void knowsYaml12OnlyWhereOffIsAWord() throws Exception {
        assertThat(problems("mqtt: {enabled: off}\n" + HOME))
                .containsExactly("1:17 mqtt.enabled: must be true or false, was 'off'");
    }

    @Test
    void refusesAKeyThatStandsTwice() throws Exception {
        assertThat(problems("node: a\nnode: b\n" + HOME))
                .containsExactly("2:1 node: stands here twice, first in line 1");
    }

    @Test
    void tellsWhereTextIsNotYaml() throws Exception {
        assertThat(problems("node: [a\nmqtt: {}\n")).singleElement().asString().startsWith("2:5: is not YAML: ");
        assertThat(problems("- a\n- b\n")).containsExactly(": must be a mapping of keys to values");
        assertThat(problems("a: &a [*a]\n" + HOME)).isNotEmpty();
    }

    @Test
    void tellsThatThereIsNoFile() {
        assertThat(problemsOf(directory.resolve("none.yaml")))
                .containsExactly(directory.resolve("none.yaml") + ": no such file");
    }

    @Test
    void takesValuesOfAnyTypeFromTheEnvironment() throws Exception {
        environment.put("BROKER", "broker.local");
        environment.put("ROOMWISE_PORT", "8883");
        MqttConfig mqtt =
                read("""
                        node: ${NODE:jetson1}
                        mqtt: {host: "${BROKER}", port: "{ROOMWISE_PORT}", topic_prefix: "${PREFIX:rooms}"}
                        """
                                + HOME)
                        .mqtt()
                        .orElseThrow();
        assertThat(mqtt.node()).isEqualTo("jetson1");
        assertThat(mqtt.host()).isEqualTo("broker.local");
        assertThat(mqtt.port()).isEqualTo(8883);
    }

    @Test
    void namesTheVariableThatIsNotSet() throws Exception {
        assertThat(problems("mqtt: {host: \"{ROOMWISE_BROKER}\", user: \"${LOGIN}\"}\n" + HOME))
                .containsExactly(
                        "1:14 mqtt.host: environment variable ROOMWISE_BROKER is not set",
                        "1:41 mqtt.user: environment variable LOGIN is not set");
    }

    @Test
    void takesSecretsFromTheFileBesideAndFromSystemdFirst() throws Exception {
        Files.writeString(directory.resolve("secrets.yaml"), "mqtt_password: beside\nother: x\n");
        String text = "mqtt: {user: u, password: !secret mqtt_password}\n" + HOME;
        assertThat(password(text)).isEqualTo("beside");

        Path credentials = Files.createDirectory(directory.resolve("credentials"));
        environment.put("CREDENTIALS_DIRECTORY", credentials.toString());
        Files.writeString(credentials.resolve("secrets.yaml"), "mqtt_password: credential\n");
        assertThat(password(text)).isEqualTo("credential");

        Files.writeString(credentials.resolve("mqtt_password"), "own file\n");
        assertThat(password(text)).isEqualTo("own file");
    }

    @Test
    void namesTheSecretThatDoesNotExistAndWhereItWasLookedFor() throws Exception {
        assertThat(problems("mqtt: {user: u, password: !secret nope}\n" + HOME))
                .containsExactly(
                        "1:27 mqtt.password: there is no secret 'nope' in " + directory.resolve("secrets.yaml"));
    }

    @Test
    void neverPrintsASecret() throws Exception {
        environment.put("ROOMWISE_RTSP_PASSWORD", "hunter2");
        Files.writeString(directory.resolve("secrets.yaml"), "host: top/secret\n");
        String all = String.join(
                "\n",
                problems(
                        """
                        mqtt: {host: !secret host}
                        homes: {home: {rooms: {living: {sensors: {a: {inputs: [
                          {path: "http://viewer:{ROOMWISE_RTSP_PASSWORD}@10.0.0.1/"},
                          {path: "http://viewer:plain@10.0.0.1/"}]}}}}}}
                        """));
        assertThat(all).doesNotContain("hunter2", "top/secret", "plain").contains("***");
        assertThat(read("mqtt: {user: u, password: \"{ROOMWISE_RTSP_PASSWORD}\"}\n" + HOME)
                        .toString())
                .doesNotContain("hunter2");
    }

    @Test
    void laysFragmentsOverTheFileInTheOrderOfTheirNames() throws Exception {
        Path fragments = Files.createDirectory(directory.resolve("conf.d"));
        Files.writeString(fragments.resolve("20-b.yaml"), "mqtt: {port: 2000}\n");
        Files.writeString(fragments.resolve("10-a.yaml"), "mqtt: {port: 1000, host: a.local}\n");
        Files.writeString(fragments.resolve("ignored.txt"), "{");
        MqttConfig mqtt =
                read("mqtt: {host: below, user: viewer}\n" + HOME).mqtt().orElseThrow();
        assertThat(mqtt.host()).isEqualTo("a.local");
        assertThat(mqtt.port()).isEqualTo(2000);
        assertThat(mqtt.login()).isNotNull();

        Files.writeString(fragments.resolve("30-c.yaml"), "mqtt:\n  port: many\n");
        assertThat(problemsOf(file))
                .containsExactly(fragments.resolve("30-c.yaml") + ":2:9 mqtt.port: must be a whole number, was 'many'");
    }

    @Test
    void doesWithoutABrokerWhereMqttIsOff() throws Exception {
        assertThat(read("mqtt: {enabled: false}\n" + HOME).mqtt()).isEmpty();
    }

    @Test
    void refusesHalfALoginAndHalfATls() throws Exception {
        assertThat(problems("mqtt: {password: x}\n" + HOME))
                .containsExactly("1:18 mqtt.password: needs mqtt.user beside it");
        assertThat(problems("mqtt: {tls_insecure: true}\n" + HOME))
                .containsExactly("1:7 mqtt.tls: must be true where other tls_ keys are given");
    }

    @Test
    void findsThePlaceOfAKeyForWhatShowsLater() throws Exception {
        Places places = read("actions:\n  fal: {start: 0.5}\n" + HOME).places();
        assertThat(places.refuse("actions.fal: the model has no such class").problems())
                .containsExactly(new Problem(file + ":2:8", "actions.fal", "the model has no such class"));
        assertThat(places.refuse("actions.fal.start must be between 0 and 1").problems())
                .containsExactly(new Problem(file + ":2:16", "actions.fal.start", "must be between 0 and 1"));
        assertThat(places.refuse("model.path", "gone").problems())
                .containsExactly(new Problem(file.toString(), "model.path", "gone"));
    }

    private AgentConfig read(String text) throws IOException, ConfigException {
        Files.writeString(file, text);
        return ConfigFile.read(file, environment);
    }

    private String password(String text) throws IOException, ConfigException {
        MqttConfig.Login login = read(text).mqtt().orElseThrow().login();
        return login == null ? "" : login.password().reveal();
    }

    /** Without the file's name. */
    private List<String> problems(String text) throws IOException {
        Files.writeString(file, text);
        return problemsOf(file).stream()
                .map(problem -> problem.replaceFirst("^" + Pattern.quote(file.toString()) + "(?=:\\d|: )", "")
                        .replaceFirst("^:(?=\\d)", ""))
                .toList();
    }

    private List<String> problemsOf(Path path) {
        try {
            ConfigFile.read(path, environment);
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }
}
