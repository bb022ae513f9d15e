package io.roomwise.agent.probe;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.roomwise.capture.ProbeReport;
import io.roomwise.capture.ProbeReport.Clock;
import io.roomwise.capture.ProbeReport.Network;
import io.roomwise.capture.ProbeReport.Rate;
import io.roomwise.capture.ProbeReport.Reports;
import io.roomwise.capture.ProbeReport.Sound;
import io.roomwise.capture.ProbeReport.Video;
import io.roomwise.capture.RtspDescription;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A report as JSON. Every key is always there, null where nothing is known; units are in the names. */
public final class ProbeJson {
    private static final Gson GSON = new GsonBuilder()
            .serializeNulls()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    private ProbeJson() {}

    /** A document of one stream. */
    public static String text(JsonObject stream) {
        return GSON.toJson(stream);
    }

    /** A document of several streams, in their order. */
    public static String text(List<JsonObject> streams) {
        JsonObject json = new JsonObject();
        json.add("streams", GSON.toJsonTree(streams));
        return GSON.toJson(json);
    }

    /** One of several streams, with its name. */
    public static JsonObject of(String stream, ProbeReport report, List<Advice> advice) {
        JsonObject json = new JsonObject();
        json.addProperty("stream", stream);
        of(report, advice).asMap().forEach(json::add);
        return json;
    }

    /** One stream. */
    public static JsonObject of(ProbeReport report, List<Advice> advice) {
        JsonObject json = new JsonObject();
        json.addProperty("url", report.url().toString());
        json.addProperty("verdict", word(Verdict.of(report, advice)));
        json.addProperty("failure", report.failure().orElse(null));
        json.addProperty("transport", report.transport().map(ProbeJson::word).orElse(null));
        json.add("connect_ms", number(millis(report.connectSeconds()), 1));
        json.add("first_frame_ms", number(millis(report.firstFrameSeconds()), 1));
        json.add("watched_s", number(report.seconds(), 2));
        json.add("describe", section(report.description(), ProbeJson::description));
        json.add("video", section(report.video(), ProbeJson::video));
        json.add("sound", section(report.sound(), ProbeJson::sound));
        json.add("clock", section(report.clock(), ProbeJson::clock));
        json.add("network", section(report.network(), ProbeJson::network));
        json.add("faults", GSON.toJsonTree(report.faults()));
        JsonArray array = new JsonArray();
        advice.forEach(each -> array.add(advice(each)));
        json.add("advice", array);
        return json;
    }

    private static JsonObject description(RtspDescription said) {
        JsonObject json = new JsonObject();
        json.addProperty("server", said.server());
        json.addProperty("session", said.name());
        JsonArray tracks = new JsonArray();
        said.tracks().forEach(track -> {
            JsonObject each = new JsonObject();
            each.addProperty("media", track.medium());
            each.addProperty("rtpmap", track.encoding());
            each.addProperty("fmtp", track.parameters());
            tracks.add(each);
        });
        json.add("tracks", tracks);
        return json;
    }

    private static JsonObject video(Video video) {
        JsonObject json = new JsonObject();
        json.addProperty("codec", video.codec());
        json.addProperty("profile", video.profile());
        json.addProperty("width", video.width());
        json.addProperty("height", video.height());
        json.add("declared_fps", number(video.declaredFramesPerSecond(), 2));
        json.add("delivered_fps", number(video.framesPerSecond(), 2));
        json.add("key_frame_interval_s", number(video.keyFrameSeconds(), 2));
        json.add("longest_without_key_frame_s", number(video.longestWithoutKeyFrameSeconds(), 2));
        json.add("bit_rate_kbps", number(video.kilobitsPerSecond(), 1));
        json.addProperty("pictures", video.pictures());
        json.addProperty("damaged", video.damaged());
        json.addProperty("missing", video.missing());
        json.addProperty("decoder", video.decoder());
        json.addProperty("decoding", video.isHardware() ? "hardware" : "software");
        return json;
    }

    private static JsonObject sound(Sound sound) {
        JsonObject json = new JsonObject();
        json.addProperty("codec", sound.codec());
        json.addProperty("profile", sound.profile());
        json.addProperty("sample_rate_hz", sound.sampleRateHz());
        json.addProperty("channels", sound.channels());
        json.add("bit_rate_kbps", number(sound.kilobitsPerSecond(), 1));
        json.add("level_dbfs", number(sound.levelDbfs(), 1));
        json.add("peak_dbfs", number(sound.peakDbfs(), 1));
        return json;
    }

    private static JsonObject clock(Clock clock) {
        JsonObject json = new JsonObject();
        json.addProperty("source", word(clock.source()));
        json.add("stamp_error_ms", number(clock.errorMillis(), 3));
        json.add("offset_ms", number(clock.offsetMillis(), 1));
        json.add("drift_ppm", number(clock.drift(), Rate::ppm));
        json.add("drift_error_ppm", number(clock.drift(), Rate::errorPpm));
        Optional<Reports> reports = clock.reports();
        json.addProperty("sender_reports", reports.map(Reports::count).orElse(0));
        json.add(
                "first_report_s",
                reports.map(of -> number(of.firstSeconds(), 2)).orElse(JsonNull.INSTANCE));
        json.add(
                "report_interval_s",
                reports.map(of -> number(of.intervalSeconds(), 2)).orElse(JsonNull.INSTANCE));
        json.add(
                "report_jitter_ms",
                reports.map(of -> number(of.jitterMillis(), 3)).orElse(JsonNull.INSTANCE));
        json.addProperty("report_outliers", reports.map(Reports::outliers).orElse(0));
        json.add("report_slope_ppm", number(reports.flatMap(Reports::slope), Rate::ppm));
        json.add("report_slope_error_ppm", number(reports.flatMap(Reports::slope), Rate::errorPpm));
        return json;
    }

    private static JsonObject network(Network network) {
        JsonObject json = new JsonObject();
        json.add("jitter_ms", number(network.jitterMillis(), 2));
        json.add("late_p95_ms", number(network.lateMillis(), 2));
        return json;
    }

    private static JsonObject advice(Advice advice) {
        JsonObject json = new JsonObject();
        json.addProperty("rule", word(advice.rule()));
        json.addProperty("weight", word(advice.weight()));
        json.addProperty("advice", advice.advice());
        json.addProperty("reason", advice.reason());
        return json;
    }

    private static <T> JsonElement section(Optional<T> value, Function<T, JsonObject> to) {
        return value.<JsonElement>map(to).orElse(JsonNull.INSTANCE);
    }

    private static JsonElement number(Optional<Rate> rate, Function<Rate, Double> of) {
        return rate.map(each -> number(of.apply(each), 2)).orElse(JsonNull.INSTANCE);
    }

    private static JsonElement number(OptionalDouble value, int digits) {
        return value.isPresent() ? number(value.getAsDouble(), digits) : JsonNull.INSTANCE;
    }

    private static JsonElement number(double value, int digits) {
        double scale = Math.pow(10, digits);
        return new JsonPrimitive(Math.round(value * scale) / scale);
    }

    private static OptionalDouble millis(OptionalDouble seconds) {
        return seconds.isPresent() ? OptionalDouble.of(seconds.getAsDouble() * 1e3) : seconds;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
