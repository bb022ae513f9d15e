package io.roomwise.mqtt;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every retained topic that this box has published and not taken back, in a file: a broker keeps a topic until somebody
 * empties it, and only we know which are ours. Written before a topic is published for the first time, so that none is
 * forgotten. One thread.
 */
public final class Ledger {
    private static final Logger log = LoggerFactory.getLogger(Ledger.class);
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final String PUBLISHED = "published";
    private static final String TAKEN_BACK = "taken_back";

    private final Path file;
    private Entries entries;
    private boolean writable = true;

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

    /**
     * Reads the file; one that cannot be understood is put aside and said, for nothing can be taken back without it.
     *
     * @param file made when something is published for the first time
     */
    public Ledger(Path file) {
        this.file = file;
        entries = read(file);
    }

    public Entries entries() {
        return entries;
    }

    private static Entries read(Path file) {
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            return new Entries(texts(json, PUBLISHED), texts(json, TAKEN_BACK));
        } catch (NoSuchFileException e) {
            return new Entries(Map.of(), Map.of());
        } catch (IOException e) {
            log.warn(
                    "mqtt: {}: cannot be read: what an earlier configuration published is not taken back: {}", file, e);
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | NullPointerException e) {
            log.warn(
                    "mqtt: {}: is damaged and put aside: what an earlier configuration published is not taken back",
                    file);
            putAside(file);
        }
        return new Entries(Map.of(), Map.of());
    }

    /** @throws IllegalStateException if there is no such object of texts and payloads of devices */
    private static Map<String, String> texts(JsonObject json, String key) {
        Map<String, String> texts = new TreeMap<>();
        if (!(json.get(key) instanceof JsonObject object)) {
            throw new IllegalStateException(key + " is missing");
        }
        object.asMap().forEach((topic, payload) -> texts.put(topic, requireDevice(payload.getAsString())));
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

    private static void putAside(Path file) {
        try {
            Files.move(file, file.resolveSibling(file.getFileName() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("mqtt: {}: cannot be put aside: {}", file, e.getMessage());
        }
    }

    /** Replaces the entries, on disk at once; a disk that takes nothing is said once. */
    public void write(Entries newest) {
        if (newest.equals(entries)) {
            return;
        }
        entries = newest;
        var json = new JsonObject();
        json.add(PUBLISHED, GSON.toJsonTree(entries.published()));
        json.add(TAKEN_BACK, GSON.toJsonTree(entries.takenBack()));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(fresh, GSON.toJson(json));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            writable = true;
        } catch (IOException e) {
            if (writable) {
                log.warn("mqtt: {}: cannot be written: what is removed from the configuration would stay: {}", file, e);
            }
            writable = false;
        }
    }
}
