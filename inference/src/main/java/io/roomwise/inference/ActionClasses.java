package io.roomwise.inference;

import java.util.List;

/** The classes of a model, in the order of its outputs; written into the bundle and checked at load. */
public record ActionClasses(List<String> names) {
    public ActionClasses {
        names = List.copyOf(names);
        if (names.isEmpty() || names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("classes must be a list of different names, was " + names);
        }
        for (String name : names) {
            if (!name.matches("[A-Za-z0-9_-]+")) {
                throw new IllegalArgumentException(
                        "class name must be of letters, digits, '_' and '-', was '" + name + "'");
            }
        }
    }

    public int size() {
        return names.size();
    }

    /** Position of a class, or -1. */
    public int indexOf(String name) {
        return names.indexOf(name);
    }
}
