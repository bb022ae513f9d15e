package io.roomwise.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    private Path file = Path.of("x.safetensors");

    @BeforeEach
    void place(@TempDir Path folder) {
        file = folder.resolve("x.safetensors");
    }

    @Test
    void whatIsWrittenIsReadWithNamesShapesAndMetadata() throws IOException {
        Map<String, Safetensors.Tensor> tensors = Map.of(
                "b", tensor(new Shape(2, 2), 1, 2, 3, 4), "a", tensor(new Shape(), 5), "none", tensor(new Shape(0, 3)));
        new Safetensors(tensors, Map.of("step", "7")).write(file);

        Safetensors read = Safetensors.read(file);
        assertThat(read.metadata()).containsExactly(Map.entry("step", "7"));
        assertThat(read.tensors()).containsOnlyKeys("a", "b", "none");
        assertThat(read.tensors().get("b")).isEqualTo(tensors.get("b"));
        assertThat(read.tensors().get("none")).isEqualTo(tensors.get("none"));
    }

    @Test
    void theSameContentGivesTheSameBytes() throws IOException {
        Safetensors content =
                new Safetensors(Map.of("b", tensor(new Shape(1), 1), "a", tensor(new Shape(1), 2)), Map.of("k", "v"));
        content.write(file);
        byte[] first = Files.readAllBytes(file);
        content.write(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
        assertThat(ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8)
                .isZero();
    }

    @Test
    void halvesOfBothKindsBecomeFloats() throws IOException {
        short[] f16 = {0x3c00, (short) 0xc000, 0x0001, 0x7c00, 0x3555};
        short[] bf16 = {0x3f80, (short) 0xc000, 0x3eab};
        ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (short bits : f16) {
            data.putShort(bits);
        }
        for (short bits : bf16) {
            data.putShort(bits);
        }
        craft(
                "{\"h\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[0,10]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[10,16]}}",
                data.array());
        Map<String, Safetensors.Tensor> tensors = Safetensors.read(file).tensors();
        assertThat(floats(tensors.get("h"))).containsExactly(1, -2, 0x1p-24f, Float.POSITIVE_INFINITY, 0.33325195f);
        assertThat(floats(tensors.get("b"))).containsExactly(1, -2, 0.33398438f);
    }

    @Test
    void damagedFilesAreRefusedByNameAndTensor() throws IOException {
        String one = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        refused(one, 4, "is cut short: tensor w ends at 8 of 4 bytes");
        refused(one, 12, "has 12 bytes of values, its tensors take 8");
        refused(one.replace("[2]", "[3]"), 8, "tensor w of shape (3) takes 8 bytes");
        refused(one.replace("F32", "I64"), 8, "tensor w is of type I64, not F32, F16 or BF16");
        refused(one.replace("[0,8]", "[4,12]"), 12, "tensor w begins at 4 instead of 0");
        refused(one.replace("[2]", "[-2]"), 8, "describes w wrongly");
        refused(one.replace("[0,8]", "[0]"), 8, "describes w wrongly");
        refused(one.replace("\"shape\"", "\"form\""), 8, "describes w wrongly");
        refused("{\"w\":7}", 0, "describes w wrongly");
        refused("[1,2]", 0, "has a damaged header");
        refused(
                "{\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
                12,
                "tensor w begins at 4 instead of 8");
    }

    @Test
    void whatIsNoSafetensorsFileIsRefused() throws IOException {
        Files.write(file, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageContaining("is no safetensors file: 3 bytes");
        byte[] noise = new byte[64];
        Arrays.fill(noise, (byte) 0xff);
        Files.write(file, noise);
        assertThatThrownBy(() -> Safetensors.read(file))
                .hasMessageContaining("is cut short: its header takes -1 bytes");
        assertThatThrownBy(() -> Safetensors.read(file.resolveSibling("none")))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("none cannot be read");
    }

    @Test
    void weightsThatAreNotFiniteAreRefused() throws IOException {
        try (Weights weights = new Weights(1)) {
            weights.filled("w", 0, 3);
            new Safetensors(Map.of("w", tensor(new Shape(3), 1, Float.NaN, 2)), Map.of()).write(file);
            assertThatThrownBy(() -> weights.load(file)).hasMessageEndingWith("tensor w holds NaN at position 1");
            assertThat(weights.get("w").toFloatArray()).containsOnly(0);
        }
    }

    private void refused(String header, int bytes, String message) throws IOException {
        craft(header, new byte[bytes]);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("x.safetensors " + message);
    }

    private void craft(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(json.length).put(json).put(data).array());
    }

    private static Safetensors.Tensor tensor(Shape shape, float... values) {
        return new Safetensors.Tensor(shape, FloatBuffer.wrap(values));
    }

    private static float[] floats(Safetensors.@Nullable Tensor tensor) {
        FloatBuffer source = Objects.requireNonNull(tensor).values().duplicate();
        float[] values = new float[source.remaining()];
        source.get(values);
        return values;
    }
}
