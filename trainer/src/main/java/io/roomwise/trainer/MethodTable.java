package io.roomwise.trainer;

import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.trainer.method.DistillationMethod;
import io.roomwise.trainer.method.Supervision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table as the paper has them: methods by backbone, supervision and seed, on one home. Each cell is a run of its own in
 * {@code backbone-seed/method-supervision}; those of one backbone and seed share a teacher, and all share what was perceived.
 * A line of the CSV is written when its cell is done; a table that was killed goes on with the first that is missing.
 *
 * <pre>
 *  date,machine,versions,command,backbone,supervision,method,seed,epochs,teacher_mAP_C,mAP_C,mAP_S,seconds
 * </pre>
 */
public final class MethodTable {
    static final String HEADER =
            "date,machine,versions,command,backbone,supervision,method,seed,epochs,teacher_mAP_C,mAP_C,mAP_S,seconds";

    private final Path folder;
    private final Rows rows;
    private final Provenance provenance;

    /** What is compared. */
    public record Rows(
            List<Kind> backbones, List<Supervision> supervisions, List<DistillationMethod> methods, List<Long> seeds) {
        public Rows {
            backbones = List.copyOf(backbones);
            supervisions = List.copyOf(supervisions);
            methods = List.copyOf(methods);
            seeds = List.copyOf(seeds);
            for (DistillationMethod method : methods) {
                if (!method.isStudents()) {
                    throw new IllegalArgumentException("methods must be students', not " + method);
                }
            }
        }
    }

    /** Of all lines. */
    record Provenance(String machine, String versions, String command) {}

    /** Runs one cell. */
    @FunctionalInterface
    interface Cell {
        /** @return figures by the names of the networks, as {@link Distillation#run} has them */
        Map<String, Object> run(Path out, long seed, DistillationChoices choices, Optional<Path> teacher)
                throws IOException;
    }

    MethodTable(Path folder, Rows rows, Provenance provenance) {
        this.folder = folder;
        this.rows = rows;
        this.provenance = provenance;
    }

    Path csv() {
        return folder.resolve("table.csv");
    }

    void run(DistillationChoices base, Cell cell) throws IOException {
        Files.createDirectories(folder);
        if (!Files.exists(csv())) {
            Files.writeString(csv(), HEADER + "\n");
        }
        Set<String> done = new LinkedHashSet<>();
        for (String line : Files.readAllLines(csv())) {
            done.add(name(line));
        }
        for (long seed : rows.seeds()) {
            for (Kind backbone : rows.backbones()) {
                Path group = folder.resolve(lower(backbone) + "-" + seed);
                DistillationChoices choices = base.with(backbone);
                for (Supervision supervision : rows.supervisions()) {
                    for (DistillationMethod method : rows.methods()) {
                        String name = String.join(
                                ",",
                                lower(backbone),
                                lower(supervision),
                                lower(method),
                                "" + seed,
                                "" + choices.run().epochs());
                        if (!done.contains(name)) {
                            fill(cell, choices.with(method, supervision), group, seed, name);
                        }
                    }
                }
            }
        }
    }

    private void fill(Cell cell, DistillationChoices choices, Path group, long seed, String name) throws IOException {
        Optional<Path> teacher = Optional.empty();
        String taught = "";
        if (choices.method().isTaught()) {
            Path out = group.resolve("teacher");
            Map<String, Object> figures =
                    cell.run(out, seed, choices.with(choices.teaching(), Supervision.FRAMES), Optional.empty());
            teacher = Optional.of(out.resolve(Distillation.TEACHER));
            taught = figure(figures, "teacher", "mAP_C");
        }
        long begin = System.nanoTime();
        Path out = group.resolve(
                lower(choices.method()) + "-" + lower(choices.settings().supervision()));
        Map<String, Object> figures = cell.run(out, seed, choices, teacher);
        long seconds = Math.round((System.nanoTime() - begin) / 1e9);
        String line = String.join(
                ",",
                Instant.now().toString(),
                quoted(provenance.machine()),
                quoted(provenance.versions()),
                quoted(provenance.command()),
                name,
                taught,
                figure(figures, "student", "mAP_C"),
                figure(figures, "student", "mAP_S"),
                "" + seconds);
        Files.writeString(csv(), line + "\n", StandardOpenOption.APPEND);
    }

    /** Of a line, what tells it from the others. */
    private static String name(String line) {
        String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
        return cells.length < 9 ? "" : String.join(",", List.of(cells).subList(4, 9));
    }

    private static String figure(Map<String, Object> figures, String network, String name) {
        return figures.get(network) instanceof Map<?, ?> map ? String.valueOf(map.get(name)) : "";
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
