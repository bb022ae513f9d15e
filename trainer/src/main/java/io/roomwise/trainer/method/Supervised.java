package io.roomwise.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import io.roomwise.inference.model.Scalars;
import io.roomwise.inference.model.StudentNetwork;
import io.roomwise.inference.model.Weights;
import io.roomwise.trainer.dataset.WindowBatch;
import io.roomwise.trainer.loop.Feeder;
import io.roomwise.trainer.loop.Method;
import io.roomwise.trainer.loss.BinaryCrossEntropy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The student learns from the labels alone: each slot of the room, each slot of each person in a view, and whether
 * an action occurs anywhere in the window.
 */
public final class Supervised implements Method {
    private static final double PERSON_WEIGHT = 1;
    private static final double SEQUENCE_WEIGHT = 0.1;

    private final StudentNetwork network;
    private final Feeder<WindowBatch> feeder;
    private final float[] positiveWeights;
    private final Validation validation;

    /** Measures a network. */
    @FunctionalInterface
    public interface Validation {
        /** @return what decides which weights are kept, larger is better */
        double measure(StudentNetwork network, Map<String, Double> figures);
    }

    /** @param positiveWeights of each class */
    public Supervised(
            StudentNetwork network, Feeder<WindowBatch> feeder, float[] positiveWeights, Validation validation) {
        this.network = network;
        this.feeder = feeder;
        this.positiveWeights = positiveWeights.clone();
        this.validation = validation;
    }

    @Override
    public Weights weights() {
        return network.weights();
    }

    @Override
    public Map<String, NDArray> losses(NDManager scope, long step) {
        WindowBatch batch = feeder.next();
        StudentNetwork.Scores scores =
                network.recognize(features(scope, batch), batch.present(scope), batch.visible(scope), true);
        NDArray labels = batch.labels(scope);
        NDArray told = batch.told(scope);
        NDArray weights = scope.create(positiveWeights);
        NDArray visible = batch.visible(scope).expandDims(4);
        NDArray anywhere = labels.mul(told).max(new int[] {1});
        Map<String, NDArray> losses = new LinkedHashMap<>();
        losses.put("frame", BinaryCrossEntropy.of(scores.frameLogits(), labels, weights, told));
        losses.put(
                "person",
                Scalars.times(
                        BinaryCrossEntropy.of(scores.personFrameLogits(), batch.personLabels(scope), weights, visible),
                        PERSON_WEIGHT));
        losses.put(
                "sequence",
                Scalars.times(
                        BinaryCrossEntropy.of(
                                scores.sequenceLogits(),
                                anywhere,
                                weights.onesLike(),
                                scope.ones(new Shape(batch.windows(), 1))),
                        SEQUENCE_WEIGHT));
        return losses;
    }

    /** [B, N, P, T, D]; slots in which nothing is encoded are 0. */
    private NDArray features(NDManager scope, WindowBatch batch) {
        NDArray encoded = network.encode(batch.pixels(scope), batch.geometry(scope), true);
        NDArray nothing = scope.zeros(new Shape(1, network.spec().width()));
        NDArray rows = batch.rows(scope);
        return rows.getNDArrayInternal()
                .embedding(rows, nothing.concat(encoded, 0), SparseFormat.DENSE)
                .head();
    }

    @Override
    public double validate(NDManager scope, Map<String, Double> figures) {
        return validation.measure(network, figures);
    }
}
