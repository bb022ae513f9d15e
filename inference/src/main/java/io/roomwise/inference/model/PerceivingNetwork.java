package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.clip.LogMel;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MultiViewNetwork} and what makes its features of the numbers of encoders:
 *
 * <pre>
 *  crops ─ encoder ─ maximum over the people of a view ┐
 *                    whether anybody is there ─────────┴─ [B,N,T,V] ─ norm ─ linear ─ F^V [B,N,T,D]
 *  [B,N,T,A] ─ norm ─ linear, or SimpleAST ─ F^A [B,N,T,D]
 * </pre>
 *
 * The encoder of crops is part of it where it learns with it; else the numbers that it made are given.
 *
 * <p>Owned by one thread. Results belong to the manager of the first argument.
 */
public final class PerceivingNetwork implements AutoCloseable {
    private static final double EPSILON = 1e-5;

    private final PerceptionSpec perception;
    private final @Nullable CropEncoder encoder;
    private final LayerNorm visualNorm;
    private final Linear visual;
    private final Ear ear;
    private final MultiViewNetwork network;

    @FunctionalInterface
    private interface Ear {
        NDArray hear(NDArray audio);
    }

    PerceivingNetwork(PerceptionSpec perception, MultiViewSpec spec, Weights weights, @Nullable CropEncoder encoder) {
        this.perception = perception;
        this.encoder = encoder;
        visualNorm = new LayerNorm(weights, "visual.norm", perception.visualWidth(), EPSILON);
        visual = new Linear(weights, "visual.projection", perception.visualWidth(), spec.width());
        ear = ear(perception, weights, spec.width());
        network = new MultiViewNetwork(spec, weights);
    }

    public static PerceivingNetwork create(PerceptionSpec perception, MultiViewSpec spec, long seed) {
        return new PerceivingNetwork(perception, spec, new Weights(seed), null);
    }

    /**
     * One whose encoder of crops learns with it.
     *
     * @param begin as which that encoder begins
     * @throws IllegalArgumentException if such an encoder cannot learn
     */
    public static PerceivingNetwork create(
            PerceptionSpec perception, MultiViewSpec spec, CropEncoder begin, long seed) {
        if (begin.file().isPresent()) {
            throw new IllegalArgumentException("what is in " + begin.file().get() + " cannot learn");
        }
        Weights weights = new Weights(seed);
        CropEncoder encoder = CropEncoder.of(begin.spec(), weights, Path.of(""));
        PerceivingNetwork network = new PerceivingNetwork(perception, spec, weights, encoder);
        weights.replace(Path.of("encoder"), begin.tensors());
        return network;
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

    /** Of crops, where it learns. */
    public Optional<CropEncoder> encoder() {
        return Optional.ofNullable(encoder);
    }

    /**
     * Features of crops by the encoder that learns. Its normalisations keep the statistics that they have: those of a few people
     * in one room tell less.
     *
     * @param pixels float32 [n, 3, S, S]; with the same n each time, memory is used again and does not grow
     * @param geometry float32 [n, G]
     * @return float32 [n, W]
     */
    public NDArray encode(NDArray pixels, NDArray geometry) {
        CropEncoder own = encoder().orElseThrow(() -> new IllegalStateException("nothing learns to see"));
        NDManager outer = pixels.getManager();
        try (NDManager scope = outer.newSubManager()) {
            pixels.attach(scope);
            NDArray features = own.forward(pixels, geometry, false);
            features.attach(outer);
            return features;
        }
    }

    /**
     * What is seen in a window.
     *
     * @param features float32 [n, W] of crops, n above 0
     * @param places int64 [B, N, P, T], which of the n crops shows a person; below 0 for none
     * @return float32 [B, N, T, V]
     */
    public static NDArray see(NDArray features, NDArray places) {
        Shape shape = places.getShape();
        long width = features.getShape().get(1);
        NDArray visible = places.gte(0).toType(DataType.FLOAT32, false);
        NDArray rows = places.maximum(0).reshape(-1, 1).broadcast(shape.size(), width);
        NDArray ofPeople =
                features.gather(rows, 0).reshape(shape.get(0), shape.get(1), shape.get(2), shape.get(3), width);
        return pool(ofPeople, visible);
    }

    /**
     * The largest of what is visible, 0 where nothing is, and whether anything is: [B, N, T, W + 1].
     *
     * @param features [B, N, P, T, W]
     * @param visible [B, N, P, T], 1 where the feature counts
     */
    static NDArray pool(NDArray features, NDArray visible) {
        NDArray mask = visible.expandDims(4);
        NDArray anybody = mask.max(new int[] {2});
        return features.add(Presence.hidden(mask))
                .max(new int[] {2})
                .mul(anybody)
                .concat(anybody, 3);
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
        if (encoder != null) {
            encoder.close();
        }
        network.close();
    }
}
