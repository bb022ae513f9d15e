package io.roomwise.inference;

import io.roomwise.inference.clip.PersonRegion;
import java.util.List;

/** What the detector found in one view at one slot, strongest first; empty where nobody is visible. */
public record PersonMask(List<PersonBox> persons) {
    public static final PersonMask NOBODY = new PersonMask(List.of());

    public PersonMask {
        persons = List.copyOf(persons);
    }

    public boolean visible() {
        return !persons.isEmpty();
    }

    /** The smallest box around everybody, cut at the picture's edges; boxes without an area do not count. */
    public PersonRegion region() {
        float left = 1;
        float top = 1;
        float right = 0;
        float bottom = 0;
        float confidence = 0;
        int counted = 0;
        for (PersonBox box : persons) {
            float x0 = Math.max(0, box.left());
            float y0 = Math.max(0, box.top());
            float x1 = Math.min(1, box.right());
            float y1 = Math.min(1, box.bottom());
            if (x1 > x0 && y1 > y0) {
                left = Math.min(left, x0);
                top = Math.min(top, y0);
                right = Math.max(right, x1);
                bottom = Math.max(bottom, y1);
                confidence = Math.max(confidence, box.confidence());
                counted++;
            }
        }
        return counted == 0 ? PersonRegion.NOBODY : new PersonRegion(left, top, right, bottom, counted, confidence);
    }
}
