package io.roomwise.mqtt;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamStats;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Every JSON key that the hub publishes; those of rooms are in {@link Payloads}. */
final class HubPayloads {
    /** Home Assistant takes no longer state or summary. */
    private static final int LONGEST_TEXT = 255;

    private final Topics topics;
    private final HubDevice hub;

    HubPayloads(Topics topics, HubDevice hub) {
        this.topics = topics;
        this.hub = hub;
    }

    String info(Collection<RoomBoard> boards, ModelUpdate model, Level logLevel, List<String> problems) {
        var info = new JsonObject();
        info.addProperty("version", hub.version());
        info.addProperty("node", topics.node());
        info.addProperty("hardware", hub.hardware());
        info.addProperty("started", Payloads.time(hub.started()));
        info.addProperty("config", hub.configuration());
        info.addProperty("model", model.installed());
        var logger = new JsonObject();
        logger.addProperty("default", CommandReader.name(logLevel));
        info.add("logger", logger);
        info.add("problems", Payloads.texts(problems));
        var rooms = new JsonObject();
        for (RoomBoard board : boards) {
            RoomDevice device = board.device();
            var room = new JsonObject();
            room.addProperty("name", device.name());
            room.addProperty("model", device.model());
            room.add("classes", Payloads.texts(device.classes().names()));
            room.add("sensors", Payloads.texts(device.sensors()));
            room.addProperty("state_topic", topics.roomState(device.layout().room()));
            room.addProperty("event_topic", topics.roomEvent(device.layout().room()));
            rooms.add(topics.roomId(device.layout().room()), room);
        }
        info.add("rooms", rooms);
        return Payloads.text(info);
    }

    /** As Home Assistant's update entities read it. */
    static String model(ModelUpdate update) {
        var json = new JsonObject();
        json.addProperty("installed_version", update.installed());
        json.addProperty("latest_version", update.latest());
        json.addProperty("title", "Action model");
        json.addProperty("release_summary", cut(update.summary()));
        json.addProperty("in_progress", update.installing());
        return Payloads.text(json);
    }

    /** @param error null where the request was carried out */
    static String response(@Nullable String error, JsonObject data, Optional<JsonPrimitive> transaction) {
        var json = new JsonObject();
        json.addProperty("status", error == null ? "ok" : "error");
        if (error == null) {
            json.add("data", data);
        } else {
            json.addProperty("error", error);
        }
        transaction.ifPresent(id -> json.add("transaction", id));
        return Payloads.text(json);
    }

    /** One line of the log. */
    static String logging(Level level, String message, long utcNanos) {
        var json = new JsonObject();
        json.addProperty("level", CommandReader.name(level));
        json.addProperty("message", message);
        json.addProperty("time", Payloads.time(utcNanos));
        return Payloads.text(json);
    }

    String health(HubHealth health, MqttStats stats, long nowUtcNanos) {
        var json = new JsonObject();
        json.addProperty("response_time", nowUtcNanos / 1_000_000);
        json.addProperty("status", health.healthy() ? "ok" : "error");
        var process = new JsonObject();
        process.addProperty("uptime_sec", health.process().uptimeSeconds());
        process.addProperty("rss_mib", health.process().rssMib());
        process.addProperty("heap_mib", health.process().heapMib());
        process.addProperty("direct_mib", health.process().directMib());
        process.addProperty("threads", health.process().threads());
        process.addProperty("fds", health.process().files());
        json.add("process", process);
        var os = new JsonObject();
        Payloads.addRounded(os, "load_average", health.host().loadAverage(), 100);
        Payloads.addRounded(os, "memory_percent", health.host().memoryPercent(), 10);
        json.add("os", os);
        var mqtt = new JsonObject();
        mqtt.addProperty("connected", stats.connected());
        mqtt.addProperty("reconnects", stats.reconnects());
        mqtt.addProperty("queued", stats.queued());
        mqtt.addProperty("published", stats.published());
        mqtt.addProperty("dropped", stats.dropped());
        json.add("mqtt", mqtt);
        var pipeline = new JsonObject();
        pipeline.addProperty("windows", health.windows());
        pipeline.addProperty("windows_degraded", health.windowsDegraded());
        pipeline.addProperty("windows_dropped", health.windowsDropped());
        Payloads.addRounded(pipeline, "ring_fill_percent", 100 * health.ringFill(), 10);
        pipeline.addProperty("last_window_age_ms", health.lastWindowAgeMillis());
        json.add("pipeline", pipeline);
        var sensors = new JsonObject();
        for (HubHealth.Sensor sensor : health.sensors()) {
            var stream = new JsonObject();
            stream.addProperty("state", sensor.state().name().toLowerCase(Locale.ROOT));
            stream.addProperty("reconnects", sensor.reconnects());
            stream.addProperty("late", sensor.late());
            stream.addProperty("last_frame_age_ms", sensor.lastFrameAgeMillis());
            sensors.add(name(sensor.stream(), sensors), stream);
        }
        json.add("sensors", sensors);
        return Payloads.text(json);
    }

    /** What each stream has done since the process started. */
    static String stats(List<StreamStats> streams, long nowUtcNanos) {
        var json = new JsonObject();
        json.addProperty("time", Payloads.time(nowUtcNanos));
        var sensors = new JsonObject();
        for (StreamStats stats : streams) {
            var stream = new JsonObject();
            stream.addProperty("state", stats.state().name().toLowerCase(Locale.ROOT));
            stream.addProperty("pictures", stats.pictures());
            stream.addProperty("sounds", stats.sounds());
            stream.addProperty("dropped", stats.dropped());
            stream.addProperty("decode_errors", stats.decodeErrors());
            stream.addProperty("reconnects", stats.reconnects());
            stream.addProperty("stalls", stats.stalls());
            stream.addProperty("sound_stalls", stats.soundStalls());
            stream.addProperty("bytes", stats.bytes());
            stream.addProperty("sender_reports", stats.senderReports());
            stream.addProperty("clock", stats.clockSource().name().toLowerCase(Locale.ROOT));
            Payloads.addRounded(stream, "clock_offset_ms", stats.clockOffsetMillis(), 10);
            stream.addProperty("decoder", stats.decoder());
            sensors.add(name(stats.stream(), sensors), stream);
        }
        json.add("sensors", sensors);
        return Payloads.text(json);
    }

    /** A sensor's second input, such as a microphone beside a camera, has its index, too. */
    private static String name(StreamId stream, JsonObject others) {
        return others.has(stream.toString()) ? stream + "/" + stream.index() : stream.toString();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 3) + "...";
    }
}
