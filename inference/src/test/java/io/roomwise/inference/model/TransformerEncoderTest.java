package io.roomwise.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.MultiViewSpec.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformerEncoderTest {
    /** With these a picture goes in as {@link ClipEncoder#normal} has it. */
    private static final List<Double> MEAN = List.of(127.5, 127.5, 127.5);

    private static final List<Double> DEVIATION = List.of(63.75, 63.75, 63.75);

    private final NDManager scope = NDManager.newBaseManager();
    private final Path file;

    TransformerEncoderTest(@TempDir Path folder) {
        file = folder.resolve("vit.safetensors");
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private JsonObject publish() throws IOException {
        JsonObject reference =
                References.read("transformers.json").getAsJsonObject("cases").getAsJsonObject("vit.timm");
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        reference.getAsJsonObject("tensors").asMap().forEach((name, sizes) -> {
            JsonArray all = sizes.getAsJsonArray();
            long[] shape = new long[all.size()];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = all.get(i).getAsLong();
            }
            tensors.put(
                    name,
                    new Safetensors.Tensor(
                            new Shape(shape), Formulas.values("given." + name, Formulas.OF_WEIGHTS, new Shape(shape))));
        });
        new Safetensors(tensors, Map.of()).write(file);
        return reference;
    }

    @Test
    void aFileTellsItsSizes() throws Exception {
        publish();
        assertThat(TransformerEncoderSpec.of(file, MEAN, DEVIATION))
                .isEqualTo(new TransformerEncoderSpec(32, 8, 16, 2, 1, MEAN, DEVIATION));
    }

    @Test
    void encodesAsThePublishedOneAndKeepsItInAStudentsWeights() throws Exception {
        JsonObject reference = publish();
        TransformerEncoderSpec spec = new TransformerEncoderSpec(32, 8, 16, 2, 4, MEAN, DEVIATION);
        NDArray picture = Formulas.of(scope, "input.picture", 1, 2, 3, 32, 32);
        NDArray geometry = scope.full(new Shape(2, ClipEncoder.GEOMETRY), 0.5f);
        MultiViewSpec views = new MultiViewSpec(Role.STUDENT, Kind.MULTI_TSF, 2, 6, 3, 24, 1, 4);
        MultiViewStudentSpec whole = new MultiViewStudentSpec(spec, views);
        assertThat(StudentArchitecture.fromMap(whole.toMap())).isEqualTo(whole);
        Path saved = file.resolveSibling("student.safetensors");
        try (TransformerEncoder encoder = TransformerEncoder.open(spec, file);
                PerceivingNetwork distilled = PerceivingNetwork.create(whole.perception(), views, 1);
                MultiViewStudent student = MultiViewStudent.of(encoder, distilled)) {
            NDArray features = encoder.forward(picture, geometry, false);
            References.check(reference, "output", features.get(":, :16"));
            assertThat(features.get(":, 16:").toFloatArray()).hasSize(16).containsOnly(0.5f);
            student.save(saved);
        }
        try (Student student = whole.open(saved)) {
            References.check(
                    reference,
                    "output",
                    student.encode(picture, geometry, false).get(":, :16"));
        }
    }

    @Test
    void coloursAreScaledAsToldForTheFile() throws Exception {
        publish();
        TransformerEncoderSpec told =
                new TransformerEncoderSpec(32, 8, 16, 2, 4, List.of(123.0, 117.0, 104.0), List.of(58.0, 57.0, 56.0));
        TransformerEncoderSpec plain = new TransformerEncoderSpec(32, 8, 16, 2, 4, MEAN, DEVIATION);
        NDArray geometry = scope.zeros(new Shape(1, ClipEncoder.GEOMETRY));
        NDArray levels = scope.create(new float[] {200, 100, 50}, new Shape(1, 3, 1, 1));
        NDArray wanted = levels.sub(scope.create(new float[] {123, 117, 104}, new Shape(1, 3, 1, 1)))
                .div(scope.create(new float[] {58, 57, 56}, new Shape(1, 3, 1, 1)));
        NDArray normal = scope.create(
                new float[] {ClipEncoder.normal(200), ClipEncoder.normal(100), ClipEncoder.normal(50)},
                new Shape(1, 3, 1, 1));
        try (TransformerEncoder as = TransformerEncoder.open(told, file);
                TransformerEncoder by = TransformerEncoder.open(plain, file)) {
            float[] is = as.forward(normal.repeat(2, 32).repeat(3, 32), geometry, false)
                    .toFloatArray();
            float[] expected = by.forward(wanted.repeat(2, 32).repeat(3, 32), geometry, false)
                    .toFloatArray();
            assertThat(is).containsExactly(expected, within(1e-4f));
        }
    }

    @Test
    void filesOfOtherTransformersAreRefused() throws Exception {
        publish();
        assertThatThrownBy(() ->
                        TransformerEncoder.open(new TransformerEncoderSpec(32, 16, 16, 2, 4, MEAN, DEVIATION), file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("has shape");
        assertThatThrownBy(() -> new SpectrogramTransformer(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith(file.toString());
    }
}
