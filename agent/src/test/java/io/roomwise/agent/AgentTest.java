package io.roomwise.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.SyncConfig;
import io.roomwise.sync.recording.FrameRecorder;
import io.roomwise.sync.recording.Manifest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class AgentTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void tellsItsVersion() {
        assertThat(execute("version")).isZero();
        assertThat(out.toString()).startsWith("roomwise ").contains(System.getProperty("java.vm.version"));
    }

    @Test
    void namesItsCommandsWhereNoneIsGiven() {
        assertThat(execute()).isEqualTo(2);
        assertThat(err.toString()).contains("run", "demo", "record", "replay", "config", "probe", "trainer", "version");
    }

    @Test
    void endsWith2OnAnUnknownOption() {
        assertThat(execute("run", "--confg", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--confg", "--config");
    }

    @Test
    void endsWith78AndTellsEveryProblem(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("agent.yaml"), "nod: x\nmqtt: {port: 0}\n");
        for (String command : new String[] {"config check", "run"}) {
            err.getBuffer().setLength(0);
            assertThat(execute((command + " --config " + file).split(" ", -1))).isEqualTo(78);
            assertThat(err.toString().lines())
                    .containsExactly(
                            file + ":1:1 homes: needs at least one room with a camera",
                            file + ":1:1 nod: unknown key, did you mean 'node'?",
                            file + ":2:14 mqtt.port: must be 1..65535, was 0");
        }
    }

    @Command(name = "broken")
    static final class Broken implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new OutOfMemoryError("Cannot reserve 921600 bytes of direct buffer memory");
        }
    }

    @Test
    void endsWith70AndTellsAnError() {
        CommandLine agent = Agent.commandLine().addSubcommand(new Broken()).setErr(new PrintWriter(err, true));
        assertThat(agent.execute("broken")).isEqualTo(70);
        assertThat(err.toString()).contains("OutOfMemoryError: Cannot reserve 921600 bytes");
    }

    @Test
    void refusesADemoThatCannotBe() {
        assertThat(execute("demo", "--seed", "-1")).isEqualTo(2);
        assertThat(execute("demo", "--mqtt", "http://broker")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--seed must be 0..2147483647, was -1", "--mqtt must begin with mqtt:// or mqtts://");
    }

    @Test
    void refusesARecordingThatCannotBe(@TempDir Path directory) throws Exception {
        assertThat(execute("record")).isEqualTo(2);
        assertThat(execute("record", "--out", directory + "/out", "--max-size", "0"))
                .isEqualTo(2);
        Path file = Files.writeString(
                directory.resolve("agent.yaml"),
                """
                homes: {home: {rooms: {living: {sensors: {north: {inputs: [{path: "rtsp://127.0.0.1:9/none"}]}}}}}}
                """);
        assertThat(execute("record", "--config", file.toString(), "--out", directory + "/out", "--room", "home/attic"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "--out=DIR",
                        "--max-size must be 1..1048576, was 0",
                        "--room must be one of home/living, was home/attic");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void recordsNoRoomThatPeopleSwitchedOff(@TempDir Path directory) throws Exception {
        Files.writeString(
                directory.resolve("settings.json"), "{\"rooms\": {\"home/living\": {\"recognition\": false}}}");
        recordingIsRefused(directory);
        assertThat(err.toString()).startsWith("recognition is switched off in every room: nothing is recorded there");
    }

    @Test
    void recordsNothingWhereItCannotKnowWhatIsSwitchedOff(@TempDir Path directory) throws Exception {
        Path settings = directory.resolve("settings.json");
        Files.createSymbolicLink(settings, settings); // can be read by nobody, root included
        recordingIsRefused(directory);
        assertThat(err.toString()).startsWith("cannot read " + settings);
    }

    /** Of a home whose switches are kept in the folder. */
    private void recordingIsRefused(Path directory) throws Exception {
        Path file = Files.writeString(
                directory.resolve("agent.yaml"),
                """
                storage: {path: %s}
                homes: {home: {rooms: {living: {sensors: {north: {inputs: [{path: "rtsp://127.0.0.1:9/none"}]}}}}}}
                """
                        .formatted(directory));
        assertThat(execute("record", "--config", file.toString(), "--out", directory + "/out"))
                .isEqualTo(2);
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void tellsInOneLineWhyABrokerCannotBeAsked(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(
                directory.resolve("agent.yaml"),
                """
                mqtt: {tls: true, tls_ca_certs: %s/none.pem}
                homes: {home: {rooms: {living: {sensors: {north: {inputs: [{path: "rtsp://127.0.0.1:9/none"}]}}}}}}
                """
                        .formatted(directory));
        for (String command : new String[] {"mqtt show --live", "mqtt clear-discovery"}) {
            err.getBuffer().setLength(0);
            assertThat(execute((command + " --config " + file).split(" ", -1))).isEqualTo(78);
            assertThat(err.toString().lines())
                    .containsExactly(file + ":1:33 mqtt.tls_ca_certs: cannot read " + directory + "/none.pem");
        }
        err.getBuffer().setLength(0);
        assertThat(execute("mqtt", "clear-discovery", "--config", file.toString(), "--node", "a/b"))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("--node must be of letters, digits, '_' and '-', was 'a/b'")
                .doesNotContain("Exception");
    }

    @Test
    void tellsInOneLineWhyThereIsNothingToReplay(@TempDir Path directory) {
        assertThat(execute("replay", directory + "/none")).isEqualTo(78);
        assertThat(err.toString().lines())
                .containsExactly("agent: " + directory + "/none: is no recording, there is no manifest.properties");
        assertThat(execute("replay", directory + "/none", "--speed", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--speed must be above 0 and at most 1000, was 0.0");
    }

    @Test
    void endsWith65WhereARecordingIsNotWhole(@TempDir Path directory) throws Exception {
        TinyModels.write(directory);
        Path file = Files.writeString(
                directory.resolve("agent.yaml"),
                """
                mqtt: {enabled: false}
                model: {path: %1$s/models/student}
                detect: {model: %1$s/models/detector}
                homes: {home: {rooms: {living: {sensors: {north: {inputs: [{path: "rtsp://127.0.0.1:9/x"}]}}}}}}
                """
                        .formatted(directory));
        Path folder = directory.resolve("recording");
        RoomId room = new RoomId("home", "living");
        RoomLayout layout = new RoomLayout(room, List.of(new StreamId(0, room, "north")), List.of());
        SyncConfig sync = new SyncConfig(2.5, false, 60, 600, 64, 64, false);
        try (FrameRecorder recorder = new FrameRecorder(
                folder, Manifest.of("a test", Instant.EPOCH, sync, List.of(layout)), Long.MAX_VALUE, () -> {})) {
            recorder.start();
        }
        String[] replay = {"replay", folder.toString(), "--fast", "--json", "--config", file.toString()};
        assertThat(execute(replay)).isZero();
        assertThat(out.toString()).startsWith("{\"windows\":0,").doesNotContain("problem");
        out.getBuffer().setLength(0);
        Files.write(folder.resolve("frames.bin"), new byte[] {1});
        assertThat(execute(replay)).isEqualTo(65);
        String problem = "frames.bin ends within an entry at byte 0, all 0 entries before are good";
        assertThat(out.toString()).contains("\"problem\":\"" + problem + "\"");
        assertThat(err.toString()).contains("agent: " + folder + ": " + problem);
    }

    @Test
    void tellsInOneLineWhyAModelCannotBeJudged(@TempDir Path directory) {
        assertThat(execute("trainer", "--evaluate", directory + "/none", "--out", directory + "/out"))
                .isEqualTo(78);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("agent: " + directory + "/none: ");
    }

    @Test
    void refusesToBeginWithAStudentOfAnotherKind(@TempDir Path directory) throws Exception {
        TinyModels.write(directory);
        Path tiny = directory.resolve("models/student");
        assertThat(execute("trainer", "--train-student", "--from", tiny.toString(), "--out", directory + "/out"))
                .isEqualTo(78);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("agent: " + tiny + ": cannot be begun with: ")
                .contains("[sit_down, fall], wanted ");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void asksForOneJobOfTheTrainer() {
        assertThat(execute("trainer", "--out", "x")).isEqualTo(2);
        assertThat(execute("trainer", "--out", "x", "--train-detector", "--train-student"))
                .isEqualTo(2);
        assertThat(execute("trainer", "--out", "x", "--train-detector", "--rooms", "0"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--rooms must be 1..");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run ", "mqtt show ", "trainer ", "probe "})
    void explainsEveryCommand(String command) {
        assertThat(execute((command + "--help").split(" ", -1))).isZero();
        assertThat(out.toString()).startsWith("Usage: agent " + command.strip());
        assertThat(err.toString()).isEmpty();
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Agent.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
