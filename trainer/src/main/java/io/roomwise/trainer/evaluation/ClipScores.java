package io.roomwise.trainer.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import io.roomwise.inference.model.MultiViewSpec;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.trainer.dataset.ClipBatch;
import io.roomwise.trainer.dataset.ClipSampler;
import io.roomwise.trainer.dataset.LabelledClip;
import io.roomwise.trainer.metric.MeanAveragePrecision;
import java.util.List;

/**
 * What a network says about whole clips, each seen in evenly spread slots, as the backbones' papers judge it: MultiASL by
 * the sigmoid of its chosen slots, the others by the softmax of the sequence logits.
 *
 * @param scores [clips, classes]
 * @param labels [clips, classes]
 */
public record ClipScores(List<float[]> scores, List<boolean[]> labels) {
    public ClipScores {
        scores = List.copyOf(scores);
        labels = List.copyOf(labels);
    }

    /** By means of a batch of one window; autograd is to be off. */
    public static ClipScores of(PerceivingNetwork network, List<LabelledClip> clips, ClipBatch batch) {
        MultiViewSpec spec = network.spec();
        return new ClipScores(
                clips.stream().map(clip -> score(network, clip, batch)).toList(),
                clips.stream().map(clip -> clip.clip().labels(spec.classes())).toList());
    }

    private static float[] score(PerceivingNetwork network, LabelledClip clip, ClipBatch batch) {
        ClipSampler.fill(clip, network.spec().frames(), batch);
        try (NDManager scope = NDManager.newBaseManager()) {
            NDArray logits = batch.through(network, scope, false).recognition().sequence();
            NDArray score =
                    switch (network.spec().backbone()) {
                        case MULTI_ASL -> Activation.sigmoid(logits);
                        case MULTI_TRANS, MULTI_TSF, MULTI_TSF_AS_PUBLISHED -> logits.softmax(1);
                    };
            return score.toFloatArray();
        }
    }

    public MeanAveragePrecision precision() {
        return MeanAveragePrecision.of(scores.toArray(new float[0][]), labels.toArray(new boolean[0][]));
    }
}
