package io.roomwise.inference;

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
}
