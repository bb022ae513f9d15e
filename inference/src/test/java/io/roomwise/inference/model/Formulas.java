package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** Numbers that follow from a name, so that a reference needs no file of weights. */
final class Formulas {
    static final double OF_WEIGHTS = 0.3;

    private Formulas() {}

    static NDArray of(NDManager scope, String name, double amplitude, long... shape) {
        return scope.create(values(name, amplitude, new Shape(shape)).array(), new Shape(shape));
    }

    /** Gives all weights of a network their numbers. */
    static void fill(Weights weights) {
        Map<String, Safetensors.Tensor> filled = new LinkedHashMap<>();
        weights.tensors()
                .forEach((name, tensor) -> filled.put(
                        name, new Safetensors.Tensor(tensor.shape(), values(name, OF_WEIGHTS, tensor.shape()))));
        weights.load(Path.of("formulas"), filled);
    }

    static FloatBuffer values(String name, double amplitude, Shape shape) {
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
}
