package io.roomwise.trainer.report;

import io.roomwise.trainer.loop.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps what a run reports, also over being killed and going on: lines {@code job,step,figure,value} of a CSV file. A step
 * that is reported again replaces what was told of it before.
 */
public final class History implements TrainingListener {
    private static final String HEADER = "job,step,figure,value\n";

    private final Path file;
    private final TrainingListener next;

    /** One reported value. */
    public record Point(long step, double value) {}

    /** @param next is told and asked too */
    public History(Path file, TrainingListener next) {
        this.file = file;
        this.next = next;
    }

    @Override
    public void onProgress(String job, long done, long total, Map<String, Double> figures) {
        StringBuilder lines = new StringBuilder();
        figures.forEach(
                (name, value) -> lines.append(String.format(Locale.ROOT, "%s,%d,%s,%.6g%n", job, done, name, value)));
        try {
            if (lines.length() > 0) {
                if (!Files.exists(file)) {
                    Files.writeString(file, HEADER);
                }
                Files.writeString(file, lines, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
        next.onProgress(job, done, total, figures);
    }

    @Override
    public boolean isStopped() {
        return next.isStopped();
    }

    /** Curves of a job by the names of their figures, without what is not a number; none where nothing was kept. */
    public static Map<String, List<Point>> read(Path file, String job) throws IOException {
        Map<String, Map<Long, Point>> curves = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] cells = line.split(",", 4);
                if (cells.length == 4 && cells[0].equals(job) && Double.isFinite(Double.parseDouble(cells[3]))) {
                    Point point = new Point(Long.parseLong(cells[1]), Double.parseDouble(cells[3]));
                    curves.computeIfAbsent(cells[2], key -> new LinkedHashMap<>())
                            .put(point.step(), point);
                }
            }
        }
        Map<String, List<Point>> sorted = new LinkedHashMap<>();
        curves.forEach((name, points) -> {
            List<Point> list = new ArrayList<>(points.values());
            list.sort((a, b) -> Long.compare(a.step(), b.step()));
            sorted.put(name, list);
        });
        return sorted;
    }
}
