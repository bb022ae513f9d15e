package io.roomwise.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.StudentNetwork;
import io.roomwise.inference.model.StudentSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelBundleTest {
    private final Path bundle;
    private final Path yaml;
    private final Path weights;

    ModelBundleTest(@TempDir Path folder) {
        bundle = folder.resolve("models").resolve("tiny");
        yaml = bundle.resolve("model.yaml");
        weights = bundle.resolve("student.safetensors");
    }

    @BeforeEach
    void writeABundle() throws IOException {
        TinyStudent.write(bundle, 1);
    }

    @Test
    void bringsBackWhatWasWritten() {
        try (var opened = ModelBundle.open(bundle);
                var original = StudentNetwork.create(TinyStudent.SPEC, 1)) {
            assertThat(opened.manifest()).isEqualTo(TinyStudent.MANIFEST);
            assertThat(opened.network().weights().learned())
                    .allSatisfy(learned -> assertThat(learned.array().toFloatArray())
                            .containsExactly(original.weights().learned().stream()
                                    .filter(other -> other.name().equals(learned.name()))
                                    .findFirst()
                                    .orElseThrow()
                                    .array()
                                    .toFloatArray()));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void bringsBackADistilledStudent(Kind backbone) throws IOException {
        var spec = TinyStudent.distilled(backbone);
        StudentManifest tiny = TinyStudent.MANIFEST;
        var manifest = new StudentManifest(
                "distilled",
                "1",
                spec,
                tiny.classes(),
                tiny.input(),
                tiny.decisionDelay(),
                tiny.gate(),
                tiny.metrics(),
                tiny.provenance());
        try (var network = TinyStudent.create(spec, 3)) {
            ModelBundle.write(bundle, manifest, network, Map.of());
            try (var opened = ModelBundle.open(bundle)) {
                assertThat(opened.manifest()).isEqualTo(manifest);
                assertThat(opened.network().weights().tensors())
                        .isEqualTo(network.weights().tensors());
            }
        }
    }

    @Test
    void theSameModelGivesTheSameFiles() throws IOException {
        byte[] manifest = Files.readAllBytes(yaml);
        byte[] sums = Files.readAllBytes(bundle.resolve("SHA256SUMS"));
        TinyStudent.write(bundle, 1);
        assertThat(Files.readAllBytes(yaml)).isEqualTo(manifest);
        assertThat(Files.readAllBytes(bundle.resolve("SHA256SUMS"))).isEqualTo(sums);
    }

    @Test
    void theChecksumsAreOfTheFormOfSha256sum() throws Exception {
        String sum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(yaml)));
        assertThat(Files.readAllLines(bundle.resolve("SHA256SUMS")))
                .hasSize(3)
                .contains(sum + "  model.yaml")
                .isSortedAccordingTo((a, b) -> a.substring(66).compareTo(b.substring(66)));
    }

    @Test
    void writingReplacesTheFolderAsAWholeAndLeavesNothingBeside() throws IOException {
        Files.writeString(bundle.resolve("stale.txt"), "of the model before");
        Files.createDirectories(bundle.resolveSibling("tiny.new")); // a crash while writing
        TinyStudent.write(bundle, 2);
        try (var files = Files.walk(bundle.getParent())) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> bundle.relativize(file).toString()))
                    .containsExactlyInAnyOrder("SHA256SUMS", "model.yaml", "report.txt", "student.safetensors");
        }
    }

    @Test
    void aFailureWhileWritingLeavesTheOldModel() {
        assertThatThrownBy(() -> BundleFolder.write(bundle, fresh -> {
                    Files.writeString(fresh.resolve("model.yaml"), "half");
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        ModelBundle.open(bundle).close();
    }

    @Test
    void theManifestIsTextForPeople() throws IOException {
        assertThat(Files.readString(yaml))
                .startsWith(
                        """
                        format: 1
                        kind: student
                        name: tiny
                        version: '1'
                        student:
                          encoder: convolutional
                        """)
                .contains(
                        """
                        gate:
                          sit_down:
                            start: 0.6
                            end: 0.4
                            min_slots: 2
                            hold_slots: 1
                            cool_down_slots: 3
                        """)
                .endsWith(
                        """
                        provenance:
                          command: agent trainer
                          seed: 1
                          data: random numbers
                          versions:
                            djl: 0.35.1
                            roomwise: 0.1.0
                        """);
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        Path none = bundle.resolveSibling("none");
        assertThatThrownBy(() -> ModelBundle.open(none))
                .isInstanceOf(BundleException.class)
                .hasMessage(none + ": no such folder");
    }

    @ParameterizedTest
    @CsvSource({"model.yaml", "student.safetensors", "SHA256SUMS", "report.txt"})
    void refusesABundleWithoutOneOfItsFiles(String file) throws IOException {
        Files.delete(bundle.resolve(file));
        assertRefused(file + ": is missing");
    }

    @Test
    void refusesWeightsThatWereCutOff() throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length - 4));
        assertRefused("student.safetensors: was changed or cut off: SHA-256 is ");
    }

    @Test
    void refusesWeightsOfWhichOneBitWasChanged() throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length / 2] ^= 1;
        Files.write(weights, bytes);
        assertRefused("student.safetensors: was changed or cut off: SHA-256 is ");
    }

    @Test
    void refusesChecksumsThatDoNotNameAFile() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(bundle.resolve("SHA256SUMS")));
        lines.removeIf(line -> line.endsWith("student.safetensors"));
        Files.write(bundle.resolve("SHA256SUMS"), lines);
        assertRefused("SHA256SUMS: does not name student.safetensors");
    }

    @Test
    void refusesChecksumsOfAnotherForm() throws IOException {
        Files.writeString(bundle.resolve("SHA256SUMS"), "abc  ../../etc/passwd\n");
        assertRefused("SHA256SUMS: is not of the form '<sha256>  <file>': abc  ../../etc/passwd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            format: 1            | format: 2            | format is 2, this program reads format 1
            format: 1            | formats: 1           | format is missing
            kind: student        | kind: teacher        | kind is teacher, must be student
            name: tiny           | name: 5              | name must be a text, was 5
            name: tiny           | name: tiny/x: 1      | unknown key x
            name: tiny           | name: [              | is not YAML: while parsing
            width: 16            | width: 16.5          | student.width must be a whole number, was 16.5
            stem: 4              | stem: 4/  tea: 1     | unknown key student.tea
            stem: 4              | steam: 4             | student.stem must be a number, was null
            encoder_version: 2   | encoder_version: 9   | input.encoder_version is 9, this program encodes version 2
            frames_per_second: 2.5 | fps: 2.5           | input.frames_per_second must be a number, was null
            picture_size: 32/  encoder_version | picture_size: 48/  encoder_version | input of 48 pixels
            frames: 6/  persons  | frames: 7/  persons  | input.frames is 7, the network takes up to 6
            decision_delay: 2    | decision_delay: 6    | decision_delay must be 0..5, was 6
            start: 0.6           | start: 1.6           | gate.sit_down.start must be between 0 and 1, was 1.6
            end: 0.4             | end: 0.9             | gate.sit_down.end must be above 0 and at most start (0.6), was 0.9
            hold_slots: 1        | hold: 1              | gate.sit_down.hold_slots is missing
            seed: 1              | seed: one            | provenance.seed must be a whole number, was one
            versions:            | version:             | provenance.versions is missing
            """)
    void refusesAManifestThatIsWrong(String right, String wrong, String message) throws IOException {
        edit(right, wrong);
        assertRefused("model.yaml: " + message);
    }

    @Test
    void refusesClassesThatAreNotTheNetworksOutputs() throws IOException {
        edit("- fall", "- fall/- dance");
        assertRefused("model.yaml: gate.dance is missing");
        edit("  fall:", "  dance: {start: 0.5, end: 0.5, min_slots: 1, hold_slots: 0, cool_down_slots: 0}/  fall:");
        assertRefused("model.yaml: classes are 3, the network has 2 outputs");
    }

    @Test
    void refusesAGateRuleForAClassThatDoesNotExist() throws IOException {
        edit("  fall:", "  dance: {start: 0.5, end: 0.5, min_slots: 1, hold_slots: 0, cool_down_slots: 0}/  fall:");
        assertRefused("model.yaml: unknown key gate.dance");
    }

    @Test
    void refusesTensorsOfAnotherArchitecture() throws IOException {
        edit("width: 16", "width: 32");
        assertRefused("student.safetensors: tensor ");
        edit("temporal_layers: 1", "temporal_layers: 2");
        assertThatThrownBy(() -> ModelBundle.open(bundle)).isInstanceOf(BundleException.class);
    }

    @Test
    void refusesTensorsThatAreNotFinite() throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        Arrays.fill(bytes, bytes.length - 4, bytes.length, (byte) 0xff);
        Files.write(weights, bytes);
        seal();
        assertThatThrownBy(() -> ModelBundle.open(bundle)).hasMessageContaining(" holds NaN at position ");
    }

    @Test
    void refusesToWriteAManifestOfAnotherNetwork() {
        StudentSpec spec = TinyStudent.spec(3);
        try (var network = StudentNetwork.create(spec, 1)) {
            assertThatThrownBy(() -> ModelBundle.write(bundle, TinyStudent.MANIFEST, network, Map.of()))
                    .hasMessageStartingWith("manifest of ");
        }
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> ModelBundle.open(bundle))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith(bundle + ": " + reason);
    }

    /** Replaces the first occurrence; a slash stands for a new line. */
    private void edit(String right, String wrong) throws IOException {
        String text = Files.readString(yaml);
        String from = right.replace('/', '\n');
        assertThat(text).contains(from);
        Files.writeString(yaml, text.replaceFirst(Pattern.quote(from), wrong.replace('/', '\n')));
        seal();
    }

    /** Correct checksums for what is there now. */
    private void seal() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : List.of("model.yaml", "report.txt", "student.safetensors")) {
            files.put(name, Files.readAllBytes(bundle.resolve(name)));
        }
        BundleFolder.write(bundle, fresh -> {
            for (var file : files.entrySet()) {
                Files.write(fresh.resolve(file.getKey()), file.getValue());
            }
        });
    }
}
