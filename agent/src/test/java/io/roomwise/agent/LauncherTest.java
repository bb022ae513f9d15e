package io.roomwise.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LauncherTest {
    private static final Path LAUNCHER = Path.of("src", "main", "launcher", "agent");

    @Test
    void startsJavaFromAnywhereWithItsOwnFiles(@TempDir Path directory) throws Exception {
        Path home = install(directory);
        Path link = Files.createSymbolicLink(directory.resolve("agent"), home.resolve("bin/agent"));
        List<String> words =
                run(link, directory, Map.of("CACHE_DIRECTORY", "/var/cache/roomwise"), "run", "--config", "a b");
        assertThat(words)
                .contains(
                        "-Dai.djl.offline=true",
                        "-Xmx256m",
                        "-Dorg.bytedeco.javacpp.cachedir=/var/cache/roomwise/javacpp",
                        "-Dlogback.configurationFile=" + home + "/config/logback.xml",
                        "DJL_CACHE_DIR=/var/cache/roomwise/djl",
                        "ROOMWISE_HOME=" + home)
                .containsSequence("-cp", home + "/lib/*", "io.roomwise.agent.Agent", "run", "--config", "a b");
    }

    @Test
    void letsTheTrainerHaveMoreMemory(@TempDir Path directory) throws Exception {
        List<String> words = run(install(directory).resolve("bin/agent"), directory, Map.of(), "trainer", "--help");
        assertThat(words).contains("-XX:MaxRAMPercentage=50").doesNotContain("-Xmx256m");
    }

    @Test
    void passesOptionsOfTheUserOnAfterItsOwn(@TempDir Path directory) throws Exception {
        List<String> words = run(
                install(directory).resolve("bin/agent"),
                directory,
                Map.of("ROOMWISE_JAVA_OPTS", "-Xmx1g -Dx=y"),
                "version");
        assertThat(words).containsSequence("-Xmx1g", "-Dx=y", "-cp");
        assertThat(words.indexOf("-Xmx1g")).isGreaterThan(words.indexOf("-Xmx256m"));
    }

    @Test
    void saysThatThereIsNoJava(@TempDir Path directory) throws Exception {
        Path agent = install(directory).resolve("bin/agent");
        assertThat(run(agent, directory, Map.of("ROOMWISE_JAVA", "/nowhere/java"), "version"))
                .containsExactly("agent: no Java found (/nowhere/java): install a JRE 17 or newer, or set JAVA_HOME");
    }

    /** The launcher, and a java that prints its words and what of the environment matters. */
    private static Path install(Path directory) throws IOException {
        Path home = Files.createDirectories(directory.resolve("with space").resolve("roomwise"));
        Path agent = Files.createDirectories(home.resolve("bin")).resolve("agent");
        Files.copy(LAUNCHER, agent);
        Path java = directory.resolve("java");
        Files.writeString(
                java,
                """
                #!/bin/sh
                for word in "$@"; do echo "$word"; done
                echo "DJL_CACHE_DIR=$DJL_CACHE_DIR"
                echo "ROOMWISE_HOME=$ROOMWISE_HOME"
                """);
        for (Path script : List.of(agent, java)) {
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return home.toRealPath();
    }

    private static List<String> run(Path agent, Path directory, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(agent.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(Path.of("/").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ROOMWISE_") || name.equals("DJL_CACHE_DIR"));
        builder.environment().put("ROOMWISE_JAVA", directory.resolve("java").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines().toList();
    }
}
