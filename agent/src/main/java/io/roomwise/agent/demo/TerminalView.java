package io.roomwise.agent.demo;

import io.roomwise.agent.demo.Agreement.Pair;
import io.roomwise.inference.RoomState;
import io.roomwise.trainer.metric.EventMatch;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the demo's screen says: 80 columns, 24 rows. A pure function of the snapshot. */
final class TerminalView {
    static final int COLUMNS = 80;
    /** Rows of the table of actions. */
    private static final int ACTIONS = 10;

    private final String title;
    private final DateTimeFormatter clock;

    /** An action of one room, to be sorted by time. */
    private record Row(DemoSnapshot.Room room, Pair pair) {}

    TerminalView(String title, ZoneId zone) {
        this.title = title;
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    /** The whole screen. */
    List<String> screen(DemoSnapshot now) {
        List<String> lines = new ArrayList<>();
        lines.add(title);
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-13s%-22s%-26s%s", "", "really", "recognized", "seen by the cameras"));
        now.rooms().forEach(room -> lines.add(room(room)));
        lines.add("");
        List<Row> rows = rows(now);
        rows.subList(Math.max(0, rows.size() - ACTIONS), rows.size()).forEach(row -> lines.add(action(row)));
        while (lines.size() < now.rooms().size() + 4 + ACTIONS) {
            lines.add("");
        }
        lines.add("");
        lines.addAll(summary(now));
        return lines.stream().map(TerminalView::cut).toList();
    }

    /** Running agreement, skew, latency and drops. */
    List<String> summary(DemoSnapshot now) {
        EventMatch match = now.match();
        return List.of(
                String.format(
                        Locale.ROOT,
                        "agreement   precision %s (%d of %d recognized)   recall %s (%d of %d true)",
                        match.recognized() == 0 ? "-" : twoDigits(match.precision()),
                        match.agreed(),
                        match.recognized(),
                        match.happened() == 0 ? "-" : twoDigits(match.recall()),
                        match.agreed(),
                        match.happened()),
                "skew        " + millis(now.skewMillis()) + "   between the views of a window",
                "latency     " + millis(now.latencyMillis()) + "   capture to broker",
                "windows     " + now.windows() + ", dropped " + now.dropped() + "; " + now.broker()
                        + (now.brokerConnected() ? " connected" : " away"));
    }

    /** Lines for actions that were settled between two snapshots; for output that cannot be redrawn. */
    List<String> settledSince(List<String> before, DemoSnapshot now) {
        return rows(now).stream()
                .filter(row -> row.pair().settled())
                .map(this::action)
                .filter(line -> !before.contains(line))
                .toList();
    }

    private static String room(DemoSnapshot.Room room) {
        String happening = room.happening().isEmpty() ? "-" : String.join(" ", room.happening());
        return String.format(
                Locale.ROOT,
                "%-13s%-22s%-26s%s",
                room.name(),
                happening,
                room.state().map(TerminalView::recognized).orElse("waiting for the first window"),
                room.state().map(TerminalView::seen).orElse(""));
    }

    private static String recognized(RoomState state) {
        return state.active().isEmpty()
                ? "-"
                : state.active().stream()
                        .map(score -> String.format(Locale.ROOT, "%s %.2f", score.action(), score.score()))
                        .collect(Collectors.joining(" "));
    }

    private static String seen(RoomState state) {
        int views = state.viewsUsed().size();
        String persons = state.persons() == 1 ? "1 person" : state.persons() + " people";
        return persons + ", " + views + "/" + (views + state.viewsMissing().size()) + " views";
    }

    /** What has begun since the rooms were warm, by time. */
    private static List<Row> rows(DemoSnapshot now) {
        return now.rooms().stream()
                .flatMap(room -> room.agreement().pairs().stream()
                        .filter(pair -> room.warmUtcNanos().isPresent())
                        .filter(pair -> pair.utcNanos() >= room.warmUtcNanos().orElse(0L))
                        .filter(pair -> pair.utcNanos() <= now.utcNanos())
                        .map(pair -> new Row(room, pair)))
                .sorted(Comparator.comparingLong(row -> row.pair().utcNanos()))
                .toList();
    }

    private String action(Row row) {
        Pair pair = row.pair();
        return String.format(
                Locale.ROOT,
                "%s  %-13s%-12s%s",
                clock.format(Instant.ofEpochSecond(0, pair.utcNanos())),
                row.room().name(),
                pair.action(),
                verdict(row));
    }

    private static String verdict(Row row) {
        Optional<Agreement.Start> start = row.pair().start();
        Optional<Agreement.TrueAction> truth = row.pair().truth();
        if (start.isPresent() && truth.isPresent()) {
            double seconds = (start.get().utcNanos() - truth.get().startUtcNanos()) / 1e9;
            return String.format(Locale.ROOT, "recognized, %.1f s %s", Math.abs(seconds), seconds < 0 ? "early" : "in");
        }
        if (start.isPresent()) {
            return "FALSE ALARM";
        }
        return row.pair().settled() ? "MISSED" : "...";
    }

    private static String twoDigits(double share) {
        return String.format(Locale.ROOT, "%.2f", share);
    }

    private static String millis(Percentiles of) {
        return String.format(Locale.ROOT, "p50 %.0f  p95 %.0f  p99 %.0f ms", of.p50(), of.p95(), of.p99());
    }

    private static String cut(String line) {
        return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS);
    }
}
