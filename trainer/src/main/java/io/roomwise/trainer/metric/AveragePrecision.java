package io.roomwise.trainer.metric;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * {@code sum of the precision at each rank that holds a positive / number of positives}, without interpolation; ranks by
 * descending score, ties by ascending index.
 */
public final class AveragePrecision {
    private AveragePrecision() {}

    /**
     * @param positives how many there are, found or not; 0 gives NaN, for such a class is to be left out of a mean
     */
    public static double of(float[] scores, boolean[] positive, int positives) {
        if (positives == 0) {
            return Double.NaN;
        }
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]).thenComparingInt(i -> i))
                .mapToInt(Integer::intValue)
                .toArray();
        double sum = 0;
        int found = 0;
        for (int rank = 0; rank < order.length; rank++) {
            if (positive[order[rank]]) {
                found++;
                sum += found / (rank + 1.0);
            }
        }
        return sum / positives;
    }
}
