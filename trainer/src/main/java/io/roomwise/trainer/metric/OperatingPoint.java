package io.roomwise.trainer.metric;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The score from which on answers are taken, and what that gives.
 *
 * @param score the least score that is taken
 */
public record OperatingPoint(float score, double precision, double recall) {
    /**
     * The score with the largest {@code F1 = 2 right / (taken + positives)}; the higher one of equals; 0.5 where nothing is
     * right.
     *
     * @param right whether each answer is right, a positive counted once
     * @param positives how many there are, found or not
     */
    public static OperatingPoint ofBestF1(float[] scores, boolean[] right, int positives) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        OperatingPoint best = new OperatingPoint(0.5f, 1, 0);
        double bestF1 = 0;
        int agreed = 0;
        for (int taken = 1; taken <= order.length; taken++) {
            float score = scores[order[taken - 1]];
            agreed += right[order[taken - 1]] ? 1 : 0;
            boolean tied = taken < order.length && scores[order[taken]] == score;
            double f1 = 2.0 * agreed / (taken + positives);
            if (!tied && f1 > bestF1) {
                bestF1 = f1;
                best = new OperatingPoint(score, agreed / (double) taken, agreed / (double) positives);
            }
        }
        return best;
    }
}
