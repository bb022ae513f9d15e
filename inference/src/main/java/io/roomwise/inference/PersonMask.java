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

    /** Where they are, cut at the picture's edges; boxes without an area do not count. */
    public List<PersonRegion> regions() {
        List<PersonBox> inside = persons.stream()
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
