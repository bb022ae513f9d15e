package io.roomwise.trainer.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Average precisions of a multi-label classifier in percent, as MultiTSF and MultiASL report them.
 *
 * @param overClasses mAP_C: samples are ranked within each class; mean of the classes that have a positive
 * @param overSamples mAP_S: classes are ranked within each sample; mean of the samples that have a positive
 * @param classes of each class; NaN where it has no positive
 */
public record MeanAveragePrecision(double overClasses, double overSamples, List<Double> classes) {
    public MeanAveragePrecision {
        classes = List.copyOf(classes);
    }

    /**
     * @param scores [samples, classes]
     * @param labels [samples, classes]
     */
    public static MeanAveragePrecision of(float[][] scores, boolean[][] labels) {
        int samples = scores.length;
        int count = samples == 0 ? 0 : scores[0].length;
        double[] classes = new double[count];
        for (int c = 0; c < count; c++) {
            float[] ofClass = new float[samples];
            boolean[] positive = new boolean[samples];
            for (int i = 0; i < samples; i++) {
                ofClass[i] = scores[i][c];
                positive[i] = labels[i][c];
            }
            classes[c] = percent(ofClass, positive);
        }
        double[] ofSamples = new double[samples];
        Arrays.setAll(ofSamples, i -> percent(scores[i], labels[i]));
        return new MeanAveragePrecision(
                mean(classes), mean(ofSamples), Arrays.stream(classes).boxed().toList());
    }

    private static double percent(float[] scores, boolean[] positive) {
        int positives = 0;
        for (boolean one : positive) {
            positives += one ? 1 : 0;
        }
        return 100 * AveragePrecision.of(scores, positive, positives);
    }

    /** Of what is a number; NaN where nothing is. */
    private static double mean(double[] values) {
        return DoubleStream.of(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
