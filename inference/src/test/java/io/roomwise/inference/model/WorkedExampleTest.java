package io.roomwise.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Of the formulas that the paper's networks are put together of, computed by hand. */
class WorkedExampleTest {
    private final NDManager scope = NDManager.newBaseManager();

    @BeforeAll
    static void loadEngine() {
        Engine.getInstance();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void attentionMixesValuesByScaledProducts() {
        try (Weights weights = new Weights(1)) {
            Attention attention = new Attention(weights, "a", Attention.Heads.of(2, 1), 0);
            Safetensors.Tensor same =
                    new Safetensors.Tensor(new Shape(2, 2), FloatBuffer.wrap(new float[] {1, 0, 0, 1}));
            Safetensors.Tensor none = new Safetensors.Tensor(new Shape(2), FloatBuffer.wrap(new float[2]));
            weights.set(Map.of(
                    "a.query.weight",
                    same,
                    "a.query.bias",
                    none,
                    "a.key.weight",
                    same,
                    "a.key.bias",
                    none,
                    "a.value.weight",
                    same,
                    "a.value.bias",
                    none,
                    "a.out.weight",
                    same,
                    "a.out.bias",
                    none));
            NDArray queries = scope.create(new float[] {1, 0, 0, 1}, new Shape(1, 2, 2));
            NDArray memory = scope.create(new float[] {1, 1, 0, 2}, new Shape(1, 2, 2));

            assertThat(attention.shares(queries, memory, null).toFloatArray())
                    .containsExactly(new float[] {0.66976154f, 0.33023846f, 0.33023846f, 0.66976154f}, within(1e-6f));
            assertThat(attention.forward(queries, memory, null, false).toFloatArray())
                    .containsExactly(new float[] {0.66976154f, 1.3302385f, 0.33023846f, 1.6697615f}, within(1e-6f));
        }
    }

    /** Eight slots that are live, of sixteen: two are chosen for each class. */
    @Test
    void multiAslChoosesTheLikeliestSlotsOfEachClass() {
        float[] logits = new float[16 * 3];
        float[] seen = {2, 0, -1, 0, 1, .5f, 1, 1, 1, 3, 0, 0, 0, 0, 0, -1, 2, 0, 0, 0, 3, 1, 0, 1};
        System.arraycopy(seen, 0, logits, 0, seen.length);
        float[] live = new float[16];
        Arrays.fill(live, 0, 8, 1);
        MultiAsl.Choice choice = MultiAsl.choose(
                scope.create(logits, new Shape(1, 16, 3)),
                List.of(
                        actionness(.9f, .1f, .5f, .8f, .2f, .6f, .3f, .4f),
                        actionness(.8f, .2f, .4f, .9f, .1f, .7f, .5f, .3f)),
                new Presence(scope.create(live, new Shape(1, 1, 16))));

        assertThat(choice.mean().toFloatArray()).containsExactly(new float[] {2.5f, 1, -0.5f}, within(1e-6f));
        float[] chosen = new float[16 * 3];
        chosen[0] = 1; // slots 3 and 0
        chosen[3 * 3] = 1;
        chosen[5 * 3 + 1] = 1; // 5 and 0
        chosen[1] = 1;
        chosen[3 * 3 + 2] = 1; // 3 and 0
        chosen[2] = 1;
        assertThat(choice.chosen().toFloatArray()).containsExactly(chosen);
    }

    private NDArray actionness(float... values) {
        return scope.create(Arrays.copyOf(values, 16), new Shape(1, 16));
    }
}
