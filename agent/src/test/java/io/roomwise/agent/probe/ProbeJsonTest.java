package io.roomwise.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.roomwise.capture.ProbeReport;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbeJsonTest {
    private final Probed probed = new Probed();

    private static JsonObject json(ProbeReport report) {
        return JsonParser.parseString(ProbeJson.text(ProbeJson.of(report, ProbeAdvice.of(report, Optional.empty()))))
                .getAsJsonObject();
    }

    @Test
    void documentHasEveryFigureWithItsUnit() {
        probed.video = Optional.of(Probed.video(640, 360, 2));
        assertThat(json(probed.report()))
                .isEqualTo(
                        JsonParser.parseString(
                                """
                        {"url": "rtsp://viewer:***@10.0.10.11/sub", "verdict": "poor", "failure": null, "transport": "tcp",
                         "connect_ms": 235.0, "first_frame_ms": 1432.0, "watched_s": 20.0,
                         "describe": {"server": "GStreamer RTSP server", "session": "living room", "tracks": [
                           {"media": "video", "rtpmap": "H264/90000",
                            "fmtp": "packetization-mode=1;profile-level-id=640016"}]},
                         "video": {"codec": "h264", "profile": "High", "width": 640, "height": 360, "declared_fps": 15.0,
                           "delivered_fps": 2.0, "key_frame_interval_s": 2.0, "longest_without_key_frame_s": 2.0,
                           "bit_rate_kbps": 804.2, "pictures": 298, "damaged": 0, "missing": 0, "decoder": "h264",
                           "decoding": "software"},
                         "sound": {"codec": "aac", "profile": "LC", "sample_rate_hz": 16000, "channels": 1,
                           "bit_rate_kbps": 32.4, "level_dbfs": -41.6, "peak_dbfs": -28.9},
                         "clock": {"source": "sender_report", "stamp_error_ms": 1.6, "offset_ms": -23.0, "drift_ppm": 9.0,
                           "drift_error_ppm": 14.0, "sender_reports": 4, "first_report_s": 1.1,
                           "report_interval_s": 5.0, "report_jitter_ms": 0.02, "report_outliers": 0,
                           "report_slope_ppm": 0.3, "report_slope_error_ppm": 2.0},
                         "network": {"jitter_ms": 0.24, "late_p95_ms": 2.31},
                         "faults": [],
                         "advice": [{"rule": "low_frame_rate", "weight": "problem",
                           "advice": "Set the frame rate to 10 a second in the camera's settings.",
                           "reason": "2.0 pictures come a second, 15 are declared; Roomwise looks 2.5 times a second and then finds none that is near."}]}
                        """));
    }

    @Test
    void keysStayWhereNothingIsKnown() {
        JsonObject failed = json(Probed.failed("connection lost"));
        assertThat(failed.keySet()).isEqualTo(json(probed.report()).keySet());
        assertThat(failed.get("video").isJsonNull()).isTrue();
        assertThat(failed.get("connect_ms").isJsonNull()).isTrue();
        assertThat(failed.get("verdict").getAsString()).isEqualTo("unusable");

        probed.clock = Optional.of(Probed.arrival());
        JsonObject arrival = json(probed.report()).getAsJsonObject("clock");
        assertThat(arrival.keySet())
                .isEqualTo(json(new Probed().report()).getAsJsonObject("clock").keySet());
        assertThat(arrival.get("sender_reports").getAsInt()).isZero();
        assertThat(arrival.get("offset_ms").isJsonNull()).isTrue();
    }

    @Test
    void severalStreamsAreOneDocument() {
        ProbeReport report = probed.report();
        JsonObject json = JsonParser.parseString(ProbeJson.text(List.of(
                        ProbeJson.of("home/living/north", report, List.of()),
                        ProbeJson.of("home/living/south", report, List.of()))))
                .getAsJsonObject();
        assertThat(json.keySet()).containsExactly("streams");
        assertThat(json.getAsJsonArray("streams"))
                .extracting(each -> each.getAsJsonObject().get("stream").getAsString())
                .containsExactly("home/living/north", "home/living/south");
        assertThat(json.getAsJsonArray("streams")
                        .get(0)
                        .getAsJsonObject()
                        .get("verdict")
                        .getAsString())
                .isEqualTo("good");
    }
}
