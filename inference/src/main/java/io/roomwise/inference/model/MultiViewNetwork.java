package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.roomwise.inference.model.Backbone.Recognition;
import io.roomwise.inference.model.MultiViewSpec.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A teacher or a student of ViCoKD, from the features of each view's pictures and sound on:
 *
 * <pre>
 *  F^V ┬──────────────────── queries ─┐
 *      ├─ (student: adapter) ─ F^A ─ keys, values ─ CrossModal ─ F^attn
 *      └─ + ──────────────────────────────────────────┘
 *         │ F^AV
 *         Backbone ─ logits
 * </pre>
 *
 * Owned by one thread. Results belong to the manager of the visual features.
 */
public final class MultiViewNetwork implements AutoCloseable {
    private final MultiViewSpec spec;
    private final Weights weights;
    private final NDManager constants = NDManager.newBaseManager();
    private final @Nullable Adapter adapter;
    private final CrossModal crossModal;
    private final Backbone backbone;

    /**
     * What a network perceived and made of it; features are float32 [B, N, T, D].
     *
     * @param visual F^V
     * @param audio F^A, of a student what it guesses
     * @param attended F^attn
     * @param fused F^AV
     */
    public record Result(NDArray visual, NDArray audio, NDArray attended, NDArray fused, Recognition recognition) {}

    /** @param weights of this network and of its encoders; closed with this */
    public MultiViewNetwork(MultiViewSpec spec, Weights weights) {
        this.spec = spec;
        this.weights = weights;
        int width = spec.width();
        adapter = spec.role() == Role.STUDENT ? new Adapter(weights, "adapter", width) : null;
        crossModal = new CrossModal(weights, constants, spec.frames(), width);
        BackboneSpec sizes =
                new BackboneSpec(spec.views(), spec.frames(), spec.classes(), width, spec.layers(), spec.heads());
        backbone = switch (spec.backbone()) {
            case MULTI_TRANS -> new MultiTrans(weights, sizes);
            case MULTI_ASL -> new MultiAsl(weights, sizes);
            case MULTI_TSF -> new MultiTsf(weights, constants, sizes, MultiTsf.DeviceAxis.VIEWS);
            case MULTI_TSF_AS_PUBLISHED -> new MultiTsf(weights, constants, sizes, MultiTsf.DeviceAxis.BATCH);
        };
    }

    public MultiViewSpec spec() {
        return spec;
    }

    public Weights weights() {
        return weights;
    }

    /**
     * @param visual F^V, float32 [B, N, T, D]; what stands where a view was not live has no influence
     * @param audio F^A of a teacher, float32 [B, N, T, D]; empty for a student
     */
    public Result forward(NDArray visual, Optional<NDArray> audio, Presence presence, boolean training) {
        NDArray heard = hear(visual, audio);
        NDArray attended = crossModal.attend(visual, heard, presence, training);
        NDArray fused = visual.add(attended);
        return new Result(visual, heard, attended, fused, backbone.forward(visual, fused, presence, training));
    }

    /** How much a slot's picture takes of each slot's sound in cross-modal attention, [B, N, T, T]; rows sum to 1. */
    public NDArray attention(NDArray visual, Optional<NDArray> audio, Presence presence) {
        return crossModal.shares(visual, hear(visual, audio), presence);
    }

    private NDArray hear(NDArray visual, Optional<NDArray> audio) {
        return adapter == null
                ? audio.orElseThrow(() -> new IllegalArgumentException("a teacher needs to hear"))
                : adapter.forward(visual);
    }

    @Override
    public void close() {
        constants.close();
        weights.close();
    }
}
