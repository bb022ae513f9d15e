package io.roomwise.trainer.report;

import io.roomwise.inference.ActionClasses;
import io.roomwise.trainer.evaluation.EventReport;
import io.roomwise.trainer.evaluation.FrameScores;
import io.roomwise.trainer.evaluation.Judgement;
import io.roomwise.trainer.metric.EventMatch;
import io.roomwise.trainer.metric.MeanAveragePrecision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The report of one run of distillation, all of it measured on the test list.
 *
 * @param choices everything that was chosen, and versions and data, by name
 * @param history what {@link History} kept
 * @param judgement of the networks
 * @param events of the student at its thresholds
 */
public record DistillationReport(
        Map<String, String> choices,
        ActionClasses classes,
        Path history,
        Judgement judgement,
        Optional<EventReport> events) {

    /** Figures of learning that are no losses. */
    private static final Set<String> BESIDE = Set.of("gradient", "rate", "s/step", "frames/s");

    public String html() throws IOException {
        Page page = new Page("Distillation");
        page.section(
                "Test clips",
                "Mean average precision in percent: over classes (each ranks the clips), and over clips (each ranks the"
                        + " classes).");
        List<List<String>> rows = new ArrayList<>();
        judgement.teacher().ifPresent(scores -> rows.add(row("teacher, sees and hears", scores.precision())));
        rows.add(row("student, sees", judgement.student().precision()));
        List<String> header = new ArrayList<>(List.of("", "mAP_C", "mAP_S"));
        header.addAll(classes.names());
        page.table(header, rows);
        events.ifPresent(report -> events(page, report));
        page.section("Choices", "What the paper leaves open is chosen here.").table(choices);
        page.section("Learning", "Losses are smoothed; steps go to the right.");
        for (String job : List.of("teacher", "student")) {
            History.read(history, job).forEach((figure, points) -> {
                if (!BESIDE.contains(figure)) {
                    page.plot(job + ": " + figure, List.of(curve(figure, points)));
                }
            });
            Map<String, List<History.Point>> judged = History.read(history, job + " validation");
            if (!judged.isEmpty()) {
                page.plot(
                        job + " on validation clips:",
                        judged.entrySet().stream()
                                .map(figure -> curve(figure.getKey(), figure.getValue()))
                                .toList());
            }
        }
        page.section("Precision and recall", "Of the student, over test clips; recall goes to the right.");
        for (int kind = 0; kind < classes.size(); kind++) {
            precisionAndRecall(kind).ifPresent(curve -> page.plotOfShares(curve.name(), List.of(curve)));
        }
        judgement.frames().ifPresent(frames -> slots(page, frames));
        int side = (int) Math.round(Math.sqrt(judgement.attention().values().stream()
                .mapToInt(map -> map.length)
                .max()
                .orElse(0)));
        page.section(
                "Cross-modal attention",
                "In the first test clip: how much each slot's picture (downwards) takes of each slot's sound (to the"
                        + " right), of a student of the sound that it guesses.");
        judgement.attention().forEach((caption, map) -> page.map(caption, map, side, side));
        return page.end();
    }

    private static void events(Page page, EventReport report) {
        List<List<String>> rows = new ArrayList<>();
        for (int kind = 0; kind < report.classes().size(); kind++) {
            rows.add(row(report.classes().get(kind), report.matches().get(kind)));
        }
        rows.add(row("all", report.total()));
        page.section(
                        "Events",
                        "What the student tells in the test clips with the thresholds and the delay of its bundle.")
                .table(List.of("", "precision", "recall", "true", "told"), rows);
    }

    private static List<String> row(String name, EventMatch match) {
        return List.of(
                name,
                text(match.precision()),
                text(match.recall()),
                Integer.toString(match.happened()),
                Integer.toString(match.recognized()));
    }

    private void slots(Page page, FrameScores frames) {
        List<String> names = new ArrayList<>(classes.names());
        names.add("nothing");
        page.section(
                        "Confusion",
                        "Slots of test clips: what happens (rows) and the strongest class of at least 0.5 (columns).")
                .shades(names, frames.confusion());
        List<FrameScores.Bin> bins = frames.calibration();
        page.section("Calibration", "Of slots with such a score (to the right), the share in which it is true.");
        page.plotOfShares(
                "",
                List.of(
                        new Page.Curve("ideal", List.of(new Page.Point(0, 0), new Page.Point(1, 1))),
                        new Page.Curve(
                                "student",
                                bins.stream()
                                        .map(bin -> new Page.Point(bin.score(), bin.frequency()))
                                        .toList())));
    }

    private static List<String> row(String name, MeanAveragePrecision precision) {
        List<String> cells =
                new ArrayList<>(List.of(name, text(precision.overClasses()), text(precision.overSamples())));
        precision.classes().forEach(value -> cells.add(text(value)));
        return cells;
    }

    private static String text(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static Page.Curve curve(String name, List<History.Point> points) {
        return new Page.Curve(
                name,
                points.stream()
                        .map(point -> new Page.Point(point.step(), point.value()))
                        .toList());
    }

    private Optional<Page.Curve> precisionAndRecall(int kind) {
        List<Integer> order = IntStream.range(0, judgement.student().scores().size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        i -> -judgement.student().scores().get(i)[kind]))
                .toList();
        long positives =
                judgement.student().labels().stream().filter(clip -> clip[kind]).count();
        if (positives == 0) {
            return Optional.empty();
        }
        List<Page.Point> points = new ArrayList<>();
        int found = 0;
        for (int rank = 0; rank < order.size(); rank++) {
            found += judgement.student().labels().get(order.get(rank))[kind] ? 1 : 0;
            points.add(new Page.Point(found / (double) positives, found / (rank + 1.0)));
        }
        return Optional.of(new Page.Curve(classes.names().get(kind), points));
    }
}
