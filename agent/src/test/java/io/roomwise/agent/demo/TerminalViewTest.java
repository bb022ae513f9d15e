package io.roomwise.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.roomwise.agent.demo.Agreement.Judged;
import io.roomwise.agent.demo.Agreement.Start;
import io.roomwise.agent.demo.Agreement.TrueAction;
import io.roomwise.capture.RoomId;
import io.roomwise.inference.ActionEvent.Score;
import io.roomwise.inference.RoomState;
import io.roomwise.sync.WindowClock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalViewTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOON = 12 * 3600 * SECOND;

    private final TerminalView view = new TerminalView("Roomwise demo, seed 1", ZoneOffset.UTC);

    @Test
    void showsWhatIsRecognizedBesideWhatReallyHappens() {
        assertThat(view.screen(snapshot()))
                .containsExactly(
                        "Roomwise demo, seed 1",
                        "",
                        "             really                recognized                seen by the cameras",
                        "Living room  sit_down              sit_down 0.93             1 person, 2/3 views",
                        "Kitchen      -                     waiting for the first window",
                        "",
                        "12:00:10  Living room  enter       recognized, 0.8 s in",
                        "12:00:20  Living room  fall        FALSE ALARM",
                        "12:00:30  Living room  drink       MISSED",
                        "12:00:55  Living room  sit_down    recognized, 0.4 s early",
                        "12:00:58  Living room  lamp_on     ...",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "agreement   precision 0.50 (1 of 2 recognized)   recall 0.50 (1 of 2 true)",
                        "skew        p50 12  p95 35  p99 41 ms   between the views of a window",
                        "latency     p50 1650  p95 1800  p99 1900 ms   capture to broker",
                        "windows     300, dropped 2; mqtt://127.0.0.1:1883 connected");
    }

    @Test
    void fitsAnOldTerminal() {
        List<String> screen = view.screen(snapshot());
        assertThat(screen).hasSizeLessThanOrEqualTo(23).allMatch(line -> line.length() <= 80);
    }

    @Test
    void printsEachSettledActionOnceWhereNothingCanBeRedrawn() {
        List<String> first = view.settledSince(List.of(), snapshot());
        assertThat(first).hasSize(4).noneMatch(line -> line.contains("lamp_on"));
        assertThat(view.settledSince(first, snapshot())).isEmpty();
    }

    @Test
    void endsWithOneLineOfJson() {
        assertThat(JsonParser.parseString(DemoJson.of(snapshot())))
                .isEqualTo(
                        JsonParser.parseString(
                                """
                        {"events": 2, "true_events": 2, "precision": 0.5, "recall": 0.5,
                         "skew_ms": {"p50": 12.0, "p95": 35.2, "p99": 41.0},
                         "latency_ms": {"p50": 1650.0, "p95": 1800.0, "p99": 1900.0},
                         "windows": 300, "dropped": 2}
                        """));
        assertThat(DemoJson.of(snapshot())).doesNotContain("\n");
    }

    private static DemoSnapshot snapshot() {
        List<TrueAction> truth = List.of(
                action("enter", 10, 12),
                action("drink", 30, 33),
                action("sit_down", 55, 61),
                action("lamp_on", 58, 60));
        List<Start> starts = List.of(start("enter", 10.8), start("fall", 20), start("sit_down", 54.6));
        RoomState state = new RoomState(
                new RoomId("demo", "living"),
                List.of(new Score("sit_down", 0.93f)),
                Map.of("camera1", 1, "camera2", 0),
                List.of(),
                0,
                0,
                0,
                WindowClock.RTCP,
                List.of("camera1", "camera2"),
                List.of("camera3"));
        DemoSnapshot.Room living = new DemoSnapshot.Room(
                "Living room",
                List.of("sit_down"),
                Optional.of(state),
                Agreement.of(truth, starts, new Judged(NOON, NOON + 59 * SECOND)),
                Optional.of(NOON));
        DemoSnapshot.Room kitchen = new DemoSnapshot.Room(
                "Kitchen",
                List.of(),
                Optional.empty(),
                Agreement.of(List.of(), List.of(), new Judged(Long.MAX_VALUE, 0)),
                Optional.empty());
        return new DemoSnapshot(
                NOON + 60 * SECOND,
                "mqtt://127.0.0.1:1883",
                true,
                List.of(living, kitchen),
                new Percentiles(12, 35.17, 41),
                new Percentiles(1650, 1800, 1900),
                300,
                2);
    }

    private static TrueAction action(String action, double from, double to) {
        return new TrueAction(action, NOON + Math.round(from * SECOND), NOON + Math.round(to * SECOND));
    }

    private static Start start(String action, double at) {
        return new Start(action, NOON + Math.round(at * SECOND));
    }
}
