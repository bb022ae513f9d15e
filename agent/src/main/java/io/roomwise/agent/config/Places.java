package io.roomwise.agent.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where the keys of a configuration stand, for problems that show only later: a class that the model does not know. */
public final class Places {
    private final String file;
    private final Map<String, Place> places;

    Places(Path file, Map<String, Place> places) {
        this.file = file.toString();
        this.places = Map.copyOf(places);
    }

    /** For a configuration that was made by the program. */
    public static Places none() {
        return new Places(Path.of("configuration"), Map.of());
    }

    /**
     * A refusal with its place.
     *
     * @param key dotted
     * @param message why, without the key
     */
    public ConfigException refuse(String key, String message) {
        Place place = places.get(key);
        return new ConfigException(List.of(new Problem(place == null ? file : place.toString(), key, message)));
    }

    /** A refusal whose message begins with the key. */
    public ConfigException refuse(String message) {
        String key = message.split("[\\s:]", 2)[0];
        return key.contains(".")
                ? refuse(key, message.substring(key.length()).replaceFirst("^:?\\s+", ""))
                : new ConfigException(List.of(new Problem(file, "", message)));
    }
}
