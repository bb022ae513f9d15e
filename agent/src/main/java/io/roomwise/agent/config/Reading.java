package io.roomwise.agent.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One pass over a configuration: what was asked for, where it stands, what was wrong. */
final class Reading {
    /**
     * A key that the program reads.
     *
     * @param path dotted, with {@code <name>} where the user chooses the name and {@code []} for the items of a list
     * @param type {@code string}, {@code integer}, {@code number}, {@code boolean}, {@code array} or the choices
     * @param standard what holds where the key is left out, as it would be written; empty for nothing
     */
    record Key(String path, String type, String standard) {}

    private final Substitution substitution;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Map<String, Key> keys = new LinkedHashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> rejected = new HashSet<>();

    Reading(Substitution substitution) {
        this.substitution = substitution;
    }

    void asked(Key key) {
        keys.putIfAbsent(key.path(), key);
    }

    void found(String path, Place place) {
        places.put(path, place);
    }

    /** Whether a value is known to be out of range, so that its default shall be used to find further problems. */
    boolean isRejected(String path) {
        return rejected.contains(path);
    }

    /** Notes a value as unusable. @return false if that was known already */
    boolean reject(String path) {
        return rejected.add(path);
    }

    Optional<Place> placeOf(String path) {
        return Optional.ofNullable(places.get(path));
    }

    void problem(Place place, String path, String message) {
        problems.add(new Problem(place.toString(), path, substitution.redact(message)));
    }

    String resolve(YamlNode.Scalar scalar) {
        return substitution.resolve(scalar);
    }

    Collection<Key> keys() {
        return keys.values();
    }

    List<Problem> problems() {
        return new ArrayList<>(problems);
    }
}
