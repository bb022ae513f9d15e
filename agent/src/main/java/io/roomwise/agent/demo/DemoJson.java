package io.roomwise.agent.demo;

import com.google.gson.JsonObject;
import io.roomwise.trainer.metric.EventMatch;

/** The last line of {@code agent demo --json}. */
final class DemoJson {
    private DemoJson() {}

    static String of(DemoSnapshot end) {
        EventMatch match = end.match();
        JsonObject json = new JsonObject();
        json.addProperty("events", match.recognized());
        json.addProperty("true_events", match.happened());
        json.addProperty("precision", round(match.precision(), 4));
        json.addProperty("recall", round(match.recall(), 4));
        json.add("skew_ms", percentiles(end.skewMillis()));
        json.add("latency_ms", percentiles(end.latencyMillis()));
        json.addProperty("windows", end.windows());
        json.addProperty("dropped", end.dropped());
        return json.toString();
    }

    private static JsonObject percentiles(Percentiles of) {
        JsonObject json = new JsonObject();
        json.addProperty("p50", round(of.p50(), 1));
        json.addProperty("p95", round(of.p95(), 1));
        json.addProperty("p99", round(of.p99(), 1));
        return json;
    }

    private static double round(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }
}
