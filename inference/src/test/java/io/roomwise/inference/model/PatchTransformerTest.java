package io.roomwise.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.roomwise.inference.model.PatchTransformer.PatchSpec;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside the published implementations; {@code transformers.json} says how. */
class PatchTransformerTest {
    private static final PatchSpec VIT = PatchSpec.vit(32, 8, 16, 2, 4);
    private static final PatchSpec AST = new PatchSpec(1, 24, 40, 8, 5, 2, 16, 2, 4, 1e-12);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final NDManager scope = NDManager.newBaseManager();
    private final Weights weights = new Weights(1);

    @AfterEach
    void close() {
        weights.close();
        scope.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vit.timm", "vit.hugging_face", "ast.hugging_face"})
    void encodesAsThePublishedOneWithItsWeights(String name) throws Exception {
        JsonObject reference =
                References.read("transformers.json").getAsJsonObject("cases").getAsJsonObject(name);
        Path file = write(reference.getAsJsonObject("tensors"), Map.of());
        PatchTransformer encoder = new PatchTransformer(weights, "encoder", name.startsWith("vit") ? VIT : AST);
        weights.replace(file, TransformerFile.read(file, "encoder"));
        NDArray x = name.startsWith("vit")
                ? Formulas.of(scope, "input.picture", 1, 2, 3, 32, 32)
                : Formulas.of(scope, "input.spectrogram", 1, 2, 40, 24)
                        .transpose(0, 2, 1)
                        .expandDims(1);
        References.check(reference, "output", encoder.forward(x, false));
    }

    @Test
    void readsTheNamesOfOlderHuggingFaceFilesToo() throws Exception {
        JsonObject tensors = References.read("transformers.json")
                .getAsJsonObject("cases")
                .getAsJsonObject("vit.hugging_face")
                .getAsJsonObject("tensors");
        Map<String, Safetensors.Tensor> now = TransformerFile.read(write(tensors, Map.of()), "encoder");
        Map<String, String> older = new LinkedHashMap<>();
        tensors.keySet()
                .forEach(name -> older.put(
                        name,
                        "vit."
                                + name.replace("layers.", "encoder.layer.")
                                        .replace("attention.q_proj", "attention.attention.query")
                                        .replace("attention.k_proj", "attention.attention.key")
                                        .replace("attention.v_proj", "attention.attention.value")
                                        .replace("attention.o_proj", "attention.output.dense")
                                        .replace("mlp.fc1", "intermediate.dense")
                                        .replace("mlp.fc2", "output.dense")));
        assertThat(TransformerFile.read(write(tensors, older), "encoder")).isEqualTo(now);
    }

    @Test
    void refusesAFileOfSomethingElse() throws Exception {
        JsonObject tensors = new JsonObject();
        JsonArray shape = new JsonArray();
        shape.add(3);
        tensors.add("conv1.weight", shape);
        Path file = write(tensors, Map.of());
        assertThatThrownBy(() -> TransformerFile.read(file, "encoder"))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("is not of a vision or audio transformer: [conv1.weight]");
    }

    @Test
    void refusesWeightsOfAnotherSize() throws Exception {
        JsonObject tensors = References.read("transformers.json")
                .getAsJsonObject("cases")
                .getAsJsonObject("vit.timm")
                .getAsJsonObject("tensors");
        Path file = write(tensors, Map.of());
        PatchTransformer encoder = new PatchTransformer(weights, "encoder", PatchSpec.vit(32, 16, 16, 2, 4));
        NDArray x = Formulas.of(scope, "input.picture", 1, 1, 3, 32, 32);
        float[] before = encoder.forward(x, false).toFloatArray();
        assertThatThrownBy(() -> weights.replace(file, TransformerFile.read(file, "encoder")))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("has shape");
        assertThat(encoder.forward(x, false).toFloatArray()).isEqualTo(before);
    }

    @Test
    void theTransformersOfThePaperHaveTheirNumberOfWeights() {
        new PatchTransformer(weights, "vit", PatchSpec.VIT_SMALL_32);
        assertThat(weights.count()).isEqualTo(22_493_952);
    }

    /** A safetensors file with these tensors, under other names where there are any. */
    private Path write(JsonObject shapes, Map<String, String> names) throws Exception {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        for (String name : shapes.keySet()) {
            JsonArray sizes = shapes.getAsJsonArray(name);
            long[] shape = new long[sizes.size()];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = sizes.get(i).getAsLong();
            }
            FloatBuffer values = Formulas.values("given." + name, Formulas.OF_WEIGHTS, new Shape(shape));
            tensors.put(names.getOrDefault(name, name), new Safetensors.Tensor(new Shape(shape), values));
        }
        Path file = folder.resolve("given" + names.size() + ".safetensors");
        new Safetensors(tensors, Map.of()).write(file);
        return file;
    }
}
