package io.roomwise.benchmarks;

import io.roomwise.agent.process.Machine;
import io.roomwise.benchmarks.PublishingLoad.Phase;
import io.roomwise.servers.EventTally;
import io.roomwise.servers.Mosquitto;
import io.roomwise.servers.SmallHome;
import io.roomwise.servers.TroubledBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What recognition feels of a broker that dies, halts, reads nothing or refuses, and what becomes of the events: 10 a second through
 * the publisher to Mosquitto. Quiet minutes and minutes of chaos take turns, so that whatever else the machine does falls on both.
 *
 * <pre>
 *  mvn -B -ntp -DskipTests package
 *  java -cp "agent/target/roomwise/lib/*:target/system-tests/test-classes" io.roomwise.benchmarks.BrokerChaosBenchmark \
 *      5 src/test/results/broker-chaos.csv
 * </pre>
 */
public final class BrokerChaosBenchmark {
    private static final int KILLS = 20;
    private static final int TURNS = 5;
    private static final double CONFIDENCE = 0.95;
    /** The virtual machine compiles and the heap fills at first. */
    private static final double WARM_UP = 0.4;

    private static final List<String> SAMPLED =
            List.of("heap_kib", "resident_kib", "code_kib", "resident_without_code_kib", "threads", "files");

    private final TroubledBroker broker;
    private final Process load;
    private final Writer phases;
    private final List<String> printed = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();
    private final List<Double> loads = new ArrayList<>();
    private String place = "";
    private int kills;

