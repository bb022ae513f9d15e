package io.roomwise.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.RoomId;
import io.roomwise.mqtt.RoomSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final RoomId LIVING = new RoomId("home", "living");
    private static final Map<String, Float> CONFIGURED = Map.of("fall", 0.7f, "drink", 0.5f);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Path file() {
        return folder.resolve("state").resolve("settings.json");
    }

    private Settings opened() {
        return new Settings(Optional.of(file()));
    }

    @Test
    void isAsConfiguredAtFirst() {
        assertThat(opened().of(LIVING, CONFIGURED)).isEqualTo(new RoomSettings(true, true, CONFIGURED));
        assertThat(file()).doesNotExist();
    }

    @Test
    void outlivesARestart() {
        Settings before = opened();
        before.recognition(LIVING, false);
        before.microphones(LIVING, false);
        before.threshold(LIVING, "fall", 0.6f, 0.7f);
        before.logLevel("DEBUG", "INFO");
        before.model(Path.of("/var/new"), Path.of("/opt/old"));

        Settings after = opened();

        assertThat(after.of(LIVING, CONFIGURED))
                .isEqualTo(new RoomSettings(false, false, Map.of("fall", 0.6f, "drink", 0.5f)));
        assertThat(after.logLevel("INFO")).contains("DEBUG");
        assertThat(after.model(Path.of("/opt/old"))).contains(Path.of("/var/new"));
    }

    @Test
    void yieldsToAConfigurationThatWasChangedSince() {
        Settings before = opened();
        before.threshold(LIVING, "fall", 0.6f, 0.7f);
        before.logLevel("DEBUG", "INFO");
        before.model(Path.of("/var/new"), Path.of("/opt/old"));

        Settings after = opened();

        assertThat(after.of(LIVING, Map.of("fall", 0.8f)).thresholds()).containsEntry("fall", 0.8f);
        assertThat(after.logLevel("WARN")).isEmpty();
        assertThat(after.model(Path.of("/opt/other"))).isEmpty();
    }

    @Test
    void goesOnWithAFileThatIsDamaged() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "{\"rooms\": {\"home/living\": {\"recogn");

        assertThat(opened().of(LIVING, CONFIGURED).recognition()).isTrue();
        assertThat(folder.resolve("state/settings.json.damaged")).exists();
    }

    @Test
    void goesOnWithWhatMakesNoSense() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(
                file(),
                """
                {"rooms": {"home/living": {"recognition": {}, "thresholds": {"fall": {"is": [], "was": "0.7"},
                 "drink": {"is": "much", "was": "0.5"}}}}, "log_level": 7, "model": {"is": "x"}}""");
        Settings settings = opened();
        assertThat(settings.of(LIVING, CONFIGURED)).isEqualTo(new RoomSettings(true, true, CONFIGURED));
        assertThat(settings.logLevel("INFO")).isEmpty();
        assertThat(settings.model(Path.of("x"))).isEmpty();
    }

    @Test
    void goesOnWithoutADisk() throws IOException {
        Files.writeString(folder.resolve("state"), "no folder");
        Settings settings = opened();
        settings.recognition(LIVING, false);
        assertThat(settings.of(LIVING, CONFIGURED).recognition()).isFalse();
        assertThat(settings.model(Path.of("/var/new"), Path.of("/opt/old"))).isFalse();
        assertThat(settings.model(Path.of("/opt/old"))).isEmpty();
    }

    @Test
    void aModelThatCouldNotBeKeptDoesNotComeBackWithALaterChange() throws IOException {
        Path blocked = Files.createDirectories(file().resolve("in-the-way"));
        Settings settings = opened();
        assertThat(settings.model(Path.of("/var/new"), Path.of("/opt/old"))).isFalse();
        Files.delete(blocked);
        Files.delete(file());
        settings.recognition(LIVING, false);
        assertThat(opened().model(Path.of("/opt/old"))).isEmpty();
        assertThat(settings.model(Path.of("/var/new"), Path.of("/opt/old"))).isTrue();
        assertThat(opened().model(Path.of("/opt/old"))).contains(Path.of("/var/new"));
    }
}
