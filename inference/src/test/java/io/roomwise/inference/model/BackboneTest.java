package io.roomwise.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.roomwise.inference.model.Backbone.Recognition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside what another implementation computes for the same numbers; {@code backbones.json} says how. */
class BackboneTest {
    private static final long B = 2;
    private static final long N = 3;
    private static final long T = 16;
    private static final long D = 24;
    private static final long C = 5;
    private static final BackboneSpec SPEC = new BackboneSpec(4, (int) T, (int) C, (int) D, 1, 4);
    private static final BackboneSpec TWO_LAYERS = new BackboneSpec(4, (int) T, (int) C, (int) D, 2, 4);

    private static JsonObject reference = new JsonObject();

    private final NDManager scope = NDManager.newBaseManager();
    private final NDManager constants = NDManager.newBaseManager();
    private final List<Weights> owners = new ArrayList<>();

    @BeforeAll
    static void read() throws Exception {
        reference = References.read("backbones.json");
    }

    @AfterEach
    void close() {
        owners.forEach(Weights::close);
        constants.close();
        scope.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"multi_tsf", "multi_tsf_batch", "multi_asl", "multi_trans"})
    void recognizesWhatTheReferenceDoes(String name) {
        for (boolean all : new boolean[] {true, false}) {
            JsonObject expected = reference.getAsJsonObject("cases").getAsJsonObject(name + (all ? ".all" : ".some"));
            Presence presence = new Presence(all ? ones() : someLive());
            Recognition recognition = backbone(name)
                    .forward(
                            Formulas.of(scope, "input.visual", 1, B, N, T, D),
                            Formulas.of(scope, "input.fused", 1, B, N, T, D),
                            presence,
                            false);
            References.check(expected, "frames", recognition.frames());
            References.check(expected, "viewFrames", recognition.viewFrames().mul(presence.mask()));
            References.check(expected, "sequences", stacked(recognition.sequences()));
            recognition.people().ifPresent(people -> References.check(expected, "people", people.mul(presence.live())));
            recognition.selection().ifPresent(selection -> {
                References.check(expected, "actionness", stacked(selection.actionness()));
                References.check(expected, "chosen", selection.chosen());
            });
        }
    }

    @Test
    void whatADeadViewHoldsHasNoInfluence() {
        for (String name : List.of("multi_tsf", "multi_asl", "multi_trans")) {
            Presence presence = new Presence(someLive());
            NDArray visual = Formulas.of(scope, "input.visual", 1, B, N, T, D);
            NDArray fused = Formulas.of(scope, "input.fused", 1, B, N, T, D);
            NDArray dead = presence.mask().neg().add(1);
            Backbone backbone = backbone(name);
            NDArray once = backbone.forward(visual, fused, presence, false).sequence();
            NDArray again = backbone.forward(visual, fused.add(dead.mul(7)), presence, false)
                    .sequence();
            assertThat(again.toFloatArray()).as(name).isEqualTo(once.toFloatArray());
        }
    }

    private Backbone backbone(String name) {
        Weights weights = new Weights(1);
        owners.add(weights);
        Backbone backbone = create(name, weights);
        Formulas.fill(weights);
        return backbone;
    }

    private Backbone create(String name, Weights owner) {
        return switch (name) {
            case "multi_tsf" -> new MultiTsf(owner, constants, TWO_LAYERS, MultiTsf.DeviceAxis.VIEWS);
            case "multi_tsf_batch" -> new MultiTsf(owner, constants, TWO_LAYERS, MultiTsf.DeviceAxis.BATCH);
            case "multi_asl" -> new MultiAsl(owner, SPEC);
            default -> new MultiTrans(owner, SPEC);
        };
    }

    private NDArray ones() {
        return scope.ones(new Shape(B, N, T));
    }

    private NDArray someLive() {
        return scope.create(References.numbers(reference, "live"), new Shape(B, N, T));
    }

    private NDArray stacked(List<NDArray> arrays) {
        NDArray all = arrays.get(0).expandDims(0);
        for (NDArray array : arrays.subList(1, arrays.size())) {
            all = all.concat(array.expandDims(0), 0);
        }
        return all;
    }
}
