package io.roomwise.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A mapping in a manifest. Every key is asked for once; {@link #end} refuses what nobody asked for. All complaints are
 * {@link IllegalArgumentException}s that name the key.
 */
final class YamlSection {
    private final String path;
    private final Map<String, Object> entries = new LinkedHashMap<>();
    private final Set<String> unread;

    private YamlSection(String path, Map<?, ?> map) {
        this.path = path;
        map.forEach((key, value) -> entries.put(String.valueOf(key), value));
        unread = new TreeSet<>(entries.keySet());
    }

    static YamlSection parse(String text) {
        try {
            Object document = new Load(LoadSettings.builder().build()).loadFromString(text);
            if (document instanceof Map<?, ?> map) {
                return new YamlSection("", map);
            }
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(
                    "is not YAML: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "), e);
        }
        throw new IllegalArgumentException("must be a mapping of keys to values");
    }

    /** The same mapping always gives the same text. */
    static String print(Map<String, ?> map) {
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .build())
                .dumpToString(map);
    }

    /** To be asked first: of another format nothing else can be said. */
    void requireFormat(int format, String kind) {
        if (integer("format") != format) {
            throw new IllegalArgumentException(
                    "format is " + integer("format") + ", this program reads format " + format);
        }
        if (!text("kind").equals(kind)) {
            throw new IllegalArgumentException("kind is " + text("kind") + ", must be " + kind);
        }
    }

    String text(String key) {
        return take(key, String.class, "a text");
    }

    int integer(String key) {
        return take(key, Integer.class, "a whole number");
    }

    long longInteger(String key) {
        Number number = take(key, Number.class, "a whole number");
        if (number instanceof Integer || number instanceof Long) {
            return number.longValue();
        }
        throw new IllegalArgumentException(path + key + " must be a whole number, was " + number);
    }

    float number(String key) {
        return take(key, Number.class, "a number").floatValue();
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object element : take(key, List.class, "a list")) {
            texts.add(String.valueOf(element));
        }
        return texts;
    }

    YamlSection section(String key) {
        return new YamlSection(path + key + ".", take(key, Map.class, "a mapping"));
    }

    /** All that is left here, unchecked. */
    Map<String, Object> all() {
        unread.clear();
        return entries;
    }

    /** What leads to the keys, with a point at its end where it is not empty. */
    String path() {
        return path;
    }

    /** Checks a section that something else has read: unknown keys, broken numbers that were cut to whole ones. */
    void requireUnderstood(Map<String, Object> understood) {
        unread.addAll(entries.keySet());
        unread.removeAll(understood.keySet());
        end();
        understood.forEach((key, value) -> {
            if (value instanceof Number number
                    && entries.get(key) instanceof Number given
                    && number.doubleValue() != given.doubleValue()) {
                throw new IllegalArgumentException(path + key + " must be a whole number, was " + given);
            }
        });
    }

    void end() {
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException("unknown key " + path + String.join(", " + path, unread));
        }
    }

    private <T> T take(String key, Class<T> type, String what) {
        unread.remove(key);
        @Nullable Object value = entries.get(key);
        if (value == null) {
            throw new IllegalArgumentException(path + key + " is missing");
        }
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(path + key + " must be " + what + ", was " + value);
        }
        return type.cast(value);
    }
}
