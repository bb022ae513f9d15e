package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A student of ViCoKD on people's crops, whose encoder does not learn with it:
 *
 * <pre>
 *  crop ─ VisualEncoder ─ maximum over the people of a view ┐
 *                         whether anybody is there ─────────┴─ [B,N,T,W+1] ─ PerceivingNetwork
 * </pre>
 *
 * Owned by one thread. Results belong to the manager of the first argument.
 */
public final class MultiViewStudent implements Student {
    private static final String ENCODER = "encoder.";

    private final MultiViewStudentSpec spec;
    private final VisualEncoder encoder;
    private final PerceivingNetwork network;

    private MultiViewStudent(MultiViewStudentSpec spec, Weights weights) {
        this.spec = spec;
        encoder = new VisualEncoder(weights, spec.crops());
        network = new PerceivingNetwork(spec.perception(), spec.network(), weights);
    }

    static MultiViewStudent create(MultiViewStudentSpec spec, long seed) {
        return new MultiViewStudent(spec, new Weights(seed));
    }

    /**
     * What was distilled on the features of an encoder, together with it.
     *
     * @throws IllegalArgumentException if the one was not distilled on such features as the other makes
     */
    public static MultiViewStudent of(Student encoder, PerceivingNetwork distilled) {
        MultiViewStudentSpec spec = new MultiViewStudentSpec(encoder.spec().crops(), distilled.spec());
        if (!spec.perception().equals(distilled.perception())) {
            throw new IllegalArgumentException(distilled.perception() + " of features of " + encoder.spec());
        }
        MultiViewStudent student = create(spec, 0);
        Map<String, Safetensors.Tensor> tensors =
                new LinkedHashMap<>(distilled.weights().tensors());
        encoder.weights().tensors().forEach((name, tensor) -> {
            if (name.startsWith(ENCODER)) {
                tensors.put(name, tensor);
            }
        });
        student.weights().set(tensors);
        return student;
    }

    @Override
    public MultiViewStudentSpec spec() {
        return spec;
    }

    @Override
    public Weights weights() {
        return network.weights();
    }

    @Override
    public NDArray encode(NDArray pixels, NDArray geometry, boolean training) {
        return encoder.forward(pixels, geometry, training);
    }

    @Override
    public Logits serve(NDArray features, NDArray present, NDArray visible) {
        MultiViewNetwork.Result result =
                network.forward(pool(features, visible), Optional.empty(), new Presence(present), false);
        return new Logits(result.recognition().frames(), result.recognition().sequence());
    }

    /** The largest of what is visible, 0 where nothing is, and whether anything is: [B, N, T, W + 1]. */
    private static NDArray pool(NDArray features, NDArray visible) {
        NDArray mask = visible.expandDims(4);
        NDArray anybody = mask.max(new int[] {2});
        return features.add(Presence.hidden(mask))
                .max(new int[] {2})
                .mul(anybody)
                .concat(anybody, 3);
    }

    @Override
    public boolean takesPeopleApart() {
        return false;
    }

    @Override
    public void close() {
        network.close();
    }
}
