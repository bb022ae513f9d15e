package io.roomwise.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.roomwise.capture.RoomId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;

/** What a message on one of our topics asks for. Nothing of what others send is trusted, or repeated at length. */
final class CommandReader {
    static final String RECOGNITION = "recognition";
    static final String MICROPHONES = "microphones";
    /** Prefix of the setting of each class. */
    static final String THRESHOLD = "threshold_";

    static final String HEALTH_CHECK = "health_check";
    static final String OPTIONS = "options";
    static final String RESTART = "restart";
    static final String MODEL_INSTALL = "model_install";

    /** What a threshold may be: the gate takes any number between 0 and 1, Home Assistant's slider needs ends. */
    static final float LOWEST_THRESHOLD = 0.05f;

    static final float HIGHEST_THRESHOLD = 0.99f;

    /** Levels by the names that people know from other programs. */
    static final List<String> LEVELS = List.of("error", "warning", "info", "debug", "trace");

    private static final int LONGEST = 4096;
    private static final int LONGEST_TRANSACTION = 128;

    private final Map<String, Setting> settings = new HashMap<>();
    private final Map<String, String> requests = new HashMap<>();

    /** A room's topic and what may be sent there. */
    private record Setting(RoomId room, String name, String action) {}

    /** @param rooms with their sensors and classes: nothing else can be changed */
    CommandReader(Topics topics, List<RoomDevice> rooms, boolean installable) {
        for (RoomDevice device : rooms) {
            RoomId room = device.layout().room();
            for (String name : device.settingNames()) {
                String action = device.actionOf(name).orElse("");
                settings.put(topics.setting(room, name), new Setting(room, name, action));
            }
        }
        for (String name : List.of(HEALTH_CHECK, OPTIONS, RESTART)) {
            requests.put(topics.request(name), name);
        }
        if (installable) {
            requests.put(topics.request(MODEL_INSTALL), MODEL_INSTALL);
        }
    }

    /**
     * A message that was understood.
     *
     * @param command empty for a mere question
     * @param request name of the request that wants an answer; empty for a setting, which is echoed
     * @param transaction to be repeated in the answer
     */
    record Request(Optional<Command> command, String request, Optional<JsonPrimitive> transaction) {}

    /** The name of the request that is made on a topic, also where the message itself is not understood. */
    Optional<String> requestOn(String topic) {
        return Optional.ofNullable(requests.get(topic));
    }

    /** What can be understood of the transaction of a message that cannot be. */
    Optional<JsonPrimitive> transactionOf(byte[] payload) {
        try {
            return transaction(object(text(payload)));
        } catch (CommandException e) {
            return Optional.empty();
        }
    }

    /** @throws CommandException saying what is wrong with it */
    Request read(String topic, byte[] payload) throws CommandException {
        Setting setting = settings.get(topic);
        if (setting != null) {
            return new Request(Optional.of(command(setting, text(payload).strip())), "", Optional.empty());
        }
        String request = requests.get(topic);
        if (request == null) {
            throw new CommandException("there is no such setting or request");
        }
        JsonObject json = object(text(payload));
        Optional<JsonPrimitive> transaction = transaction(json);
        return new Request(hubCommand(request, json), request, transaction);
    }

    private static Command command(Setting setting, String word) throws CommandException {
        return switch (setting.name()) {
            case RECOGNITION -> new Command.Recognition(setting.room(), onOff(word));
            case MICROPHONES -> new Command.Microphones(setting.room(), onOff(word));
            default -> new Command.Threshold(setting.room(), setting.action(), threshold(word));
        };
    }

    private static boolean onOff(String word) throws CommandException {
        if (!word.equals(Payloads.ON) && !word.equals(Payloads.OFF)) {
            throw new CommandException("must be ON or OFF, was " + shown(word));
        }
        return word.equals(Payloads.ON);
    }

    private static float threshold(String word) throws CommandException {
        // Java also reads "1f", "0x1p-2", "NaN"
        if (word.matches("[0-9]{0,2}(\\.[0-9]{1,20})?") && !word.isEmpty()) {
            float start = Float.parseFloat(word);
            if (start >= LOWEST_THRESHOLD && start <= HIGHEST_THRESHOLD) {
                return start;
            }
        }
        throw new CommandException(
                "must be a number from " + LOWEST_THRESHOLD + " to " + HIGHEST_THRESHOLD + ", was " + shown(word));
    }

    private static Optional<Command> hubCommand(String request, JsonObject json) throws CommandException {
        return switch (request) {
            case RESTART -> Optional.of(new Command.Restart());
            case MODEL_INSTALL -> Optional.of(new Command.InstallModel());
            case OPTIONS -> Optional.of(new Command.LogLevel(level(json)));
            default -> Optional.empty();
        };
    }

    private static Level level(JsonObject json) throws CommandException {
        String word = member(member(json, "options"), "logger").get("default") instanceof JsonPrimitive level
                ? level.getAsString()
                : "";
        if (!LEVELS.contains(word)) {
            throw new CommandException(
                    "options.logger.default must be " + String.join(", ", LEVELS) + ", was " + shown(word));
        }
        return word.equals("warning") ? Level.WARN : Level.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As it is called in payloads. */
    static String name(Level level) {
        return level == Level.WARN ? "warning" : level.name().toLowerCase(Locale.ROOT);
    }

    private static JsonObject member(JsonObject json, String key) {
        return json.get(key) instanceof JsonObject object ? object : new JsonObject();
    }

    private static Optional<JsonPrimitive> transaction(JsonObject json) throws CommandException {
        JsonElement transaction = json.get("transaction");
        if (transaction == null || transaction.isJsonNull()) {
            return Optional.empty();
        }
        if (transaction instanceof JsonPrimitive primitive
                && primitive.getAsString().length() <= LONGEST_TRANSACTION) {
            return Optional.of(primitive);
        }
        throw new CommandException(
                "transaction must be a text or number of at most " + LONGEST_TRANSACTION + " characters");
    }

    /** Nothing, as a bare button sends it, is an object without members. */
    private static JsonObject object(String text) throws CommandException {
        if (text.isBlank()) {
            return new JsonObject();
        }
        try {
            if (JsonParser.parseString(text) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonParseException e) {
            throw new CommandException("not JSON: " + shown(text));
        }
        throw new CommandException("must be a JSON object, was " + shown(text));
    }

    private static String text(byte[] payload) throws CommandException {
        if (payload.length > LONGEST) {
            throw new CommandException("longer than " + LONGEST + " bytes");
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException e) {
            throw new CommandException("not UTF-8");
        }
    }

    /** For a line of the log: nothing that could forge another one. */
    private static String shown(String text) {
        String plain = text.replaceAll("[^ -~]", "?");
        return plain.length() > 40 ? "'" + plain.substring(0, 40) + "'..." : "'" + plain + "'";
    }
}
