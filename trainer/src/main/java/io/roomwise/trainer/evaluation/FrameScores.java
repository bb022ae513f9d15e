package io.roomwise.trainer.evaluation;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.trainer.dataset.ClipBatch;
import io.roomwise.trainer.dataset.ClipSampler;
import io.roomwise.trainer.dataset.LabelledClip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a student says about each slot of clips: the sigmoid of its frame logits, which thresholds are laid on.
 *
 * @param scores [slots, classes]
 * @param labels [slots, classes]
 */
public record FrameScores(List<float[]> scores, List<boolean[]> labels) {
    private static final int BINS = 10;
    private static final float SURE = 0.5f;

    public FrameScores {
        scores = List.copyOf(scores);
        labels = List.copyOf(labels);
    }

    /**
     * How often something is true that is said with such scores.
     *
     * @param score mean of those in the bin
     * @param frequency share of them that are true
     */
    public record Bin(double score, double frequency, int count) {}

    /** By means of a batch of one window; autograd is to be off. */
    public static FrameScores of(PerceivingNetwork student, List<LabelledClip> clips, ClipBatch batch) {
        int classes = student.spec().classes();
        List<float[]> scores = new ArrayList<>();
        List<boolean[]> labels = new ArrayList<>();
        for (LabelledClip clip : clips) {
            ClipSampler.fill(clip, student.spec().frames(), batch);
            try (NDManager scope = NDManager.newBaseManager()) {
                float[] all = Activation.sigmoid(batch.through(student, scope, false)
                                .recognition()
                                .frames())
                        .toFloatArray();
                float[] truth = batch.frameLabels(scope).toFloatArray();
                for (int from = 0; from < all.length; from += classes) {
                    scores.add(Arrays.copyOfRange(all, from, from + classes));
                    boolean[] happens = new boolean[classes];
                    for (int c = 0; c < classes; c++) {
                        happens[c] = truth[from + c] > 0;
                    }
                    labels.add(happens);
                }
            }
        }
        return new FrameScores(scores, labels);
    }

    /** Over all classes, scores in ten equal bins; empty ones are left out. */
    public List<Bin> calibration() {
        double[] sum = new double[BINS];
        int[] truths = new int[BINS];
        int[] count = new int[BINS];
        for (int i = 0; i < scores.size(); i++) {
            for (int c = 0; c < scores.get(i).length; c++) {
                int bin = Math.min(BINS - 1, (int) (scores.get(i)[c] * BINS));
                sum[bin] += scores.get(i)[c];
                truths[bin] += labels.get(i)[c] ? 1 : 0;
                count[bin]++;
            }
        }
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (count[bin] > 0) {
                bins.add(new Bin(sum[bin] / count[bin], truths[bin] / (double) count[bin], count[bin]));
            }
        }
        return bins;
    }

    /**
     * What is said while something happens: rows are what happens, columns the strongest class; the last of both is
     * nothing. A slot in which several things happen counts in each of their rows.
     */
    public int[][] confusion() {
        int classes = scores.isEmpty() ? 0 : scores.get(0).length;
        int[][] counts = new int[classes + 1][classes + 1];
        for (int i = 0; i < scores.size(); i++) {
            int said = classes;
            for (int c = 0; c < classes; c++) {
                if (scores.get(i)[c] >= SURE && (said == classes || scores.get(i)[c] > scores.get(i)[said])) {
                    said = c;
                }
            }
            boolean anything = false;
            for (int c = 0; c < classes; c++) {
                counts[c][said] += labels.get(i)[c] ? 1 : 0;
                anything |= labels.get(i)[c];
            }
            counts[classes][said] += anything ? 0 : 1;
        }
        return counts;
    }
}
