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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the configuration while it is read. Values are pulled by key; a wrong value is noted and its default
 * returned, so that one pass finds every problem. {@link #close} refuses the keys that nobody asked for.
 */
final class Section implements AutoCloseable {
    private final Reading reading;
    private final YamlNode.Mapping mapping;
    private final String path;
    private final String pattern;
    private final Set<String> known = new LinkedHashSet<>();

    Section(Reading reading, YamlNode.Mapping mapping) {
        this(reading, mapping, "", "");
    }

    private Section(Reading reading, YamlNode.Mapping mapping, String path, String pattern) {
        this.reading = reading;
        this.mapping = mapping;
        this.path = path;
        this.pattern = pattern;
    }

    String path() {
        return path;
    }

    String text(String key, String standard) {
        return value(key, "string", standard, standard, Function.identity());
    }

    int integer(String key, int standard) {
        return value(
                key,
                "integer",
                String.valueOf(standard),
                standard,
                text -> number(text, Integer::valueOf, "a whole number"));
    }

    double number(String key, double standard) {
        String written = standard == Math.rint(standard) ? String.valueOf((long) standard) : String.valueOf(standard);
        return value(key, "number", written, standard, text -> number(text, Double::valueOf, "a number"));
    }

    boolean flag(String key, boolean standard) {
        return value(key, "boolean", String.valueOf(standard), standard, text -> switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        });
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E standard) {
        List<String> names =
                Stream.of(type.getEnumConstants()).map(Section::written).toList();
        return value(key, String.join("|", names), written(standard), standard, text -> {
            int index = names.indexOf(text);
            if (index < 0) {
                throw new IllegalArgumentException("must be " + String.join(" or ", names));
            }
            return type.getEnumConstants()[index];
        });
    }

    /** A list of words. */
    List<String> texts(String key, List<String> standard) {
        ask(key, "array", standard.toString());
        YamlNode node = node(key);
        if (node == null || reading.isRejected(at(key))) {
            return standard;
        }
        if (!(node instanceof YamlNode.Items items)) {
            reading.problem(node.place(), at(key), "must be a list");
            return standard;
        }
        List<String> texts = new ArrayList<>();
        for (YamlNode item : items.nodes()) {
            scalar(item, at(key), Function.identity()).ifPresent(texts::add);
        }
        return texts;
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
            reading.found(named.at(name), entry.key());
            sections.put(
                    name, child(entry.value(), entry.key(), named.at(name), named.pattern("<" + placeholder + ">")));
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
                Optional<String> culprit = culprit(message);
                String key = culprit.orElse(path);
                reading.problem(reading.placeOf(key).orElse(mapping.place()), key, withoutKey(message, key));
                if (culprit.isEmpty() || !reading.reject(key)) {
                    return Optional.empty();
                }
            }
        }
    }

    /** Notes a problem of a key that is there, or of this section where it is not. */
    void problem(String key, String message) {
        reading.problem(reading.placeOf(at(key)).orElse(mapping.place()), at(key), message);
    }

    /** Whether the user gave a value. */
    boolean has(String key) {
        return node(key) != null;
    }

    /** Refuses what nobody asked for. */
    @Override
    public void close() {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                reading.problem(entry.key(), at(key), "unknown key" + meant(key, known));
            }
        });
    }

    private <T> T value(String key, String type, String written, T standard, Function<String, T> parser) {
        ask(key, type, written);
        YamlNode node = node(key);
        if (node == null || reading.isRejected(at(key))) {
            return standard;
        }
        return scalar(node, at(key), parser).orElse(standard);
    }

    private <T> Optional<T> scalar(YamlNode node, String at, Function<String, T> parser) {
        reading.found(at, node.place());
        if (!(node instanceof YamlNode.Scalar scalar)) {
            reading.problem(node.place(), at, "must be one value");
            return Optional.empty();
        }
        try {
            String text = reading.resolve(scalar);
            try {
                return Optional.of(parser.apply(text));
            } catch (IllegalArgumentException e) {
                reading.problem(node.place(), at, e.getMessage() + ", was '" + scalar.text() + "'");
            }
        } catch (IllegalArgumentException e) {
            reading.problem(node.place(), at, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private Section child(@Nullable YamlNode node, Place place, String at, String childPattern) {
        if (node instanceof YamlNode.Mapping found) {
            reading.found(at, found.place());
            return new Section(reading, found, at, childPattern);
        }
        if (node != null && !(node instanceof YamlNode.Nothing)) {
            reading.problem(node.place(), at, "must be a mapping of keys to values");
        }
        return new Section(reading, new YamlNode.Mapping(place, Map.of()), at, childPattern);
    }

    /** The longest known key of this section, in full or without its beginning, with which a message starts. */
    private Optional<String> culprit(String message) {
        String first = message.split("[\\s:]", 2)[0];
        return Stream.of(first, at(first))
                .filter(name -> reading.placeOf(name).isPresent())
                .findFirst();
    }

    private static String withoutKey(String message, String key) {
        String first = message.split("[\\s:]", 2)[0];
        boolean named = !first.isEmpty() && (key.equals(first) || key.endsWith("." + first));
        return named ? message.substring(first.length()).replaceFirst("^:?\\s+", "") : message;
    }

    private static <N> N number(String text, Function<String, N> parser, String what) {
        try {
            return parser.apply(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be " + what, e);
        }
    }

    private static String written(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private static String meant(String word, Set<String> known) {
        return NearestName.of(word, known)
                .map(name -> ", did you mean '" + name + "'?")
                .orElseGet(() -> known.isEmpty()
                        ? ""
                        : known.stream().sorted().collect(Collectors.joining(", ", ", known are ", "")));
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
