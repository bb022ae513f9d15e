package io.roomwise.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What another implementation computed. */
final class References {
    /** Largest error, in parts of the largest value. */
    private static final double TOLERANCE = 1e-4;

    private References() {}

    static JsonObject read(String name) throws IOException {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(References.class.getResourceAsStream(name)), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        }
    }

    static float[] numbers(JsonObject reference, String key) {
        JsonArray values = reference.getAsJsonArray(key);
        float[] numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i).getAsFloat();
        }
        return numbers;
    }

    static void check(JsonObject reference, String key, NDArray actual) {
        NDArray wanted = actual.getManager().create(numbers(reference, key));
        float scale = Math.max(1e-3f, wanted.abs().max().getFloat());
        float error = actual.flatten().sub(wanted).abs().max().getFloat() / scale;
        assertThat((double) error).as(key).isLessThan(TOLERANCE);
    }
}
