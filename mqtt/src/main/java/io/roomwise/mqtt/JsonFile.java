package io.roomwise.mqtt;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JSON object that is kept over restarts. The file is replaced as a whole, so that a crash leaves the old or the new one;
 * one that is damaged all the same is put aside and said. Never throws: to go on without is always better. One thread.
 */
public final class JsonFile {
    private static final Logger log = LoggerFactory.getLogger(JsonFile.class);
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Path file;
    private final String unread;
    private final String unwritten;
    private boolean writable = true;

    /**
     * @param file made when something is written for the first time
     * @param unread what it means for people if it cannot be read
     * @param unwritten what it means for people if it cannot be written
     */
    public JsonFile(Path file, String unread, String unwritten) {
        this.file = file;
        this.unread = unread;
        this.unwritten = unwritten;
    }

    /** What was written last; empty if nothing was, or if it cannot be understood. */
    public JsonObject read() {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (NoSuchFileException e) {
            return new JsonObject();
        } catch (IOException e) {
            log.warn("{}: cannot be read: {}: {}", file, unread, e.toString());
        } catch (JsonParseException | IllegalStateException e) {
            putAside();
        }
        return new JsonObject();
    }

    /** What was read makes no sense: leaves it to people, under another name. */
    public void putAside() {
        log.warn("{}: is damaged and put aside: {}", file, unread);
        try {
            Files.move(file, beside(".damaged"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("{}: cannot be put aside: {}", file, e.toString());
        }
    }

    /**
     * On disk at once, also if the power goes next; a disk that takes nothing is said once.
     *
     * @return whether it was written
     */
    public boolean write(JsonObject json) {
        Path fresh = beside(".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            writeThrough(fresh, GSON.toJson(json));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            writable = true;
            return true;
        } catch (IOException e) {
            if (writable) {
                log.warn("{}: cannot be written: {}: {}", file, unwritten, e.toString());
            }
            writable = false;
            return false;
        }
    }

    /** Without force, a new name may be on disk before what it names: a power cut then leaves an empty file. */
    private static void writeThrough(Path target, String text) throws IOException {
        try (var channel = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
