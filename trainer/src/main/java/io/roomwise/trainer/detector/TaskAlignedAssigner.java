package io.roomwise.trainer.detector;

import java.util.Arrays;

/**
 * Which cells answer for which person (YOLOv10): the cells inside a box with the best alignment
 * {@code score^0.5 * overlap^6}, ten in the one-to-many head, one in the one-to-one head. There only the cell of each
 * scale that holds the box's centre may be chosen: were every cell of the box a candidate, the choice would wander among
 * equals from step to step, and each of them would learn a fraction of the score. Plain Java on one picture.
 */
final class TaskAlignedAssigner {
    private static final double SCORE_POWER = 0.5;
    private static final double OVERLAP_POWER = 6;

    private final Anchors anchors;
    private final int perPerson;
    private final float[] overlap;
    private final double[] alignment;
    private final float[] box = new float[4];
    private final float[] bestOverlap;

    TaskAlignedAssigner(Anchors anchors, int perPerson) {
        this.anchors = anchors;
        this.perPerson = perPerson;
        overlap = new float[anchors.count];
        alignment = new double[anchors.count];
        bestOverlap = new float[anchors.count];
    }

    /**
     * @param outputs score logit and four logarithms of each cell, from {@code offset} on
     * @param truth left, top, right, bottom of each person in pixels
     * @param person receives the index of the person each cell answers for, or -1
     * @param score receives the wanted score of each cell
     */
    void assign(float[] outputs, int offset, float[][] truth, int[] person, float[] score) {
        Arrays.fill(person, -1);
        Arrays.fill(score, 0);
        Arrays.fill(bestOverlap, -1);
        for (int p = 0; p < truth.length; p++) {
            align(outputs, offset, truth[p]);
            claim(p, person, score);
        }
    }

    private void align(float[] outputs, int offset, float[] truth) {
        int nearest = 0;
        double nearestDistance = Double.POSITIVE_INFINITY;
        boolean any = false;
        for (int a = 0; a < anchors.count; a++) {
            float x = anchors.x[a];
            float y = anchors.y[a];
            alignment[a] = -1;
            double dx = Math.abs(x - (truth[0] + truth[2]) / 2);
            double dy = Math.abs(y - (truth[1] + truth[3]) / 2);
            double distance = Math.hypot(dx, dy);
            if (distance < nearestDistance) {
                nearestDistance = distance;
                nearest = a;
            }
            boolean central = Math.max(dx, dy) <= anchors.stride[a] / 2;
            if (perPerson == 1 ? central : x > truth[0] && x < truth[2] && y > truth[1] && y < truth[3]) {
                any = true;
                measure(outputs, offset, truth, a);
            }
        }
        if (!any) { // a person smaller than a cell
            measure(outputs, offset, truth, nearest);
        }
    }

    private void measure(float[] outputs, int offset, float[] truth, int a) {
        int at = offset + a * DetectorNetwork.OUTPUTS;
        anchors.decode(a, outputs, at + 1, box);
        overlap[a] = overlap(box, truth);
        double probability = 1 / (1 + Math.exp(-outputs[at]));
        alignment[a] = Math.pow(probability, SCORE_POWER) * Math.pow(overlap[a], OVERLAP_POWER);
    }

    private void claim(int p, int[] person, float[] score) {
        double strongest = 0;
        float largest = 0;
        int[] chosen = new int[perPerson];
        int count = 0;
        while (count < perPerson) {
            int best = -1;
            for (int a = 0; a < anchors.count; a++) {
                if (alignment[a] >= 0 && (best < 0 || alignment[a] > alignment[best])) {
                    best = a;
                }
            }
            if (best < 0) {
                break;
            }
            strongest = Math.max(strongest, alignment[best]);
            largest = Math.max(largest, overlap[best]);
            contend(best, p, person);
            chosen[count++] = best;
            alignment[best] = -1 - alignment[best]; // taken; the value can be had back
        }
        for (int i = 0; i < count; i++) {
            int a = chosen[i];
            double value = -1 - alignment[a];
            if (person[a] == p) {
                score[a] = strongest > 0 ? (float) (value / strongest * largest) : 0;
            }
        }
    }

    /** A cell that two people want goes to the one it overlaps with better. */
    private void contend(int a, int p, int[] person) {
        if (overlap[a] > bestOverlap[a]) {
            bestOverlap[a] = overlap[a];
            person[a] = p;
        }
    }

    /** Intersection over union. */
    static float overlap(float[] a, float[] b) {
        float width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
        float height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        float common = width * height;
        return common / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common);
    }
}
