package io.roomwise.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.roomwise.inference.model.MultiViewNetwork;
import io.roomwise.inference.model.MultiViewSpec;
import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.MultiViewSpec.Role;
import io.roomwise.inference.model.Presence;
import io.roomwise.inference.model.Safetensors;
import io.roomwise.inference.model.Weights;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One step beside what another implementation computes for the same numbers; {@code step.json} says how. */
class DistillationMethodTest {
    private static final int B = 2;
    private static final int N = 3;
    private static final int T = 16;
    private static final int D = 24;
    private static final int C = 5;
    private static final double TOLERANCE = 1e-4;

    private final NDManager scope = NDManager.newBaseManager();

    @AfterEach
    void close() {
        scope.close();
    }

    @ParameterizedTest
    @CsvSource({
        "MULTI_TSF, FRAMES",
        "MULTI_TSF, SEQUENCES",
        "MULTI_ASL, FRAMES",
        "MULTI_ASL, SEQUENCES",
        "MULTI_TRANS, FRAMES",
        "MULTI_TRANS, SEQUENCES"
    })
    void aStepOfViCoKdHasTheLossesAndGradientsOfTheReference(Kind kind, Supervision supervision) throws Exception {
        JsonObject all = read();
        JsonObject expected =
                all.getAsJsonObject("cases").getAsJsonObject((kind + "." + supervision).toLowerCase(Locale.ROOT));
        Presence presence = new Presence(scope.create(floats(all.getAsJsonArray("live")), new Shape(B, N, T)));
        int layers = kind == Kind.MULTI_TSF ? 2 : 1;
        try (MultiViewNetwork student = network(Role.STUDENT, kind, layers, "");
                MultiViewNetwork teacher = network(Role.TEACHER, kind, layers, "teacher.")) {
            NDArray seen = numbers("input.visual", B, N, T, D);
            NDArray seenByTeacher = numbers("input.teacher_visual", B, N, T, D);
            NDArray heard = numbers("input.audio", B, N, T, D);
            NDArray frameLabels = numbers("input.frame_labels", B, T, C).gt(0.8).toType(seen.getDataType(), false);
            NDArray sequenceLabels = frameLabels.max(new int[] {1});
            sequenceLabels.set(new NDIndex("0, 0"), 0);
            NDArray people = numbers("input.people", B, N, T).maximum(0);
            NDArray visible = people.gt(0.25).toType(seen.getDataType(), false);
            Map<String, NDArray> losses;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                MultiViewNetwork.Result taught = teacher.forward(seenByTeacher, Optional.of(heard), presence, false);
                MultiViewNetwork.Result learned = student.forward(seen, Optional.empty(), presence, false);
                Lesson lesson = new Lesson(
                        learned, Optional.of(taught), presence, frameLabels, sequenceLabels, people, visible);
                losses = DistillationMethod.VI_CO_KD.losses(lesson, DistillationSettings.ofPaper(supervision));
                NDArray total = scope.zeros(new Shape());
                for (NDArray loss : losses.values()) {
                    total = total.add(loss);
                }
                collector.backward(total);
            }
            JsonObject expectedLosses = expected.getAsJsonObject("losses");
            assertThat(losses.keySet()).isEqualTo(expectedLosses.keySet());
            losses.forEach((name, loss) -> {
                double wanted = expectedLosses.get(name).getAsDouble();
                assertThat((double) loss.getFloat()).as(name).isCloseTo(wanted, within(TOLERANCE * wanted));
            });
            checkGradients(expected.getAsJsonObject("gradients"), student.weights());
        }
    }

    private static void checkGradients(JsonObject expected, Weights weights) {
        int compared = 0;
        for (Weights.Learned weight : weights.learned()) {
            double norm = weight.array().getGradient().norm().getFloat();
            double wanted =
                    expected.has(weight.name()) ? expected.get(weight.name()).getAsDouble() : 0;
            assertThat(norm).as(weight.name()).isCloseTo(wanted, within(TOLERANCE * wanted + 1e-5));
            compared += expected.has(weight.name()) ? 1 : 0;
        }
        assertThat(compared).isEqualTo(expected.size());
    }

    private static MultiViewNetwork network(Role role, Kind kind, int layers, String prefix) {
        MultiViewNetwork network =
                new MultiViewNetwork(new MultiViewSpec(role, kind, 4, T, C, D, layers, 4), new Weights(1));
        Map<String, Safetensors.Tensor> filled = new LinkedHashMap<>();
        network.weights()
                .tensors()
                .forEach((name, tensor) -> filled.put(
                        name, new Safetensors.Tensor(tensor.shape(), values(prefix + name, 0.3, tensor.shape()))));
        network.weights().load(Path.of("formulas"), filled);
        return network;
    }

    private NDArray numbers(String name, long... shape) {
        return scope.create(values(name, 1, new Shape(shape)).array(), new Shape(shape));
    }

    private static FloatBuffer values(String name, double amplitude, Shape shape) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        double phase = crc.getValue() / 4294967296.0 * 2 * Math.PI;
        double middle = name.matches("(.*\\.)?[^.]*norm[^.]*\\.weight") ? 1 : 0;
        FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(shape.size()));
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, (float) (middle + amplitude * Math.sin(phase + 0.7 * (i + 1))));
        }
        return values;
    }

    private static float[] floats(JsonArray values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).getAsFloat();
        }
        return floats;
    }

    private static JsonObject read() throws Exception {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(DistillationMethodTest.class.getResourceAsStream("step.json")),
                StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        }
    }
}
