package io.roomwise.benchmarks;

import io.roomwise.agent.process.Machine;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Whether a process that reads four cameras grows: while they are dead, refuse or say nothing, over so many reconnects of each, and
 * while all is well, over so many hours. What it holds is flat if the slope of a line through the samples, the first half left
 * out, may be 0 with 95 % confidence, or if resident memory moved by no more than Linux counts
 * it ({@link ProcessStatus#RESIDENT_STEP_KIB}).
 *
 * <pre>
 *  mvn -B -ntp -DskipTests package
 *  java -cp "agent/target/roomwise/lib/*:target/system-tests/test-classes" io.roomwise.benchmarks.SoakBenchmark \
 *      2000 0.5 src/test/results/soak.csv
 * </pre>
 *
 * For a day of normal running, write 24 in place of 0.5.
 */
public final class SoakBenchmark {
    private static final int CAMERAS = 4;
    private static final int SAMPLES = 200;
    private static final double WARM_UP = 0.5;
    private static final double CONFIDENCE = 0.95;

    private final String command;
    private final List<String> rows = new ArrayList<>();

    private SoakBenchmark(String command) {
        this.command = command;
        rows.add(
                "date,machine,command,cameras,metric,over,samples,lowest,highest,slope_per_1000_or_hour,low,high,flat");
    }

    /** @param args reconnects of each camera, hours of normal running, the file to write */
    public static void main(String[] args) throws Exception {
        SoakBenchmark benchmark = new SoakBenchmark("SoakBenchmark " + args[0] + " " + args[1]);
        try (StubbornPeers dead = StubbornPeers.dead();
                StubbornPeers refusing = StubbornPeers.refusing();
                StubbornPeers silent = StubbornPeers.silent()) {
            benchmark.soak("dead", "reconnects", args[0], Collections.nCopies(CAMERAS, dead.url()));
            benchmark.soak("refusing", "reconnects", args[0], Collections.nCopies(CAMERAS, refusing.url()));
            benchmark.soak("silent", "reconnects", args[0], Collections.nCopies(CAMERAS, silent.url()));
        }
        benchmark.soakInPeace(args[1]);
        Files.write(Path.of(args[2]), benchmark.rows);
    }

    private void soakInPeace(String hours) throws Exception {
        List<VirtualCamera> cameras = new ArrayList<>();
        try {
            List<String> urls = new ArrayList<>();
            for (int i = 0; i < CAMERAS; i++) {
                VirtualCamera camera = new VirtualCamera(
                        VirtualCameraConfig.of("camera" + i), new Pendulum(), Clocks.system(), new SplittableRandom(i));
                cameras.add(camera);
                camera.start();
                urls.add(camera.url().reveal());
            }
            soak("well", "hours", hours, urls);
        } finally {
            cameras.forEach(VirtualCamera::close);
        }
    }

    /** The smallest difference that means anything. */
    private static double resolution(String metric) {
        return switch (metric) {
            case "resident_kib", "resident_without_code_kib" -> ProcessStatus.RESIDENT_STEP_KIB;
            case "javacpp_physical_bytes" -> ProcessStatus.RESIDENT_STEP_KIB * 1024;
            default -> 0;
        };
    }

    private void soak(String peers, String unit, String amount, List<String> urls) throws Exception {
        List<double[]> samples = run(unit, amount, urls);
        List<double[]> settled = samples.subList((int) (WARM_UP * samples.size()), samples.size());
        double scale = unit.equals("hours") ? 1 : 1000;
        double[] x = column(settled, 0);
        String place = Instant.now() + ",\"" + new Machine().description() + "\"," + command + "," + peers;
        for (int i = 0; i < SoakedStreams.METRICS.size(); i++) {
            double[] y = column(settled, i + 1);
            Trend trend = Trend.of(x, y, CONFIDENCE);
            double lowest = Arrays.stream(y).min().orElseThrow();
            double highest = Arrays.stream(y).max().orElseThrow();
            String row = String.join(
                    ",",
                    place,
                    SoakedStreams.METRICS.get(i),
                    String.format(Locale.ROOT, "%.3g", x[x.length - 1]) + " " + unit,
                    "" + x.length,
                    String.format(Locale.ROOT, "%.0f", lowest),
                    String.format(Locale.ROOT, "%.0f", highest),
                    number(scale * trend.slope()),
                    number(scale * trend.low()),
                    number(scale * trend.high()),
                    trend.low() <= 0 || highest - lowest <= resolution(SoakedStreams.METRICS.get(i)) ? "yes" : "no");
            rows.add(row);
            System.out.println(row.substring(place.length() - peers.length()));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static double[] column(List<double[]> samples, int index) {
        return samples.stream().mapToDouble(sample -> sample[index]).toArray();
    }

    private static List<double[]> run(String unit, String amount, List<String> urls) throws IOException {
        // A heap that is resident from the start leaves only what is not on it to grow. The optimizing compiler takes
        // 30 MB for a
        // moment whenever it likes, which the C library keeps: steps that would hide a leak, or look like one.
        List<String> call = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UseDynamicNumberOfCompilerThreads",
                "-XX:MaxDirectMemorySize=256m",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=quiet-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                SoakedStreams.class.getName(),
                unit,
                amount,
                "" + SAMPLES));
        call.addAll(urls);
        ProcessBuilder builder = new ProcessBuilder(call).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        Process process = builder.start();
        try (BufferedReader output = process.inputReader()) {
            List<double[]> samples = output.lines()
                    .map(line -> Arrays.stream(line.split(" ", -1))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
            if (samples.size() <= SAMPLES) {
                throw new IllegalStateException("after " + samples.size() + " samples ended " + call);
            }
            return samples;
        } finally {
            process.destroyForcibly();
        }
    }
}
