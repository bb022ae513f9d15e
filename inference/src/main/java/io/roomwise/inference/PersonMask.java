package io.roomwise.inference;

import io.roomwise.inference.clip.PersonRegion;
import java.util.List;

/**
 * What the detector found in one view at one slot, strongest first; empty where nobody is visible.
 *
 * @param persons who counts
 * @param faint boxes that score too low to count, but enough to say where somebody is who was seen before
 */
public record PersonMask(List<PersonBox> persons, List<PersonBox> faint) {
    public static final PersonMask NOBODY = new PersonMask(List.of());

    public PersonMask {
        persons = List.copyOf(persons);
        faint = List.copyOf(faint);
    }

    public PersonMask(List<PersonBox> persons) {
        this(persons, List.of());
    }

    public boolean visible() {
        return !persons.isEmpty();
    }

    /** Where those who count are, cut at the picture's edges; boxes without an area do not count. */
    public List<PersonRegion> regions() {
        return regions(persons);
    }

    public List<PersonRegion> faintRegions() {
        return regions(faint);
    }

    private static List<PersonRegion> regions(List<PersonBox> boxes) {
        List<PersonBox> inside = boxes.stream()
                .map(PersonMask::cut)
                .filter(box -> box.right() > box.left() && box.bottom() > box.top())
                .toList();
        return inside.stream()
                .map(box -> new PersonRegion(
                        box.left(), box.top(), box.right(), box.bottom(), inside.size(), box.confidence()))
                .toList();
    }

    private static PersonBox cut(PersonBox box) {
        return new PersonBox(
                Math.max(0, box.left()),
                Math.max(0, box.top()),
                Math.min(1, box.right()),
                Math.min(1, box.bottom()),
                box.confidence());
    }
}
