package io.roomwise.trainer.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Splits samples with several labels so that each part has its share of every label (Sechidis, Tsoumakas and Vlahavas,
 * ECML PKDD 2011): always the rarest label that is left is dealt out, each sample to the part that misses it most.
 */
public final class IterativeStratification {
    private static final int NO_LABEL = -1;

    private final boolean[][] labels;
    private final Random random;
    /** How many samples, and how many of each label, each part still wants. */
    private final double[] wanted;

    private final double[][] wantedOfLabel;
    private final int[] left;
    private final int[] parts;

    private IterativeStratification(boolean[][] labels, double[] shares, long seed) {
        this.labels = labels;
        random = new Random(seed);
        int classes = labels.length == 0 ? 0 : labels[0].length;
        left = new int[classes];
        for (boolean[] sample : labels) {
            for (int c = 0; c < classes; c++) {
                left[c] += sample[c] ? 1 : 0;
            }
        }
        wanted = Arrays.stream(shares).map(share -> share * labels.length).toArray();
        wantedOfLabel = new double[shares.length][];
        Arrays.setAll(wantedOfLabel, part -> Arrays.stream(left)
                .mapToDouble(count -> shares[part] * count)
                .toArray());
        parts = new int[labels.length];
        Arrays.fill(parts, -1);
    }

    /**
     * @param labels [samples, classes]
     * @param shares of the parts, together 1
     * @return of each sample the part, 0 for the first share
     */
    public static int[] split(boolean[][] labels, double[] shares, long seed) {
        if (Math.abs(Arrays.stream(shares).sum() - 1) > 1e-9) {
            throw new IllegalArgumentException("shares must be 1 together, were " + Arrays.toString(shares));
        }
        IterativeStratification split = new IterativeStratification(labels, shares, seed);
        split.dealOut();
        return split.parts;
    }

    private void dealOut() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        for (int label = rarest(); label != NO_LABEL; label = rarest()) {
            for (int sample : order) {
                if (parts[sample] < 0 && labels[sample][label]) {
                    give(sample, neediest(label));
                }
            }
        }
        for (int sample : order) {
            if (parts[sample] < 0) {
                give(sample, neediest(NO_LABEL));
            }
        }
    }

    /** Any of the labels with the fewest samples left. */
    private int rarest() {
        int fewest = Arrays.stream(left).filter(count -> count > 0).min().orElse(0);
        List<Integer> candidates = new ArrayList<>();
        for (int c = 0; c < left.length; c++) {
            if (fewest > 0 && left[c] == fewest) {
                candidates.add(c);
            }
        }
        return candidates.isEmpty() ? NO_LABEL : candidates.get(random.nextInt(candidates.size()));
    }

    /** The part that wants most of a label, or of samples where that does not decide; any of those. */
    private int neediest(int label) {
        List<Integer> candidates = new ArrayList<>();
        for (int part = 0; part < wanted.length; part++) {
            int order = candidates.isEmpty() ? 1 : compare(part, candidates.get(0), label);
            if (order > 0) {
                candidates.clear();
            }
            if (order >= 0) {
                candidates.add(part);
            }
        }
        return candidates.get(random.nextInt(candidates.size()));
    }

    private int compare(int a, int b, int label) {
        int byLabel = label == NO_LABEL ? 0 : Double.compare(wantedOfLabel[a][label], wantedOfLabel[b][label]);
        return byLabel != 0 ? byLabel : Double.compare(wanted[a], wanted[b]);
    }

    private void give(int sample, int part) {
        parts[sample] = part;
        wanted[part]--;
        for (int c = 0; c < left.length; c++) {
            if (labels[sample][c]) {
                wantedOfLabel[part][c]--;
                left[c]--;
            }
        }
    }
}
