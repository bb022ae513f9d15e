package io.roomwise.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.InputSpec;
import io.roomwise.inference.clip.LogMel;
import io.roomwise.inference.clip.LogMel.Spectrum;
import io.roomwise.inference.clip.PersonRegion;
import io.roomwise.inference.model.FrozenEncoder;
import io.roomwise.inference.model.FrozenEncoderSpec;
import io.roomwise.inference.model.FrozenNetwork;
import io.roomwise.inference.model.ModelFileException;
import io.roomwise.inference.model.MultiViewSpec;
import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.MultiViewSpec.Role;
import io.roomwise.inference.model.MultiViewStudent;
import io.roomwise.inference.model.MultiViewStudentSpec;
import io.roomwise.inference.model.PerceivingNetwork;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenEncoderTest {
    private static final int SIDE = 16;
    private static final List<Double> MEAN = List.of(100.0, 110.0, 120.0);
    private static final List<Double> DEVIATION = List.of(50.0, 60.0, 70.0);

    private final NDManager scope = NDManager.newBaseManager();
    private final Path folder;

    FrozenEncoderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void levelsReachAFileAsItWantsThemWithTheGeometryBehind() throws IOException {
        for (boolean last : new boolean[] {false, true}) {
            for (Object batch : new Object[] {1, "n"}) {
                Object[] shape =
                        last ? new Object[] {batch, SIDE, SIDE, 3} : new Object[] {batch, 3, "height", "width"};
                Path file = write(new OnnxGraph().input("x", shape).flattened("x", "same"));
                FrozenEncoderSpec spec = spec(file, Optional.of(SIDE), Optional.empty());
                assertThat(spec).isEqualTo(new FrozenEncoderSpec(SIDE, last, MEAN, DEVIATION, "same", 3 * SIDE * SIDE));
                try (FrozenEncoder encoder = FrozenEncoder.open(spec, file)) {
                    float[] features =
                            encoder.forward(pixels(), geometry(), false).toFloatArray();
                    assertThat(features).hasSize(2 * spec.width());
                    for (int crop = 0; crop < 2; crop++) {
                        for (int channel = 0; channel < 3; channel++) {
                            double expected = (level(crop, channel, 5, 9) - MEAN.get(channel)) / DEVIATION.get(channel);
                            int at = last ? (5 * SIDE + 9) * 3 + channel : (channel * SIDE + 5) * SIDE + 9;
                            assertThat((double) features[crop * spec.width() + at])
                                    .isCloseTo(expected, within(1e-5));
                        }
                        assertThat(features[(crop + 1) * spec.width() - 1]).isEqualTo(10f * crop + 7);
                    }
                }
            }
        }
    }

    private static int level(int crop, int channel, int y, int x) {
        return (crop * 90 + channel * 40 + y * SIDE + x) % 256;
    }

    private NDArray pixels() {
        FloatBuffer pixels = FloatBuffer.allocate(2 * 3 * SIDE * SIDE);
        for (int i = 0; i < pixels.capacity(); i++) {
            int plane = i / (SIDE * SIDE);
            int y = i / SIDE % SIDE;
            pixels.put(ClipEncoder.normal(level(plane / 3, plane % 3, y, i % SIDE)));
        }
        return scope.create(pixels.flip(), new Shape(2, 3, SIDE, SIDE));
    }

    private NDArray geometry() {
        float[] values = new float[2 * ClipEncoder.GEOMETRY];
        for (int i = 0; i < values.length; i++) {
            int crop = i / ClipEncoder.GEOMETRY;
            values[i] = 10f * crop + i % ClipEncoder.GEOMETRY;
        }
        return scope.create(values, new Shape(2, ClipEncoder.GEOMETRY));
    }

    private Path write(OnnxGraph graph) throws IOException {
        return Files.write(folder.resolve("network.onnx"), graph.bytes());
    }

    private static FrozenEncoderSpec spec(Path file, Optional<Integer> size, Optional<String> output) {
        return FrozenEncoderSpec.of(file, size, MEAN, DEVIATION, output);
    }

    @Test
    void filesThatAreNoEncodersOfPicturesAreRefused() throws IOException {
        assertRefused(new OnnxGraph().input("x", 1, 64, 96).flattened("x", "y"), "takes [1, 64, 96], not pictures");
        assertRefused(new OnnxGraph().input("x", 1, 3, "h", "w").flattened("x", "y"), "takes pictures of any size");
        assertRefused(
                new OnnxGraph().input("x", 1, 3, 32, 48).flattened("x", "y"),
                "takes [1, 3, 32, 48], wanted [any, 3, 32, 32]");
        assertRefused(
                new OnnxGraph().input("x", 4, 3, 32, 32).flattened("x", "y"), "takes [4, 3, 32, 32], wanted [any, 3");
        assertRefused(
                new OnnxGraph().input("x", 1, 3, 32, 32).flattened("x", "y").flattened("x", "z"),
                "has several outputs, one of which must be named: [y, z]");
        Path file = write(new OnnxGraph().input("x", 1, 3, 32, 32).flattened("x", "y"));
        assertThatThrownBy(() -> spec(file, Optional.empty(), Optional.of("z")))
                .hasMessage(file + " has no output z of float32, but [y]");
        assertThatThrownBy(() -> FrozenEncoder.open(new FrozenEncoderSpec(32, false, MEAN, DEVIATION, "y", 5), file))
                .hasMessage(file + " gives 3072 numbers, wanted 5");
    }

    private void assertRefused(OnnxGraph graph, String problem) throws IOException {
        Path file = write(graph);
        assertThatThrownBy(() -> spec(file, Optional.empty(), Optional.empty()))
                .isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith(file + " " + problem);
    }

    @Test
    void aBundleTakesTheFileAlongAndWantsItBack() throws IOException {
        Path file = write(new OnnxGraph().input("x", 1, 3, SIDE, SIDE).flattened("x", "same"));
        FrozenEncoderSpec spec = spec(file, Optional.empty(), Optional.empty());
        MultiViewSpec views = new MultiViewSpec(Role.STUDENT, Kind.MULTI_ASL, 3, TinyStudent.FRAMES, 2, 24, 1, 4);
        MultiViewStudentSpec student = new MultiViewStudentSpec(spec, views);
        StudentManifest tiny = TinyStudent.MANIFEST;
        StudentManifest manifest = new StudentManifest(
                "distilled",
                "1",
                student,
                tiny.classes(),
                new InputSpec(2.5, TinyStudent.FRAMES, 2, SIDE, ClipEncoder.VERSION),
                tiny.decisionDelay(),
                tiny.gate(),
                tiny.metrics(),
                tiny.provenance());
        Path bundle = folder.resolve("bundle");
        float[] expected;
        try (FrozenEncoder encoder = FrozenEncoder.open(spec, file);
                PerceivingNetwork distilled = PerceivingNetwork.create(student.perception(), views, 1);
                MultiViewStudent whole = MultiViewStudent.of(encoder, distilled)) {
            ModelBundle.write(bundle, manifest, whole, Map.of());
            expected = whole.encode(pixels(), geometry(), false).toFloatArray();
        }
        Files.delete(file);
        try (ModelBundle opened = ModelBundle.open(bundle)) {
            assertThat(opened.manifest()).isEqualTo(manifest);
            assertThat(opened.network().encode(pixels(), geometry(), false).toFloatArray())
                    .containsExactly(expected);
        }
        Path taken = bundle.resolve("encoder.onnx");
        assertThat(bundle.resolve("SHA256SUMS")).content().contains("  encoder.onnx");
        Files.write(taken, new byte[] {1});
        assertThatThrownBy(() -> ModelBundle.open(bundle)).hasMessageContaining("encoder.onnx");
        Files.delete(taken);
        assertThatThrownBy(() -> ModelBundle.open(bundle)).hasMessageContaining("encoder.onnx");
    }

    @Test
    void mobileNetRecognisesABus() throws IOException {
        Path file = RealModels.file("vision/mobilenet_v2_w8.onnx");
        List<Double> centre = List.of(128.0, 128.0, 128.0);
        assertThat(FrozenEncoderSpec.of(file, Optional.empty(), centre, centre, Optional.of("embedding")))
                .extracting(FrozenEncoderSpec::pictureSize, FrozenEncoderSpec::channelsLast, FrozenEncoderSpec::width)
                .containsExactly(224, true, 1280 + ClipEncoder.GEOMETRY);
        FrozenEncoderSpec scores = FrozenEncoderSpec.of(file, Optional.empty(), centre, centre, Optional.of("scores"));
        ClipEncoder clips = new ClipEncoder(new InputSpec(2.5, 6, 1, 224, ClipEncoder.VERSION));
        FloatBuffer pixels = FloatBuffer.allocate(3 * 224 * 224);
        clips.encode(
                RealModels.picture("agpl-3.0_yolov10n/bus.jpg"),
                PersonRegion.NOBODY,
                pixels,
                FloatBuffer.allocate(ClipEncoder.GEOMETRY));
        try (FrozenEncoder encoder = FrozenEncoder.open(scores, file)) {
            float[] rated = encoder.forward(
                            scope.create(pixels.flip(), new Shape(1, 3, 224, 224)),
                            scope.zeros(new Shape(1, ClipEncoder.GEOMETRY)),
                            false)
                    .toFloatArray();
            List<String> labels = Files.readAllLines(RealModels.file("vision/imagenet_labels.txt"));
            assertThat(best(rated, labels, 3)).anyMatch(label -> label.contains("bus"));
        }
    }

    @Test
    void yamNetHearsSpeechAndADog() throws IOException {
        assertThat(heard("yamnet_test_speech_16k_s16le.raw")).contains("Speech");
        assertThat(heard("4-199261-A-0_dog_16k_s16le.raw")).contains("Dog");
    }

    private List<String> heard(String clip) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(RealModels.file("audio_clips/" + clip)))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] samples = new float[LogMel.samples(96)];
        for (int i = 0; i < Math.min(samples.length, bytes.capacity() / 2); i++) {
            samples[i] = bytes.getShort(2 * i) / 32768f;
        }
        List<String> labels = Files.readAllLines(RealModels.file("audio_models/yamnet_class_map.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", 3)[2].replace("\"", ""))
                .toList();
        try (LogMel logMel = new LogMel(Spectrum.ofMagnitudes(64, 125, 7500, 0.001), DataType.FLOAT32);
                FrozenNetwork network = FrozenNetwork.open(
                        RealModels.file("audio_models/yamnet_w8.onnx"), Optional.of("scores"), 96, 64)) {
            float[] energies = logMel.of(scope.create(samples, new Shape(1, samples.length)))
                    .toFloatArray();
            return best(network.run(FloatBuffer.wrap(energies)), labels, 3);
        }
    }

    private static List<String> best(float[] scores, List<String> labels, int count) {
        return IntStream.range(0, labels.size())
                .boxed()
                .sorted((a, b) -> Float.compare(scores[b], scores[a]))
                .limit(count)
                .map(labels::get)
                .toList();
    }
}
