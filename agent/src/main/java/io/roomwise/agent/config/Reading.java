package io.roomwise.agent.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One pass over a configuration: what was asked for, where it stands, what was wrong. */
final class Reading {
    /**
     * A key that the program reads.
     *
     * @param pattern dotted path, with {@code <name>} where the user chooses the name and {@code []} for items of a list
     * @param type {@code string}, {@code integer}, {@code number}, {@code boolean}, or the choices joined by {@code |};
     *     ends with {@code []} for a list
     * @param standard what holds where the key is left out, as it would be written; empty for nothing
     */
    record Key(String pattern, String type, String standard) {}

    /** A value or a mapping of the file: its pattern as in {@link Key} and its place. */
    private record Found(String pattern, Place place, boolean mapping) {}

    /** A problem with its place, to sort by. */
    private record Placed(Place place, Problem problem) {}

    private final Substitution substitution;
    private final Set<Placed> problems = new LinkedHashSet<>();
    private final Map<String, Key> keys = new LinkedHashMap<>();
    private final Map<String, Found> found = new LinkedHashMap<>();
    private final Map<String, YamlNode.Mapping> mappings = new LinkedHashMap<>();
    private final Map<String, Set<String>> known = new LinkedHashMap<>();
    private final Set<String> rejected = new HashSet<>();
    private final Set<String> abandoned = new HashSet<>();

    Reading(Substitution substitution) {
        this.substitution = substitution;
    }

    /** Opens a mapping of the file. @return the keys that are known there, to be added to */
    Set<String> open(String path, YamlNode.Mapping mapping) {
        mappings.put(path, mapping);
        return known.computeIfAbsent(path, p -> new LinkedHashSet<>());
    }

    void asked(Key key) {
        keys.putIfAbsent(key.pattern(), key);
    }

    void found(String path, String pattern, YamlNode node) {
        found.put(path, new Found(pattern, node.place(), node instanceof YamlNode.Mapping));
    }

    Optional<Place> placeOf(String path) {
        return Optional.ofNullable(found.get(path)).map(Found::place);
    }

    /**
     * The value that a record means by a name such as {@code windows.tolerance_ms}, {@code retry_interval.min} or
     * {@code inputs[].path}: the one with this path, the one in a section whose path ends with it, or the one in the
     * nearest section around.
     */
    Optional<String> pathOf(String name, String section) {
        if (isValue(name)) {
            return Optional.of(name);
        }
        Optional<String> path = found.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(section + "."))
                .filter(entry -> entry.getValue().pattern().endsWith("." + name))
                .map(Map.Entry::getKey)
                .filter(this::isValue)
                .findFirst();
        for (String scope = parent(section); path.isEmpty() && !scope.isEmpty(); scope = parent(scope)) {
            path = Optional.of(scope + "." + name).filter(this::isValue);
        }
        return path;
    }

    private boolean isValue(String path) {
        Found at = found.get(path);
        return at != null && !at.mapping();
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    /** Whether a value is known to be out of range, so that its default shall be used to find further problems. */
    boolean isRejected(String path) {
        return rejected.contains(path);
    }

    /** Notes a value as unusable. @return false if that was known already */
    boolean reject(String path) {
        return rejected.add(path);
    }

    /** Notes that a mapping could not be read to its end: what it knows is not complete. */
    void abandon(String path) {
        abandoned.add(path);
    }

    void problem(Place place, String path, String message) {
        problems.add(new Placed(place, new Problem(place.toString(), path, substitution.redact(message))));
    }

    /** Whether no problem has been found at or below a path. */
    boolean isSound(String path) {
        return problems.stream().noneMatch(placed -> placed.problem().path().startsWith(path));
    }

    String resolve(YamlNode.Scalar scalar) {
        return substitution.resolve(scalar);
    }

    /** Refuses every key that nobody asked for. */
    void refuseUnknownKeys() {
        mappings.forEach((path, mapping) -> {
            if (abandoned.stream().anyMatch(path::startsWith)) {
                return;
            }
            Set<String> expected = known.getOrDefault(path, Set.of());
            mapping.entries().forEach((key, entry) -> {
                if (!expected.contains(key)) {
                    String at = path.isEmpty() ? key : path + "." + key;
                    problem(entry.key(), at, "unknown key" + meant(key, expected));
                }
            });
        });
    }

    private static String meant(String word, Set<String> known) {
        return NearestName.of(word, known)
                .map(name -> ", did you mean '" + name + "'?")
                .orElseGet(() -> known.stream().sorted().collect(Collectors.joining(", ", ", known are ", "")));
    }

    Map<String, Place> places() {
        return found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .place()));
    }

    Collection<Key> keys() {
        return keys.values();
    }

    /** In the order of the file. */
    List<Problem> problems() {
        List<Placed> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparing((Placed placed) -> placed.place().file())
                .thenComparing(placed -> placed.place().line())
                .thenComparing(placed -> placed.place().column()));
        return sorted.stream().map(Placed::problem).toList();
    }
}
