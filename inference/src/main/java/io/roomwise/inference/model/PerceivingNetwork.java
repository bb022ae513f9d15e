package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.clip.LogMel;
import java.util.Optional;

/**
 * A {@link MultiViewNetwork} and what makes its features of the numbers of frozen encoders:
 *
 * <pre>
 *  [B,N,T,V] ─ norm ─ linear ─ F^V [B,N,T,D]
 *  [B,N,T,A] ─ norm ─ linear, or SimpleAST ─ F^A [B,N,T,D]
 * </pre>
 *
 * Owned by one thread. Results belong to the manager of the visual numbers.
 */
public final class PerceivingNetwork implements AutoCloseable {
    private static final double EPSILON = 1e-5;

    private final PerceptionSpec perception;
    private final LayerNorm visualNorm;
    private final Linear visual;
    private final Ear ear;
    private final MultiViewNetwork network;

    @FunctionalInterface
    private interface Ear {
        NDArray hear(NDArray audio);
    }

    PerceivingNetwork(PerceptionSpec perception, MultiViewSpec spec, Weights weights) {
        this.perception = perception;
        visualNorm = new LayerNorm(weights, "visual.norm", perception.visualWidth(), EPSILON);
        visual = new Linear(weights, "visual.projection", perception.visualWidth(), spec.width());
        ear = ear(perception, weights, spec.width());
        network = new MultiViewNetwork(spec, weights);
    }

    public static PerceivingNetwork create(PerceptionSpec perception, MultiViewSpec spec, long seed) {
        return new PerceivingNetwork(perception, spec, new Weights(seed));
    }

    private static Ear ear(PerceptionSpec perception, Weights weights, int width) {
        switch (perception.hearing()) {
            case EMBEDDING -> {
                LayerNorm norm = new LayerNorm(weights, "audio.norm", perception.audioWidth(), EPSILON);
                Linear projection = new Linear(weights, "audio.projection", perception.audioWidth(), width);
                return audio -> projection.forward(norm.forward(audio));
            }
            case SPECTROGRAM -> {
                int rows = perception.audioWidth() / LogMel.BANDS;
                SimpleAst ast = new SimpleAst(weights, "audio.ast", rows, width);
                return audio -> {
                    Shape shape = audio.getShape();
                    return ast.forward(audio.reshape(-1, rows, LogMel.BANDS))
                            .reshape(shape.get(0), shape.get(1), shape.get(2), width);
                };
            }
            default -> {
                return audio -> {
                    throw new IllegalStateException("a student does not hear");
                };
            }
        }
    }

    public PerceptionSpec perception() {
        return perception;
    }

    public MultiViewSpec spec() {
        return network.spec();
    }

    public Weights weights() {
        return network.weights();
    }

    /**
     * @param seen float32 [B, N, T, V]; what stands where a view was not live has no influence
     * @param heard float32 [B, N, T, A] for a teacher; empty for a student
     */
    public MultiViewNetwork.Result forward(NDArray seen, Optional<NDArray> heard, Presence presence, boolean training) {
        return network.forward(look(seen), heard.map(ear::hear), presence, training);
    }

    /** {@link MultiViewNetwork#attention} for the same. */
    public NDArray attention(NDArray seen, Optional<NDArray> heard, Presence presence) {
        return network.attention(look(seen), heard.map(ear::hear), presence);
    }

    private NDArray look(NDArray seen) {
        return visual.forward(visualNorm.forward(seen));
    }

    @Override
    public void close() {
        network.close();
    }
}
