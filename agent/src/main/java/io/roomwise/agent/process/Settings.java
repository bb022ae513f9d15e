package io.roomwise.agent.process;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.roomwise.capture.RoomId;
import io.roomwise.mqtt.RoomSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people changed by commands, in a file. One thread.
 *
 * <p>Where the configuration has a say, too, a change is kept with what it changed: as soon as the configuration says
 * something else, that holds again. Whoever edits the file must not be overruled by a slider that was moved a year ago.
 */
final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private static final String ROOMS = "rooms";
    private static final String RECOGNITION = "recognition";
    private static final String MICROPHONES = "microphones";
    private static final String THRESHOLDS = "thresholds";
    private static final String LOG_LEVEL = "log_level";
    private static final String MODEL = "model";
    private static final String IS = "is";
    private static final String WAS = "was";

    private final Optional<Path> file;
    private final JsonObject kept;
    private boolean writable = true;

    /** @param file made with the first change; empty: nothing is kept */
    Settings(Optional<Path> file) {
        this.file = file;
        kept = file.map(Settings::read).orElseGet(JsonObject::new);
    }

    private static JsonObject read(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (NoSuchFileException e) {
            return new JsonObject();
        } catch (IOException e) {
            LOG.warn("{}: cannot be read, what was changed by commands is as in the configuration: {}", file, e);
        } catch (JsonParseException | IllegalStateException e) {
            LOG.warn("{}: is damaged and put aside, what was changed by commands is as in the configuration", file);
            try {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".damaged"),
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException aside) {
                LOG.warn("{}: cannot be put aside: {}", file, aside.getMessage());
            }
        }
        return new JsonObject();
    }

    /** @param thresholds as configured */
    RoomSettings of(RoomId room, Map<String, Float> thresholds) {
        JsonObject settings = member(member(kept, ROOMS), room.toString());
        Map<String, Float> now = new LinkedHashMap<>(thresholds);
        thresholds.forEach(
                (action, configured) -> changed(member(settings, THRESHOLDS).get(action), String.valueOf(configured))
                        .flatMap(Settings::number)
                        .ifPresent(start -> now.put(action, start)));
        return new RoomSettings(isOn(settings, RECOGNITION), isOn(settings, MICROPHONES), now);
    }

    void recognition(RoomId room, boolean on) {
        made(made(kept, ROOMS), room.toString()).addProperty(RECOGNITION, on);
        write();
    }

    void microphones(RoomId room, boolean on) {
        made(made(kept, ROOMS), room.toString()).addProperty(MICROPHONES, on);
        write();
    }

    void threshold(RoomId room, String action, float start, float configured) {
        JsonObject thresholds = made(made(made(kept, ROOMS), room.toString()), THRESHOLDS);
        thresholds.add(action, change(String.valueOf(start), String.valueOf(configured)));
        write();
    }

    /** A value that is to hold in place of {@code configured}, if there is one. */
    Optional<String> logLevel(String configured) {
        return changed(kept.get(LOG_LEVEL), configured);
    }

    void logLevel(String level, String configured) {
        kept.add(LOG_LEVEL, change(level, configured));
        write();
    }

    /** The student that is to be served in place of the configured one, if there is one. */
    Optional<Path> model(Path configured) {
        return changed(kept.get(MODEL), configured.toString()).map(Path::of);
    }

    void model(Path model, Path configured) {
        kept.add(MODEL, change(model.toString(), configured.toString()));
        write();
    }

    private static JsonObject change(String is, String was) {
        var change = new JsonObject();
        change.addProperty(IS, is);
        change.addProperty(WAS, was);
        return change;
    }

    private static Optional<String> changed(JsonElement change, String configured) {
        return change instanceof JsonObject found
                        && found.has(IS)
                        && found.has(WAS)
                        && found.get(WAS).getAsString().equals(configured)
                ? Optional.of(found.get(IS).getAsString())
                : Optional.empty();
    }

    private static Optional<Float> number(String text) {
        try {
            return Optional.of(Float.parseFloat(text)).filter(number -> number > 0 && number < 1);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isOn(JsonObject settings, String key) {
        return !settings.has(key) || settings.get(key).getAsBoolean();
    }

    private static JsonObject member(JsonObject json, String key) {
        return json.get(key) instanceof JsonObject object ? object : new JsonObject();
    }

    private static JsonObject made(JsonObject json, String key) {
        JsonObject member = member(json, key);
        json.add(key, member);
        return member;
    }

    private void write() {
        file.ifPresent(this::write);
    }

    private void write(Path target) {
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.writeString(fresh, GSON.toJson(kept));
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            writable = true;
        } catch (IOException e) {
            if (writable) {
                LOG.warn("{}: cannot be written, a change by a command is lost with a restart: {}", target, e);
            }
            writable = false;
        }
    }
}
