package io.roomwise.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomwise.mqtt.CommandReader.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

class CommandReaderTest {
    private static final String ROOM = "roomwise/home/living_room/";
    private static final String REQUEST = "roomwise/bridge/box/request/";

    private final CommandReader reader = new CommandReader(
            new Topics(MqttConfig.of("box", "localhost", 1883)), List.of(Home.living(Home.CLASSES)), true);

    @Test
    void readsEverySetting() throws Exception {
        assertThat(read(ROOM + "recognition/set", "OFF").command())
                .contains(new Command.Recognition(Home.LIVING, false));
        assertThat(read(ROOM + "microphones/set", " ON\n").command())
                .contains(new Command.Microphones(Home.LIVING, true));
        // what 0.7 + 0.1 comes to in a template
        assertThat(read(ROOM + "threshold_fall/set", "0.7999999999999999").command())
                .contains(new Command.Threshold(Home.LIVING, "fall", 0.8f));
        assertThat(read(ROOM + "threshold_sit_down/set", "0.55").command())
                .contains(new Command.Threshold(Home.LIVING, "sit_down", 0.55f));
    }

    @Test
    void readsEveryRequestWithItsTransaction() throws Exception {
        Request asked = read(REQUEST + "health_check", "{\"transaction\": \"a1\"}");
        assertThat(asked.command()).isEmpty();
        assertThat(asked.transaction().orElseThrow().getAsString()).isEqualTo("a1");

        assertThat(read(REQUEST + "restart", "").command()).contains(new Command.Restart());
        assertThat(read(REQUEST + "model_install", "{}").command()).contains(new Command.InstallModel());
        assertThat(read(REQUEST + "options", "{\"options\":{\"logger\":{\"default\":\"warning\"}}}")
                        .command())
                .contains(new Command.LogLevel(Level.WARN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "recognition/set | on | must be ON or OFF, was 'on'",
                "threshold_fall/set | 1e-1 | must be a number from 0.05 to 0.99, was '1e-1'",
                "threshold_fall/set | NaN | must be a number from 0.05 to 0.99, was 'NaN'",
                "threshold_fall/set | 0.04 | must be a number from 0.05 to 0.99, was '0.04'",
                "threshold_fall/set | 1 | must be a number from 0.05 to 0.99, was '1'",
                "threshold_fall/set | . | must be a number from 0.05 to 0.99, was '.'",
                "threshold_somersault/set | 0.5 | there is no such setting or request",
                "colour/set | ON | there is no such setting or request"
            })
    void refusesOtherSettings(String leaf, String payload, String message) {
        assertThatThrownBy(() -> read(ROOM + leaf, payload))
                .isInstanceOf(CommandException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "{\"options\": []}",
                "{\"options\": {\"logger\": {\"default\": \"loud\"}}}",
                "{\"options\": {\"logger\": {\"default\": {}}}}",
                "{\"transaction\": {}, \"options\": {\"logger\": {\"default\": \"info\"}}}"
            })
    void refusesOptionsThatDoNotExist(String payload) {
        assertThatThrownBy(() -> read(REQUEST + "options", payload)).isInstanceOf(CommandException.class);
    }

    @Test
    void repeatsNothingThatCouldForgeALineOfTheLog() {
        assertThatThrownBy(() -> read(ROOM + "recognition/set", "O\n2026-11-21 WARN all is lost " + "x".repeat(1000)))
                .hasMessageMatching("must be ON or OFF, was 'O\\?2026-11-21 WARN all is lost x+'\\.\\.\\.")
                .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(80));
        assertThatThrownBy(() -> reader.read(REQUEST + "options", new byte[] {(byte) 0xff, 0}))
                .hasMessage("not UTF-8");
        assertThatThrownBy(() -> reader.read(REQUEST + "options", new byte[5000]))
                .hasMessage("longer than 4096 bytes");
    }

    @Test
    void offersNoInstallationWhereNothingCanBeOffered() {
        var without = new CommandReader(
                new Topics(MqttConfig.of("box", "localhost", 1883)), List.of(Home.living(Home.CLASSES)), false);
        assertThatThrownBy(() -> without.read(REQUEST + "model_install", "{}".getBytes(UTF_8)))
                .hasMessage("there is no such setting or request");
    }

    private Request read(String topic, String payload) throws CommandException {
        return reader.read(topic, payload.getBytes(UTF_8));
    }
}
