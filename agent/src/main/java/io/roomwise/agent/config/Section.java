package io.roomwise.agent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the configuration while it is read. Values are pulled by key; a wrong value is noted and its default
 * returned, so that one pass finds every problem. What has been pulled is what is known.
 */
final class Section {
    private final Reading reading;
    private final YamlNode.Mapping mapping;
    private final String path;
    private final String pattern;
    private final Set<String> known;

    Section(Reading reading, YamlNode.Mapping mapping) {
        this(reading, mapping, "", "");
    }

    private Section(Reading reading, YamlNode.Mapping mapping, String path, String pattern) {
        this.reading = reading;
        this.mapping = mapping;
        this.path = path;
        this.pattern = pattern;
        this.known = reading.open(path, mapping);
    }

    String text(String key, String standard) {
        return value(key, "string", standard, standard, Function.identity());
    }

    int integer(String key, int standard) {
        return value(key, "integer", String.valueOf(standard), standard, Section::wholeNumber);
    }

    double number(String key, double standard) {
        String written = standard == Math.rint(standard) ? String.valueOf((long) standard) : String.valueOf(standard);
        return value(key, "number", written, standard, Section::finiteNumber);
    }

    boolean flag(String key, boolean standard) {
        return value(key, "boolean", String.valueOf(standard), standard, Section::trueOrFalse);
    }

    /** A flag that may be left out. */
    Optional<Boolean> optionalFlag(String key) {
        return this.<Optional<Boolean>>value(
                key, "boolean", "", Optional.empty(), text -> Optional.of(trueOrFalse(text)));
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E standard) {
        return value(key, names(type, "|"), written(standard), standard, text -> constant(type, text));
    }

    /** A choice that may be left out. */
    <E extends Enum<E>> Optional<E> optional(String key, Class<E> type) {
        return this.<Optional<E>>value(
                key, names(type, "|"), "", Optional.empty(), text -> Optional.of(constant(type, text)));
    }

    /** A number that may be left out. */
    Optional<Double> optionalNumber(String key) {
        return this.<Optional<Double>>value(
                key, "number", "", Optional.empty(), text -> Optional.of(finiteNumber(text)));
    }

    /** A whole number that may be left out. */
    Optional<Integer> optionalInteger(String key) {
        return this.<Optional<Integer>>value(
                key, "integer", "", Optional.empty(), text -> Optional.of(wholeNumber(text)));
    }

    /** A list of as many numbers as the default has. */
    List<Double> numbers(String key, List<Double> standard) {
        ask(key, "number[]", standard.toString());
        YamlNode node = node(key);
        if (node == null || reading.isRejected(at(key))) {
            return standard;
        }
        reading.found(at(key), pattern(key), node);
        List<Double> numbers = new ArrayList<>();
        if (node instanceof YamlNode.Items items) {
            items.nodes().forEach(item -> scalar(item, at(key), Section::finiteNumber)
                    .ifPresent(numbers::add));
        }
        if (numbers.size() != standard.size()) {
            reading.problem(node.place(), at(key), "must be a list of " + standard.size() + " numbers");
            return standard;
        }
        return numbers;
    }

    /** A list of choices. */
    <E extends Enum<E>> Set<E> choices(String key, Class<E> type, Set<E> standard) {
        List<String> written = standard.stream().map(Section::written).toList();
        ask(key, names(type, "|") + "[]", String.join(", ", written));
        YamlNode node = node(key);
        if (node == null || reading.isRejected(at(key))) {
            return standard;
        }
        reading.found(at(key), pattern(key), node);
        if (!(node instanceof YamlNode.Items items)) {
            reading.problem(node.place(), at(key), "must be a list, for example [" + names(type, ", ") + "]");
            return standard;
        }
        Set<E> chosen = new LinkedHashSet<>();
        items.nodes().forEach(item -> scalar(item, at(key), text -> constant(type, text))
                .ifPresent(chosen::add));
        return chosen;
    }

    /** Choices by names that the user chooses. */
    <E extends Enum<E>> Map<String, E> choices(String key, String placeholder, Class<E> type) {
        Section named = section(key);
        Map<String, E> chosen = new LinkedHashMap<>();
        reading.asked(new Reading.Key(named.pattern("<" + placeholder + ">"), names(type, "|"), ""));
        named.mapping.entries().forEach((name, entry) -> {
            named.known.add(name);
            named.scalar(entry.value(), named.at(name), text -> constant(type, text))
                    .ifPresent(constant -> chosen.put(name, constant));
        });
        return chosen;
    }

    /** A mapping with keys of ours; empty if it is not there. */
    Section section(String key) {
        known.add(key);
        return child(node(key), mapping.place(), at(key), pattern(key));
    }

