package io.roomwise.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.roomwise.inference.clip.LogMel.Spectrum;
import io.roomwise.trainer.FrozenEncoders;
import io.roomwise.trainer.dataset.FrozenSoundEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config/agent.yaml} and its schema say what the program does. */
class ShippedFilesTest {
    private static final Path CONFIG = Path.of("..", "config");
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "ROOMWISE_HOME",
            "/usr/lib/roomwise",
            "ROOMWISE_STATE",
            "/var/lib/roomwise",
            "ROOMWISE_RTSP_PASSWORD",
            "pw");

    @Test
    void lacksNothingButAHome() {
        assertThatThrownBy(() -> ConfigFile.read(CONFIG.resolve("agent.yaml"), ENVIRONMENT))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems())
                        .extracting(Problem::path, Problem::message)
                        .containsExactly(tuple("homes", "needs at least one room with a camera")));
    }

    @Test
    void changesNothingByStandingThere(@TempDir Path directory) throws Exception {
        AgentConfig shipped = ConfigFile.read(withExamples(directory), ENVIRONMENT);
        AgentConfig standard = ConfigFile.defaults(ENVIRONMENT);
        assertThat(shipped.mqtt()).isEqualTo(standard.mqtt());
        assertThat(shipped.storage()).isEqualTo(standard.storage());
        assertThat(shipped.offeredModel()).isEqualTo(standard.offeredModel());
        assertThat(shipped.logger()).isEqualTo(standard.logger());
        assertThat(shipped.capture()).isEqualTo(standard.capture());
        assertThat(shipped.windows()).isEqualTo(standard.windows());
        assertThat(shipped.inference().model()).isEqualTo(standard.inference().model());
        assertThat(shipped.inference().detect()).isEqualTo(standard.inference().detect());
        assertThat(shipped.inference().threads()).isEqualTo(standard.inference().threads());
        assertThat(shipped.inference().encodeEmptyViews())
                .isEqualTo(standard.inference().encodeEmptyViews());
    }

    @Test
    void theTrainersChangesNothingByStandingThere() throws Exception {
        assertThat(TrainerFile.read(CONFIG.resolve("trainer.yaml"), ENVIRONMENT))
                .isEqualTo(TrainerFile.STANDARD);
    }

    @Test
    void theTrainersNamesWhatIsWrong(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("trainer.yaml");
        Files.writeString(file, "bakcbone: multi_asl\nepochs: 0\ntemperature: hot\nteaching: student\n");
        assertThatThrownBy(() -> TrainerFile.read(file, ENVIRONMENT))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems())
                        .extracting(Problem::toString)
                        .containsExactly(
                                file + ":1:1 bakcbone: unknown key, did you mean 'backbone'?",
                                file + ":2:9 epochs: must be 1..100000, was 0",
                                file + ":3:14 temperature: must be a number, was 'hot'",
                                file + ":4:11 teaching: must be a teacher's method, was STUDENT"));
    }

    @Test
    void theTrainersTakesPretrainedEncoders(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("trainer.yaml");
        Files.writeString(
                file,
                """
                picture_encoder: {file: mobilenet.onnx, output: embedding, mean: [128, 128, 128], deviation: [1, 2, 3]}
                sound_encoder: {file: /models/yamnet.onnx, output: embedding}
                """);
        FrozenEncoders encoders = TrainerFile.read(file, ENVIRONMENT).encoders();
        assertThat(encoders.pictures())
                .contains(new FrozenEncoders.Pictures(
                        directory.resolve("mobilenet.onnx"),
                        Optional.empty(),
                        List.of(128.0, 128.0, 128.0),
                        List.of(1.0, 2.0, 3.0),
                        Optional.of("embedding")));
        assertThat(encoders.sounds())
                .contains(new FrozenSoundEncoder.Declaration(
                        Path.of("/models/yamnet.onnx"),
                        Optional.of("embedding"),
                        Optional.of(Spectrum.ofMagnitudes(64, 125, 7500, 0.001))));
        Files.writeString(
                file,
                """
                picture_encoder: {file: mobilenet.onnx, mean: [128, 128]}
                sound_encoder: {file: yamnet.onnx, lowest_hz: 9000, offset: loud}
                """);
        assertThatThrownBy(() -> TrainerFile.read(file, ENVIRONMENT))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems())
                        .extracting(Problem::path)
                        .containsExactlyInAnyOrder(
                                "picture_encoder.mean", "sound_encoder.lowest_hz", "sound_encoder.offset"));
    }

    @Test
    void hasExamplesThatCanBeUsedAsTheyAre(@TempDir Path directory) throws Exception {
        AgentConfig config = ConfigFile.read(withExamples(directory), ENVIRONMENT);
        assertThat(config.rooms()).hasSize(1);
        assertThat(config.rooms().get(0).layout().views()).hasSize(2);
        assertThat(config.inference().actions()).containsKey("fall");
    }

    @Test
    void namesEveryKeyWithItsDefault(@TempDir Path directory) throws Exception {
        Path complete = withExamples(directory);
        Map<String, String> written = new TreeMap<>();
        YamlFile.read(complete, new ArrayList<>()).ifPresent(root -> collect(root, "", written));
        for (Reading.Key key : keys(complete)) {
            String place = key.pattern()
                    .replace(".<logger>", "")
                    .replace("<class>", "fall")
                    .replace("<home>", "home")
                    .replace("<room>", "living")
                    .replace("<sensor>", "north");
            assertThat(written).as("config/agent.yaml").containsKey(place);
            if (!key.pattern().contains("<")) {
                String value = String.valueOf(written.get(place))
                        .replace("${ROOMWISE_HOME}", "/usr/lib/roomwise")
                        .replace("${ROOMWISE_STATE}", "/var/lib/roomwise");
                assertThat(value).as(place).isEqualTo(key.standard());
            }
        }
    }

    @Test
    void hasASchemaThatKnowsTheSameKeysTypesAndDefaults(@TempDir Path directory) throws Exception {
        JsonObject root = JsonParser.parseString(Files.readString(CONFIG.resolve("agent.schema.json")))
                .getAsJsonObject();
        Map<String, JsonObject> described = new TreeMap<>();
        describe(root, "", described);
        Collection<Reading.Key> keys = keys(withExamples(directory));
        assertThat(described.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        keys.stream().map(Reading.Key::pattern).collect(Collectors.toSet()));
        for (Reading.Key key : keys) {
            JsonObject schema = described.getOrDefault(key.pattern(), new JsonObject());
            assertThat(schema.has("description")).as(key.pattern()).isTrue();
            assertThat(type(schema)).as(key.pattern()).isEqualTo(key.type());
            assertThat(standard(schema)).as(key.pattern()).isEqualTo(fixed(key));
        }
    }

    /** Friendly names default to the name beside them, which no schema can say. */
    private static String fixed(Reading.Key key) {
        String standard = key.pattern().endsWith("friendly_name") ? "" : key.standard();
        return standard.replace("/usr/lib/roomwise", "${ROOMWISE_HOME}")
                .replace("/var/lib/roomwise", "${ROOMWISE_STATE}");
    }

    /** The shipped file with its examples in place of the empty sections. */
    private static Path withExamples(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean example = false;
        for (String line : Files.readAllLines(CONFIG.resolve("agent.yaml"))) {
            example = line.matches("# (actions|homes):") || (example && line.startsWith("# "));
            if (!line.matches("(actions|homes): \\{}")) {
                lines.add(example ? line.substring(2) : line);
            }
        }
        return Files.write(directory.resolve("agent.yaml"), lines);
    }

    private static Collection<Reading.Key> keys(Path complete) throws ConfigException {
        return ConfigFile.keys(complete, ENVIRONMENT);
    }

    private static void collect(YamlNode node, String path, Map<String, String> written) {
        if (node instanceof YamlNode.Mapping mapping && !mapping.entries().isEmpty()) {
            mapping.entries()
                    .forEach((key, entry) -> collect(entry.value(), path.isEmpty() ? key : path + "." + key, written));
        } else if (node instanceof YamlNode.Items items) {
            written.put(path, "");
            items.nodes().forEach(item -> collect(item, path + "[]", written));
        } else {
            written.put(path, node instanceof YamlNode.Scalar scalar ? scalar.text() : "");
        }
    }

    private static void describe(JsonObject schema, String path, Map<String, JsonObject> described) {
        if (schema.has("properties")) {
            schema.getAsJsonObject("properties")
                    .entrySet()
                    .forEach(entry -> describe(
                            entry.getValue().getAsJsonObject(),
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                            described));
        } else if (schema.has("additionalProperties")) {
            String name = Map.of("actions", "class", "homes", "home", "homes.<home>.rooms", "room")
                    .getOrDefault(path, path.endsWith("sensors") ? "sensor" : "logger");
            describe(schema.getAsJsonObject("additionalProperties"), path + ".<" + name + ">", described);
        } else if (schema.has("items") && schema.getAsJsonObject("items").has("properties")) {
            describe(schema.getAsJsonObject("items"), path + "[]", described);
        } else {
            described.put(path, schema);
        }
    }

    /** As {@link Reading.Key#type} has it. */
    private static String type(JsonObject schema) {
        if (schema.has("items")) {
            return choices(schema.getAsJsonObject("items")) + "[]";
        }
        return schema.has("anyOf")
                ? choices(schema.getAsJsonArray("anyOf").get(0).getAsJsonObject())
                : schema.getAsJsonArray("type").get(0).getAsString();
    }

    private static String choices(JsonObject schema) {
        return schema.getAsJsonArray("enum").asList().stream()
                .filter(name -> !name.isJsonNull())
                .map(JsonElement::getAsString)
                .collect(Collectors.joining("|"));
    }

    private static String standard(JsonObject schema) {
        JsonElement standard = schema.get("default");
        if (standard == null) {
            return "";
        }
        return standard.isJsonArray()
                ? standard.getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .collect(Collectors.joining(", "))
                : standard.getAsString();
    }
}