    private BrokerChaosBenchmark(TroubledBroker broker) throws IOException {
        this.broker = broker;
        // as in the SoakBenchmark, what is resident shall not change by steps of the compiler and the C library
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms64m",
                        "-Xmx64m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UseDynamicNumberOfCompilerThreads",
                        "-Dlogback.configurationFile=quiet-logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PublishingLoad.class.getName(),
                        "" + broker.port())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        load = builder.start();
        phases = load.outputWriter();
    }

    /** @param args minutes of quiet, the file to write */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("broker-chaos");
        try (TroubledBroker broker = TroubledBroker.start(folder)) {
            BrokerChaosBenchmark benchmark = new BrokerChaosBenchmark(broker);
            try {
                benchmark.run(Double.parseDouble(args[0]), Path.of(args[1]));
            } finally {
                benchmark.load.destroyForcibly().onExit().join();
            }
        }
    }

    private void run(double minutes, Path file) throws Exception {
        place = String.join(
                ",",
                Instant.now().toString(),
                '"' + new Machine().description() + "; Java " + System.getProperty("java.version") + "; "
                        + Mosquitto.version() + '"',
                "BrokerChaosBenchmark " + minutes);
        TimeUnit.SECONDS.sleep(15); // the load warms up
        for (int turn = 0; turn < TURNS; turn++) {
            enter(Phase.QUIET);
            TimeUnit.MILLISECONDS.sleep((long) (minutes * 60_000 / TURNS));
            enter(Phase.CHAOS);
            trouble(turn);
        }
        enter(Phase.DRAIN);
        boolean right = settles();
        enter(Phase.END);
        try (BufferedReader output = load.inputReader()) {
            output.lines().forEach(printed::add);
        }
        rows.add("date,machine,command,metric,quiet,chaos,both");
        reportWindows();
        reportEvents(right);
        reportGrowth();
        Files.write(file, rows);
    }

    private void enter(Phase phase) throws IOException {
        loads.add(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.println(Instant.now() + " " + phase + " " + loads);
        phases.write(phase + "\n");
        phases.flush();
    }

    private void trouble(int turn) throws IOException, InterruptedException {
        for (int i = 0; i < KILLS / TURNS; i++) {
            broker.kill();
            kills++;
        }
        switch (turn % 3) {
            case 0 -> broker.halt(30);
            case 1 -> broker.freeze(30);
            default -> broker.refuse(60); // more events than may wait
        }
    }

    /** Whether in the end the broker keeps what it should. */
    private boolean settles() throws InterruptedException {
        Map<String, String> expected = new SmallHome(PublishingLoad.ROOMS).expected();
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        int right = 0;
        while (right < 10 && System.nanoTime() < giveUp) {
            right = broker.retained().equals(expected) ? right + 1 : 0;
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return right == 10;
    }

    private void reportWindows() {
        List<String> names = List.of("window", "calls", "window_cpu");
        for (int column = 0; column < names.size(); column++) {
            double[] quiet = windows(Phase.QUIET, column);
            double[] chaos = windows(Phase.CHAOS, column);
            for (double percent : new double[] {50, 95, 99, 100}) {
                double calm = percentile(quiet, percent);
                double wild = percentile(chaos, percent);
                String name = names.get(column) + "_p" + (int) percent + "_us";
                add(name, number(calm), number(wild), "");
                add(name + " chaos : quiet", "", "", number(wild / calm));
            }
        }
        add("windows", "" + windows(Phase.QUIET, 0).length, "" + windows(Phase.CHAOS, 0).length, "");
    }

    /** Sorted, microseconds. */
    private double[] windows(Phase phase, int column) {
        return printed.stream()
                .filter(line -> line.startsWith("window " + phase + " "))
                .mapToDouble(line -> Long.parseLong(line.split(" ", -1)[2 + column]) / 1000.0)
                .sorted()
                .toArray();
    }

    private static double percentile(double[] sorted, double percent) {
        return sorted[(int) Math.ceil(percent / 100 * sorted.length) - 1];
    }

    private void reportEvents(boolean right) {
        Map<String, Long> counts = new HashMap<>();
        printed.stream()
                .filter(line -> line.startsWith("count "))
                .map(line -> line.split(" ", -1))
                .forEach(words -> counts.put(words[1], Long.valueOf(words[2])));
        new TreeMap<>(counts).forEach((name, count) -> add(name, "", "", "" + count));
        EventTally heard = broker.tally();
        long missing = count(counts, "offered") - heard.events();
        // what waited in vain for an acknowledgement and then for a connection may have come all the same
        long counted = count(counts, "dropped_full") + count(counts, "dropped_expired");
        add("delivered", "", "", "" + heard.events());
        add("delivered_again_by_qos_1", "", "", "" + heard.again());
        add("delivered_out_of_order", "", "", "" + heard.disordered());
        add("delivered_under_two_ids", "", "", "" + heard.mistaken());
        add("missing", "", "", "" + missing);
        add("lost_uncounted", "", "", "" + Math.max(0, missing - counted));
        add("counted_as_dropped_though_delivered", "", "", "" + Math.max(0, counted - missing));
        add("broker_killed", "", "", "" + kills);
        add("retained_right_in_the_end", "", "", right ? "yes" : "no");
        add(
                "load_average_lowest",
                "",
                "",
                number(loads.stream().mapToDouble(x -> x).min().orElse(0)));
        add(
                "load_average_highest",
                "",
                "",
                number(loads.stream().mapToDouble(x -> x).max().orElse(0)));
    }

    private static long count(Map<String, Long> counts, String name) {
        return counts.getOrDefault(name, 0L);
    }

    private void reportGrowth() {
        List<double[]> all = printed.stream()
                .filter(line -> line.startsWith("sample "))
                .map(line -> Arrays.stream(line.substring(7).split(" ", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
        List<double[]> settled = all.subList((int) (WARM_UP * all.size()), all.size());
        double[] hours = settled.stream().mapToDouble(sample -> sample[0]).toArray();
        for (int i = 0; i < SAMPLED.size(); i++) {
            int column = i + 1;
            double[] y = settled.stream().mapToDouble(sample -> sample[column]).toArray();
            Trend trend = Trend.of(hours, y, CONFIDENCE);
            String name = SAMPLED.get(i);
            double lowest = Arrays.stream(y).min().orElseThrow();
            double highest = Arrays.stream(y).max().orElseThrow();
            double step = name.startsWith("resident") ? ProcessStatus.RESIDENT_STEP_KIB : 0;
            add(name + "_lowest", "", "", "" + Math.round(lowest));
            add(name + "_highest", "", "", "" + Math.round(highest));
            add(name + "_slope_per_hour", "", "", number(trend.slope()));
            add(name + "_slope_low", "", "", number(trend.low()));
            add(name + "_slope_high", "", "", number(trend.high()));
            add(name + "_flat", "", "", trend.low() <= 0 || highest - lowest <= step ? "yes" : "no");
        }
    }

    private void add(String metric, String quiet, String chaos, String both) {
        rows.add(String.join(",", place, metric, quiet, chaos, both));
        System.out.println(String.join(",", metric, quiet, chaos, both));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
