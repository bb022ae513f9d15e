package io.roomwise.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.Secret;
import io.roomwise.capture.virtual.Credentials;
import io.roomwise.capture.virtual.Scene;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class ProbeCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final VirtualCamera camera = new VirtualCamera(
            VirtualCameraConfig.of("sub").withCredentials(new Credentials("viewer", new Secret("hunter2"))),
            new Grey(64, 48),
            Clocks.system(),
            new SplittableRandom(1));

    @BeforeEach
    void start() throws IOException {
        camera.start();
    }

    @AfterEach
    void close() {
        camera.close();
        assertThat(out.toString() + err).doesNotContain("hunter2");
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Agent.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @Test
    void cameraIsDescribedForPeople() {
        assertThat(execute("probe", "--seconds", "2", camera.url().reveal())).isZero();
        assertThat(out.toString().lines())
                .startsWith(camera.url().toString())
                .anyMatch(line -> line.startsWith("server    unnamed, session \"virtual camera\""))
                .anyMatch(line -> line.startsWith("picture   h264 Constrained Baseline, 64x48, decoder h264"))
                .anyMatch(line -> line.startsWith("clock     the camera's own"))
                .contains("Works. It could be better:")
                .anyMatch(line -> line.startsWith("  - Turn sound on"));
        assertThat(out.toString()).doesNotContain("\r", "\u001b");
    }

    @Test
    void jsonIsAllThereIs() {
        assertThat(execute(
                        "probe",
                        "--json",
                        "--seconds",
                        "1",
                        "--transport",
                        "udp",
                        camera.url().reveal()))
                .isZero();
        JsonObject json = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertThat(json.get("url").getAsString()).isEqualTo(camera.url().toString());
        assertThat(json.get("transport").getAsString()).isEqualTo("udp");
        assertThat(json.getAsJsonObject("video").get("width").getAsInt()).isEqualTo(64);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void cameraThatCannotBeUsedEndsWith69() throws IOException {
        assertThat(execute("probe", camera.url().reveal().replace("hunter2", "hunter22")))
                .isEqualTo(69);
        assertThat(out.toString()).contains("Cannot be used: 401 Unauthorized", "  ! Check user and password.");
        out.getBuffer().setLength(0);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(execute("probe", "--json", "rtsp://viewer:hunter2@127.0.0.1:" + port + "/x"))
                .isEqualTo(69);
        assertThat(JsonParser.parseString(out.toString())
                        .getAsJsonObject()
                        .get("failure")
                        .getAsString())
                .isEqualTo("connection refused by 127.0.0.1:" + port);
    }

    @Test
    void sensorsOfTheConfigurationAreProbedByName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("agent.yaml"),
                """
                homes:
                  home:
                    rooms:
                      living:
                        sensors:
                          north: {inputs: [{path: "%1$s"}]}
                          south: {inputs: [{path: "%1$s"}]}
                """
                        .formatted(camera.url().reveal()));
        assertThat(execute("probe", "--json", "--seconds", "1", "--config", file.toString(), "home/living/south"))
                .isZero();
        JsonObject only = JsonParser.parseString(out.toString())
                .getAsJsonObject()
                .getAsJsonArray("streams")
                .get(0)
                .getAsJsonObject();
        assertThat(only.get("stream").getAsString()).isEqualTo("home/living/south");
        // only what the configuration takes from it is probed
        assertThat(only.getAsJsonArray("faults")).isEmpty();
        out.getBuffer().setLength(0);
        assertThat(execute("probe", "--seconds", "1", "--config", file.toString()))
                .isZero();
        assertThat(out.toString().lines()).contains("home/living/north", "home/living/south");
        assertThat(execute("probe", "--config", file.toString(), "home/living/west"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there are home/living/north, home/living/south");
    }

    @Test
    void wrongUseIsExplainedWithoutPasswords() {
        assertThat(execute("probe")).isEqualTo(2);
        assertThat(execute("probe", camera.url().reveal(), camera.url().reveal()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("a URL is wanted, or --config FILE", "Unmatched argument", "viewer:***@");
        assertThat(execute("probe", "--transport", camera.url().reveal())).isEqualTo(2);
        assertThat(execute("probe", "http://viewer:hunter2@camera/x")).isEqualTo(2);
        assertThat(err.toString()).contains("URL must be rtsp://, rtsps://, alsa:DEVICE");
        assertThat(execute("probe", "--seconds", "0", "alsa:null")).isEqualTo(2);
        assertThat(err.toString()).contains("--seconds must be 1..3600, was 0");
    }

    @Test
    void theSubStreamOfAKnownMakerIsLookedFor() throws IOException {
        try (VirtualCamera large = new VirtualCamera(
                VirtualCameraConfig.of("h264Preview_01_main"),
                new Grey(1600, 912),
                Clocks.system(),
                new SplittableRandom(1))) {
            large.start();
            assertThat(execute("probe", "--seconds", "1", large.url().reveal())).isZero();
            assertThat(out.toString().replaceAll("\\s+", " "))
                    .contains("It is not at " + large.url().reveal().replace("main", "sub") + " (404 Not Found");
        }
    }

    /** Silent. */
    private record Grey(int width, int height) implements Scene {
        @Override
        public double framesPerSecond() {
            return 10;
        }

        @Override
        public int sampleRateHz() {
            return 0;
        }

        @Override
        public void paint(long utcNanos, ByteBuffer rgb) {
            while (rgb.hasRemaining()) {
                rgb.put((byte) 128);
            }
        }

        @Override
        public void listen(long utcNanos, ShortBuffer samples) {}
    }
}
