package io.roomwise.agent.process;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.roomwise.capture.RoomId;
import io.roomwise.mqtt.JsonFile;
import io.roomwise.mqtt.RoomSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people changed by commands, in a file. One thread.
 *
 * <p>Where the configuration has a say, too, a change is kept with what it changed: as soon as the configuration says
 * something else, that holds again. Whoever edits the file must not be overruled by a slider that was moved a year ago.
 */
final class Settings {
    private static final String ROOMS = "rooms";
    private static final String RECOGNITION = "recognition";
    private static final String MICROPHONES = "microphones";
    private static final String THRESHOLDS = "thresholds";
    private static final String LOG_LEVEL = "log_level";
    private static final String MODEL = "model";
    private static final String IS = "is";
    private static final String WAS = "was";

    private final Optional<JsonFile> file;
    private final JsonObject kept;

    /** @param file made with the first change; empty: nothing is kept */
    Settings(Optional<Path> file) {
        this.file = file.map(path -> new JsonFile(
                path,
                "what was changed by commands is as in the configuration",
                "a change by a command is lost with a restart"));
        kept = this.file.map(JsonFile::read).orElseGet(JsonObject::new);
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

    /** @return whether it was kept; if not, all is as before: a later change must not bring what was said to have failed */
    boolean model(Path model, Path configured) {
        JsonObject wanted = change(model.toString(), configured.toString());
        JsonElement before = kept.get(MODEL);
        if (wanted.equals(before)) {
            return true;
        }
        kept.add(MODEL, wanted);
        boolean written = write();
        if (!written) {
            kept.remove(MODEL);
            if (before != null) {
                kept.add(MODEL, before);
            }
        }
        return written;
    }

    private static JsonObject change(String is, String was) {
        var change = new JsonObject();
        change.addProperty(IS, is);
        change.addProperty(WAS, was);
        return change;
    }

    /** Whoever wrote into the file by hand must not keep us from starting. */
    private static Optional<String> changed(@Nullable JsonElement change, String configured) {
        return change instanceof JsonObject found
                        && found.get(IS) instanceof JsonPrimitive is
                        && found.get(WAS) instanceof JsonPrimitive was
                        && was.getAsString().equals(configured)
                ? Optional.of(is.getAsString())
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
        return !(settings.get(key) instanceof JsonPrimitive value) || value.getAsBoolean();
    }

    private static JsonObject member(JsonObject json, String key) {
        return json.get(key) instanceof JsonObject object ? object : new JsonObject();
    }

    private static JsonObject made(JsonObject json, String key) {
        JsonObject member = member(json, key);
        json.add(key, member);
        return member;
    }

    private boolean write() {
        return file.map(target -> target.write(kept)).orElse(false);
    }
}
