package io.roomwise.mqtt;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.roomwise.capture.StreamId;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionEvent.Score;
import io.roomwise.sync.WindowClock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every JSON key that is published while running; {@link HubDiscovery} and {@link RoomDiscovery} tell Home Assistant
 * how to read them. Times are ISO 8601 in UTC with their zone; null stands for unknown.
 */
final class Payloads {
    static final String ONLINE = "online";
    static final String OFFLINE = "offline";
    static final String ON = "ON";
    static final String OFF = "OFF";

    /** Scores in a payload: the recorder of Home Assistant keeps all of them with each change. */
    private static final int TOP = 5;

    private static final List<String> UNKNOWN_AT_FIRST = List.of(
            "action", "confidence", "occupancy", "person_count", "skew_ms", "glass_to_event_ms", "clock", "captured");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Gson GSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private Payloads() {}

    static String text(JsonObject json) {
        return GSON.toJson(json);
    }

    /** What holds of a setting, as its entity reads it: Home Assistant refuses a number beyond its slider. */
    static String setting(RoomDevice device, RoomSettings settings, String name) {
        return switch (name) {
            case CommandReader.RECOGNITION -> onOff(settings.recognition());
            case CommandReader.MICROPHONES -> onOff(settings.microphones());
            default -> {
                String action = device.actionOf(name).orElseThrow();
                float start = settings.thresholds().getOrDefault(action, 0f);
                float shown =
                        Math.max(CommandReader.LOWEST_THRESHOLD, Math.min(CommandReader.HIGHEST_THRESHOLD, start));
                yield rounded(shown, 1000).getAsString();
            }
        };
    }

    /** One document for all entities of a room; before the first window it tells of the sensors alone. */
    static String state(RoomBoard board) {
        RoomDevice device = board.device();
        RoomBoard.Shown shown = board.shown();
        var state = new JsonObject();
        var attributes = new JsonObject();
        if (shown == null) {
            for (String key : UNKNOWN_AT_FIRST) {
                state.add(key, JsonNull.INSTANCE);
            }
        } else {
            var now = shown.state();
            state.addProperty("action", shown.action());
            state.add("confidence", JsonNull.INSTANCE);
            if (shown.confidence() != null) {
                addRounded(state, "confidence", shown.confidence(), 1000);
            }
            state.addProperty("occupancy", onOff(shown.persons() > 0));
            state.addProperty("person_count", shown.persons());
            addSkew(state, now.skewMillis(), now.viewsUsed());
            addRounded(state, "glass_to_event_ms", (now.decidedUtcNanos() - now.slotUtcNanos()) / 1e6, 1);
            state.addProperty("clock", name(now.clock()));
            state.addProperty("captured", time(now.slotUtcNanos()));
            attributes.addProperty("since", time(shown.sinceUtcNanos()));
            attributes.add(
                    "active", texts(now.active().stream().map(Score::action).toList()));
            attributes.add("top", top(now.top()));
            addViews(attributes, now.viewsUsed(), now.viewsMissing());
        }
        attributes.addProperty("model", device.model());
        state.add("alarms", alarms(device, shown));
        state.add("sensors", sensors(board));
        state.add("attributes", attributes);
        return text(state);
    }

    /** One view alone cannot be out of time. */
    private static void addSkew(JsonObject json, double millis, List<String> views) {
        json.add("skew_ms", JsonNull.INSTANCE);
        if (views.size() > 1) {
            addRounded(json, "skew_ms", millis, 1);
        }
    }

    private static JsonObject alarms(RoomDevice device, RoomBoard.@Nullable Shown shown) {
        var alarms = new JsonObject();
        for (String alarm : device.alarms()) {
            alarms.add(Topics.slug(alarm), JsonNull.INSTANCE);
            if (shown != null) {
                alarms.addProperty(
                        Topics.slug(alarm),
                        onOff(shown.state().active().stream()
                                .anyMatch(score -> score.action().equals(alarm))));
            }
        }
        return alarms;
    }

    private static JsonObject sensors(RoomBoard board) {
        var layout = board.device().layout();
        RoomBoard.Shown shown = board.shown();
        var sensors = new JsonObject();
        for (String sensor : board.device().sensors()) {
            var streams = new JsonObject();
            if (has(layout.views(), sensor)) {
                streams.addProperty("video", onOff(board.streaming(layout.views(), sensor)));
                Integer persons =
                        shown == null ? null : shown.state().personsBySensor().get(sensor);
                if (persons != null) {
                    streams.addProperty("persons", persons);
                }
            }
            if (has(layout.microphones(), sensor)) {
                boolean heard = board.settings().microphones() && board.streaming(layout.microphones(), sensor);
                streams.addProperty("audio", onOff(heard));
            }
            sensors.add(Topics.slug(sensor), streams);
        }
        return sensors;
    }

    private static boolean has(List<StreamId> streams, String sensor) {
        return streams.stream().anyMatch(stream -> stream.sensor().equals(sensor));
    }

    /**
     * The beginning of an action. Its end is no event: the room's state drops it.
     *
     * @param id the same however often the event is sent
     */
    static String event(ActionEvent event, String id, long publishedUtcNanos) {
        var json = new JsonObject();
        json.addProperty("event_type", event.action());
        json.addProperty("event_id", id);
        addRounded(json, "score", event.score(), 1000);
        addRounded(json, "threshold", event.threshold(), 1000);
        json.addProperty("captured", time(event.capturedUtcNanos()));
        json.addProperty("published", time(publishedUtcNanos));
        addRounded(json, "glass_to_event_ms", (publishedUtcNanos - event.capturedUtcNanos()) / 1e6, 1);
        addSkew(json, event.skewMillis(), event.viewsUsed());
        json.addProperty("clock", name(event.clock()));
        addViews(json, event.viewsUsed(), event.viewsMissing());
        json.add("top", top(event.top()));
        return text(json);
    }

    /** What sensors used, and how good that is. */
    private static void addViews(JsonObject json, List<String> used, List<String> missing) {
        json.addProperty("quality", missing.isEmpty() ? "full" : "degraded");
        json.add("views_used", texts(used));
        json.add("views_missing", texts(missing));
    }

    private static JsonArray top(List<Score> scores) {
        var top = new JsonArray();
        for (Score score : scores.subList(0, Math.min(TOP, scores.size()))) {
            var pair = new JsonArray();
            pair.add(score.action());
            pair.add(rounded(score.score(), 1000));
            top.add(pair);
        }
        return top;
    }

    static JsonArray texts(List<String> texts) {
        var array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    /** @param parts into how many parts 1 is divided */
    static void addRounded(JsonObject json, String key, double value, int parts) {
        json.add(key, rounded(value, parts));
    }

    /** Null for what JSON has no number for. */
    private static JsonElement rounded(double value, int parts) {
        if (!Double.isFinite(value)) {
            return JsonNull.INSTANCE;
        }
        long whole = Math.round(value * parts);
        return parts == 1 ? new JsonPrimitive(whole) : new JsonPrimitive((double) whole / parts);
    }

    private static String onOff(boolean on) {
        return on ? ON : OFF;
    }

    static String name(WindowClock clock) {
        return clock.name().toLowerCase(Locale.ROOT);
    }

    static String time(long utcNanos) {
        return time(Instant.ofEpochSecond(0, utcNanos));
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }
}
