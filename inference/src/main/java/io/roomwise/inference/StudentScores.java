package io.roomwise.inference;

import java.util.Arrays;

/** What the student says about one window. */
final class StudentScores {
    private final long newest;
    private final int frames;
    private final float[] frame;
    private final float[] sequence;

    /**
     * @param newest slot at the window's end
     * @param frameLogits [T, C], taken over
     * @param sequenceLogits [C], taken over
     */
    StudentScores(long newest, float[] frameLogits, float[] sequenceLogits) {
        this.newest = newest;
        frames = frameLogits.length / sequenceLogits.length;
        frame = sigmoid(frameLogits);
        sequence = sigmoid(sequenceLogits);
    }

    private static float[] sigmoid(float[] logits) {
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (1 / (1 + Math.exp(-logits[i])));
        }
        return logits;
    }

    boolean covers(long slot) {
        return slot <= newest && slot > newest - frames;
    }

    /** Scores of a covered slot, 0..1, one for each class. */
    float[] at(long slot) {
        int row = frames - 1 - (int) (newest - slot);
        return Arrays.copyOfRange(frame, row * sequence.length, (row + 1) * sequence.length);
    }

    /** Scores of the whole window, 0..1, one for each class. */
    float[] sequence() {
        return sequence.clone();
    }
}
