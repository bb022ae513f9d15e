package io.roomwise.inference;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A detector's output to persons. One thread. */
final class BoxDecoder {
    /** Of one room nobody needs more; also bounds the work of what follows. */
    static final int MOST_PERSONS = 16;

    /** Two boxes that overlap by more than this (intersection over union) are one person. */
    private static final float SAME_PERSON = 0.5f;

    private final DetectorLayout layout;
    private final float minScore;
    /** From this share of the score that counts on, a box may still be somebody who was seen before. */
    private static final float FAINT = 0.3f;

    private final float faintScore;
    private final List<PersonBox> found = new ArrayList<>();

    BoxDecoder(DetectorLayout layout, float minScore) {
        this.layout = layout;
        this.minScore = minScore;
        faintScore = FAINT * minScore;
    }

    /** @param shape of the output, as {@link DetectorLayout} says */
    PersonMask decode(FloatBuffer output, long[] shape, Letterbox letterbox) {
        found.clear();
        switch (layout) {
            case YOLOV10 -> decodeYolov10(output, (int) shape[1], letterbox);
            case YOLOX -> decodeYolox(output, (int) shape[2], letterbox);
            case YOLOV8 -> decodeYolov8(output, (int) shape[2], letterbox);
        }
        if (found.isEmpty()) {
            return PersonMask.NOBODY;
        }
        found.sort(Comparator.comparingDouble(PersonBox::confidence).reversed());
        List<PersonBox> all = layout == DetectorLayout.YOLOV10 ? strongest() : withoutDuplicates();
        long counting = all.stream().filter(box -> box.confidence() >= minScore).count();
        return new PersonMask(all.subList(0, (int) counting), all.subList((int) counting, all.size()));
    }

    private void decodeYolov10(FloatBuffer output, int rows, Letterbox letterbox) {
        for (int i = 0; i < rows * 6; i += 6) {
            if (output.get(i + 5) == 0) {
                add(
                        output.get(i + 4),
                        output.get(i),
                        output.get(i + 1),
                        output.get(i + 2),
                        output.get(i + 3),
                        letterbox);
            }
        }
    }

    private void decodeYolox(FloatBuffer output, int columns, Letterbox letterbox) {
        int at = 0;
        for (int stride = 8; stride <= DetectorLayout.STRIDE; stride *= 2) {
            for (int y = 0; y < letterbox.inputHeight() / stride; y++) {
                for (int x = 0; x < letterbox.inputWidth() / stride; x++) {
                    float score = output.get(at + 4) * output.get(at + 5);
                    if (score >= faintScore) {
                        addCentred(
                                score,
                                (output.get(at) + x) * stride,
                                (output.get(at + 1) + y) * stride,
                                (float) Math.exp(output.get(at + 2)) * stride,
                                (float) Math.exp(output.get(at + 3)) * stride,
                                letterbox);
                    }
                    at += columns;
                }
            }
        }
    }

    private void decodeYolov8(FloatBuffer output, int cells, Letterbox letterbox) {
        for (int i = 0; i < cells; i++) {
            float score = output.get(4 * cells + i);
            if (score >= faintScore) {
                addCentred(
                        score,
                        output.get(i),
                        output.get(cells + i),
                        output.get(2 * cells + i),
                        output.get(3 * cells + i),
                        letterbox);
            }
        }
    }

    private void addCentred(float score, float x, float y, float width, float height, Letterbox letterbox) {
        add(score, x - width / 2, y - height / 2, x + width / 2, y + height / 2, letterbox);
    }

    /** Edges in input pixels. Boxes without an area in the picture and values that are not numbers are left out. */
    private void add(float score, float left, float top, float right, float bottom, Letterbox letterbox) {
        if (!(score >= faintScore)) {
            return;
        }
        var box = new PersonBox(
                letterbox.pictureX(left),
                letterbox.pictureY(top),
                letterbox.pictureX(right),
                letterbox.pictureY(bottom),
                Math.min(1, score));
        if (box.right() > box.left() && box.bottom() > box.top()) {
            found.add(box);
        }
    }

    private List<PersonBox> strongest() {
        return found.subList(0, Math.min(found.size(), MOST_PERSONS));
    }

    /** Greedy non-maximum suppression. */
    private List<PersonBox> withoutDuplicates() {
        List<PersonBox> kept = new ArrayList<>();
        for (PersonBox box : found) {
            if (kept.size() < MOST_PERSONS && kept.stream().noneMatch(other -> overlap(box, other) > SAME_PERSON)) {
                kept.add(box);
            }
        }
        return kept;
    }

    /** Intersection over union. */
    static float overlap(PersonBox a, PersonBox b) {
        float width = Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
        float height = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        float both = width * height;
        return both / (area(a) + area(b) - both);
    }

    private static float area(PersonBox box) {
        return (box.right() - box.left()) * (box.bottom() - box.top());
    }
}
