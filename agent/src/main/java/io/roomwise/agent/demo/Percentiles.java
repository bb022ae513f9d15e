package io.roomwise.agent.demo;

import java.util.Collection;

/** Nearest-rank percentiles; 0 of nothing. */
record Percentiles(double p50, double p95, double p99) {
    static Percentiles of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Percentiles(rank(sorted, 50), rank(sorted, 95), rank(sorted, 99));
    }

    private static double rank(double[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(percent / 100.0 * sorted.length) - 1];
    }
}
