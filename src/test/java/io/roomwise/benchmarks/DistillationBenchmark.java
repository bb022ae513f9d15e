package io.roomwise.benchmarks;

import com.google.gson.Gson;
import io.roomwise.agent.process.Machine;
import io.roomwise.benchmarks.DistillationSteps.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Steps of ViCoKD beside PyTorch's eager mode in Python, in turns, each in a process of its own with two threads.
 *
 * <pre>
 *  mvn -B -ntp -DskipTests package
 *  java -cp "agent/target/roomwise/lib/*:target/system-tests/test-classes" io.roomwise.benchmarks.DistillationBenchmark \
 *      PYTHON src/test/results/distillation-steps.csv
 * </pre>
 *
 * {@code PYTHON} is an interpreter with PyTorch.
 */
public final class DistillationBenchmark {
    private static final int TURNS = 3;
    private static final Map<String, Integer> STEPS = Map.of("encoding", 6, "cached", 40);
    private static final int FLAT_STEPS = 2000;

    private final String python;
    private final List<String> rows = new ArrayList<>();

    private DistillationBenchmark(String python) {
        this.python = python;
    }

    /** @param args the interpreter and the file to write */
    public static void main(String[] args) throws IOException, InterruptedException {
        DistillationBenchmark benchmark = new DistillationBenchmark(args[0]);
        benchmark.measure();
        Files.write(Path.of(args[1]), benchmark.rows);
    }

    private void measure() throws IOException, InterruptedException {
        rows.add("date,machine,command,subject,version,mode,turn,steps_per_second,peak_mib");
        String place = String.join(
                ",",
                Instant.now().toString(),
                '"' + new Machine().description() + '"',
                "DistillationBenchmark: ViCoKD with MultiTSF D=384; 2 windows x 5 views x 14 slots; 2 threads");
        Map<String, Double> medians = new HashMap<>();
        for (String mode : List.of("encoding", "cached")) {
            double[] ours = new double[TURNS];
            double[] theirs = new double[TURNS];
            for (int turn = 0; turn < TURNS; turn++) {
                ours[turn] = note(place, "roomwise", mode, turn, run(java(mode, STEPS.getOrDefault(mode, 1))));
                theirs[turn] = note(place, "peer", mode, turn, run(peer(mode, STEPS.getOrDefault(mode, 1))));
            }
            medians.put("roomwise " + mode, median(ours));
            medians.put("peer " + mode, median(theirs));
        }
        ratio(place, medians, "roomwise encoding", "peer encoding");
        ratio(place, medians, "roomwise cached", "peer cached");
        ratio(place, medians, "roomwise cached", "peer encoding");
        Result flat = run(java("flat", FLAT_STEPS));
        note(place, "roomwise", "flat", 0, flat);
        for (int i = 0; i < flat.residentMib().size(); i++) {
            rows.add(String.join(
                    ",",
                    place,
                    "roomwise resident after " + 100 * (i + 1) + " steps,,flat,0,",
                    "" + flat.residentMib().get(i)));
        }
    }

    private void ratio(String place, Map<String, Double> medians, String one, String other) {
        double ratio = medians.getOrDefault(one, Double.NaN) / medians.getOrDefault(other, Double.NaN);
        rows.add(String.join(",", place, one + " : " + other, "", "ratio of medians", "", number(ratio), ""));
    }

    private double note(String place, String subject, String mode, int turn, Result result) {
        String row = String.join(
                ",",
                place,
                subject,
                result.version(),
                mode,
                "" + turn,
                number(result.stepsPerSecond()),
                "" + result.peakMib());
        rows.add(row);
        System.out.println(row);
        return result.stepsPerSecond();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** As the launcher starts the trainer. */
    private static ProcessBuilder java(String mode, int steps) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                DistillationSteps.class.getName(),
                mode,
                "" + steps);
        builder.environment()
                .putAll(Map.of(
                        "MALLOC_ARENA_MAX",
                        "1",
                        "MALLOC_MMAP_MAX_",
                        "0",
                        "MALLOC_TRIM_THRESHOLD_",
                        "17179869184",
                        "MALLOC_TOP_PAD_",
                        "67108864",
                        "GLIBC_TUNABLES",
                        "glibc.malloc.hugetlb=1",
                        "OMP_WAIT_POLICY",
                        "PASSIVE"));
        return builder;
    }

    private ProcessBuilder peer(String mode, int steps) throws IOException {
        Path script = Files.createTempFile("peer", ".py");
        try (InputStream source = DistillationBenchmark.class.getResourceAsStream("/vicokd_peer.py")) {
            Files.write(script, source.readAllBytes());
        }
        return new ProcessBuilder(python, script.toString(), mode, "" + steps);
    }

    private static Result run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("ended with " + process.exitValue() + ": " + out);
        }
        return new Gson().fromJson(out.substring(out.lastIndexOf('{')), Result.class);
    }
}
