package io.roomwise.trainer.dataset;

import java.util.List;

/** How much a positive slot of each class weighs: more the rarer it is, by the square root, up to eight times. */
public final class ClassWeights {
    private static final double LARGEST = 8;

    private ClassWeights() {}

    public static float[] of(List<RoomClips> rooms) {
        int classes = rooms.get(0).header().classes().size();
        long[] positive = new long[classes];
        long slots = 0;
        for (RoomClips room : rooms) {
            for (boolean[] slot : room.labels()) {
                slots++;
                for (int c = 0; c < classes; c++) {
                    positive[c] += slot[c] ? 1 : 0;
                }
            }
        }
        float[] weights = new float[classes];
        for (int c = 0; c < classes; c++) {
            double ratio = (slots - positive[c]) / (double) Math.max(1, positive[c]);
            weights[c] = (float) Math.min(LARGEST, Math.max(1, Math.sqrt(ratio)));
        }
        return weights;
    }
}
