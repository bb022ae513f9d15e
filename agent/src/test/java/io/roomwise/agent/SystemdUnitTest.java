package io.roomwise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SystemdUnitTest {
    private static final Path UNITS = Path.of("..", "systemd").toAbsolutePath().normalize();

    /** What a program printed, both streams together, and how it ended. */
    private record Outcome(int code, String output) {}

    @Test
    void hasNothingThatSystemdWouldComplainAbout(@TempDir Path directory) throws Exception {
        // verify returns 0 for an unknown key and only warns: nothing at all must be printed
        assertThat(run("systemd-analyze", "verify", "--man=no", installed(directory)))
                .isEqualTo(new Outcome(0, ""));
    }

    @Test
    void isHardened(@TempDir Path directory) throws Exception {
        Outcome outcome = run("systemd-analyze", "security", "--offline=yes", "--threshold=30", installed(directory));
        assertThat(outcome.output()).contains("Overall exposure level");
        assertThat(outcome.code()).as(outcome.output()).isZero();
    }

    @Test
    void createsItsUser(@TempDir Path root) throws Exception {
        Files.createDirectory(root.resolve("etc"));
        Outcome outcome = run(
                "systemd-sysusers",
                "--root=" + root,
                UNITS.resolve("roomwise.sysusers").toString());
        assertThat(outcome.code()).as(outcome.output()).isZero();
        assertThat(Files.readString(root.resolve("etc/passwd"))).contains("roomwise:");
        assertThat(Files.readString(root.resolve("etc/group"))).containsPattern("audio:[^\n]*:roomwise");
    }

    /** The unit as it is, with a program in place of ours, which is not installed here. */
    private static String installed(Path directory) throws IOException {
        String unit = Files.readString(UNITS.resolve("agent.service"));
        Path copy = directory.resolve("agent.service");
        Files.writeString(copy, unit.replace("/opt/roomwise/bin/agent", "/bin/true"));
        return copy.toString();
    }

    private static Outcome run(String... command) throws IOException, InterruptedException {
        Path program = Path.of("/usr/bin", command[0]);
        assumeTrue(Files.isExecutable(program), () -> "no " + program + " to ask");
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
