package io.roomwise.mqtt;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every retained topic that this box has published and not taken back, in a file: a broker keeps a topic until somebody
 * empties it, and only we know which are ours. Written before a topic is published for the first time, so that none is
 * forgotten. One thread.
 */
public final class Ledger {
    private static final String PUBLISHED = "published";
    private static final String TAKEN_BACK = "taken_back";

    private final JsonFile file;
    private Entries entries;

    /**
     * What is in the book.
     *
     * @param published by topic: for a device its discovery payload, for others an empty text
     * @param takenBack devices of which Home Assistant may not have heard yet that they, or some of their components, are
     *     gone, with the payload by which it knows them
     */
    public record Entries(Map<String, String> published, Map<String, String> takenBack) {
        public Entries {
            published = new TreeMap<>(published);
            takenBack = new TreeMap<>(takenBack);
        }
    }

    /** @param file made when something is published for the first time */
    public Ledger(Path file) {
        this.file = new JsonFile(
                file,
                "what an earlier configuration published is not taken back",
                "what will be removed from the configuration would stay");
        entries = read();
    }

    public Entries entries() {
        return entries;
    }

    private Entries read() {
        JsonObject json = file.read();
        try {
            if (json.size() > 0) {
                return new Entries(texts(json, PUBLISHED), texts(json, TAKEN_BACK));
            }
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | NullPointerException e) { // what Gson throws where a value is of another kind
            file.putAside();
        }
        return new Entries(Map.of(), Map.of());
    }

    private static Map<String, String> texts(JsonObject json, String key) {
        Map<String, String> texts = new TreeMap<>();
        json.get(key)
                .getAsJsonObject()
                .asMap()
                .forEach((topic, payload) -> texts.put(topic, requireDevice(payload.getAsString())));
        return texts;
    }

    private static String requireDevice(String payload) {
        if (!payload.isEmpty()) {
            JsonObject device = JsonParser.parseString(payload).getAsJsonObject();
            for (JsonElement component :
                    device.get("components").getAsJsonObject().asMap().values()) {
                var unused = component.getAsJsonObject().get("platform").getAsString();
            }
        }
        return payload;
    }

    /** Replaces the entries, on disk at once. */
    public void write(Entries newest) {
        if (newest.equals(entries)) {
            return;
        }
        entries = newest;
        var json = new JsonObject();
        json.add(PUBLISHED, json(entries.published()));
        json.add(TAKEN_BACK, json(entries.takenBack()));
        file.write(json);
    }

    private static JsonObject json(Map<String, String> texts) {
        var json = new JsonObject();
        texts.forEach(json::addProperty);
        return json;
    }
}