    /** A mapping whose keys the user chooses. */
    Map<String, Section> sections(String key, String placeholder) {
        Section named = section(key);
        Map<String, Section> sections = new LinkedHashMap<>();
        named.mapping.entries().forEach((name, entry) -> {
            named.known.add(name);
            String childPattern = named.pattern("<" + placeholder + ">");
            sections.put(name, child(entry.value(), entry.key(), named.at(name), childPattern));
        });
        return sections;
    }

    /** A list of mappings. */
    List<Section> items(String key) {
        known.add(key);
        YamlNode node = node(key);
        List<Section> sections = new ArrayList<>();
        if (node instanceof YamlNode.Items items) {
            for (int i = 0; i < items.nodes().size(); i++) {
                YamlNode item = items.nodes().get(i);
                sections.add(child(item, item.place(), at(key) + "[" + i + "]", pattern(key) + "[]"));
            }
        } else if (node != null) {
            reading.problem(node.place(), at(key), "must be a list");
        }
        return sections;
    }

    /**
     * Makes a record of values of this section. A record that refuses a value names its key at the beginning of the
     * message; the place is added here, and the record is made again with that key's default to find further problems.
     *
     * @return empty if no default helps; the problem is then noted
     */
    <T> Optional<T> make(Supplier<T> maker) {
        while (true) {
            try {
                return Optional.of(maker.get());
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                String name = message.split("[\\s:]", 2)[0];
                Optional<String> culprit = reading.pathOf(name, path);
                if (culprit.isEmpty()) {
                    reading.problem(mapping.place(), path, message);
                } else if (reading.reject(culprit.get())) {
                    problemAt(culprit.get(), message.substring(name.length()).replaceFirst("^:?\\s+", ""));
                    continue;
                }
                reading.abandon(path);
                return Optional.empty();
            }
        }
    }

    /** Notes a problem of a key, or of this section where the key is not there. */
    void problem(String key, String message) {
        problemAt(at(key), message);
    }

    /** Whether a record refused the value of a key. */
    boolean isRejected(String key) {
        return reading.isRejected(at(key));
    }

    /** Whether no problem has been found in this section so far. */
    boolean isSound() {
        return reading.isSound(path);
    }

    private void problemAt(String at, String message) {
        reading.problem(reading.placeOf(at).orElse(mapping.place()), at, message);
    }

    private <T> T value(String key, String type, String written, T standard, Function<String, T> parser) {
        ask(key, type, written);
        YamlNode node = node(key);
        if (node == null || reading.isRejected(at(key))) {
            return standard;
        }
        reading.found(at(key), pattern(key), node);
        return scalar(node, at(key), parser).orElse(standard);
    }

    private <T> Optional<T> scalar(YamlNode node, String at, Function<String, T> parser) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            reading.problem(node.place(), at, "must be one value");
            return Optional.empty();
        }
        String text;
        try {
            text = reading.resolve(scalar);
        } catch (IllegalArgumentException e) {
            reading.problem(node.place(), at, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            reading.problem(node.place(), at, e.getMessage() + ", was '" + scalar.text() + "'");
            return Optional.empty();
        }
    }

    private Section child(@Nullable YamlNode node, Place place, String at, String childPattern) {
        if (node instanceof YamlNode.Mapping found) {
            reading.found(at, childPattern, found);
            return new Section(reading, found, at, childPattern);
        }
        if (node != null && !(node instanceof YamlNode.Nothing)) {
            reading.problem(node.place(), at, "must be a mapping of keys to values");
        }
        return new Section(reading, new YamlNode.Mapping(place, Map.of()), at, childPattern);
    }

    private static int wholeNumber(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number", e);
        }
    }

    private static double finiteNumber(String text) {
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a number", e);
        }
        throw new IllegalArgumentException("must be a number");
    }

    /** YAML 1.2 knows these two words only: {@code on}, {@code off}, {@code yes} and {@code no} are text. */
    private static boolean trueOrFalse(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException("must be true or false");
        }
        return text.equalsIgnoreCase("true");
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> written(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be " + names(type, " or ")));
    }

    private static <E extends Enum<E>> String names(Class<E> type, String between) {
        return String.join(
                between,
                Stream.of(type.getEnumConstants()).map(Section::written).toList());
    }

    private static String written(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private void ask(String key, String type, String written) {
        known.add(key);
        reading.asked(new Reading.Key(pattern(key), type, written));
    }

    /** The value of a key; null where it is left out or empty. */
    private @Nullable YamlNode node(String key) {
        var entry = mapping.entries().get(key);
        return entry == null || entry.value() instanceof YamlNode.Nothing ? null : entry.value();
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String pattern(String key) {
        return pattern.isEmpty() ? key : pattern + "." + key;
    }
}
