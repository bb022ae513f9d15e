package io.roomwise.sync;

import io.roomwise.sync.SyncStats.SoundOffset;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What the sound of a room tells of its cameras' clocks. First in simulated rooms, where the true offsets are known: four
 * microphones in the corners, people who talk and clap anywhere. Then with virtual cameras over RTSP that never say what time
 * it is, see {@link SoundClockDrill}.
 *
 * <pre>
 *  mvn -B -ntp -DskipTests package
 *  java -cp "agent/target/roomwise/lib/*:sync/target/test-classes" io.roomwise.sync.SoundWitnessBenchmark \
 *      src/test/results/sound-witness.csv
 * </pre>
 */
public final class SoundWitnessBenchmark {
    /** 65 s. */
    private static final int LENGTH = 1 << 20;

    private static final int SECONDS = 65;
    private static final int ROOMS = 4;
    private static final double LOUD = 1_000;
    /** By which the stamps of the microphones are late; none of them has a sender's clock. */
    private static final double[] LATE = {0, 60, 180, 350};

    private final String place;
    private final List<String> rows = new ArrayList<>();

    private SoundWitnessBenchmark(String place) {
        this.place = place;
        rows.add("date,machine,command,part,case,measure,value,unit");
    }

    /** @param args the file to write */
    public static void main(String[] args) throws IOException, InterruptedException {
        String machine = Runtime.getRuntime().availableProcessors() + " processors, Java "
                + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
        var benchmark = new SoundWitnessBenchmark(Instant.now() + ",\"" + machine + "\",SoundWitnessBenchmark");
        benchmark.cost();
        for (double echo : new double[] {0, 0.3, 0.6, 1}) {
            for (int signalToNoise : new int[] {20, 10, 5, 0, -5}) {
                benchmark.room(4, echo, signalToNoise);
            }
        }
        for (int metres : new int[] {2, 6, 10}) {
            benchmark.room(metres, 0.4, 20);
        }
        benchmark.strangers();
        for (SoundClockDrill.Result result : SoundClockDrill.run()) {
            result.measures()
                    .forEach((measure, value) -> benchmark.row("cameras", result.name(), measure, value, "ms"));
        }
        Files.write(Path.of(args[0]), benchmark.rows);
    }

    /** Microphones in the corners of a square room, two talkers and one who claps, each where chance puts them. */
    private void room(int metres, double echoSeconds, int signalToNoise) {
        List<Double> errors = new ArrayList<>();
        List<Double> declared = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        int possible = 0;
        for (int seed = 0; seed < ROOMS; seed++) {
            WitnessBench bench = new WitnessBench(Scenes.VIDEO, LATE.length);
            RoomSound sound = people(metres, echoSeconds, seed);
            for (int i = 0; i < LATE.length; i++) {
                bench.add(sound.heard(i, signalToNoise, LOUD)).late(LATE[i]).byArrival();
            }
            double told = Double.NaN;
            for (int second = 1; second <= SECONDS; second++) {
                bench.pass(1);
                told = Double.isNaN(told) && bench.offsets().size() == LATE.length ? second : told;
            }
            first.add(told);
            possible += LATE.length - 1;
            double zero = bench.late(0).orElse(Double.NaN);
            for (SoundOffset offset : bench.offsets()) {
                int microphone = offset.microphone().index();
                if (microphone > 0 && !Double.isNaN(zero)) {
                    errors.add(Math.abs(offset.offsetMillis() - zero - LATE[microphone]));
                    declared.add(offset.errorMillis());
                }
            }
        }
        String name = metres + " m room; echo " + echoSeconds + " s; " + signalToNoise + " dB";
        row("room", name, "told", errors.size() / (double) possible, "share");
        first.removeIf(value -> value.isNaN());
        quantiles(name, "first told of all", first, "s");
        quantiles(name, "error", errors, "ms");
        quantiles(name, "declared error", declared, "ms");
    }

    private static RoomSound people(int metres, double echoSeconds, int seed) {
        var random = new SplittableRandom(1_000L * metres + seed);
        double[][] corners = {{0, 0}, {metres, 0}, {0, metres}, {metres, metres}};
        RoomSound sound = new RoomSound(LENGTH, corners, echoSeconds, seed);
        List<float[]> sources = List.of(
                RoomSound.speech(LENGTH, random), RoomSound.speech(LENGTH, random), RoomSound.claps(LENGTH, random));
        for (float[] source : sources) {
            sound.add(source, random.nextDouble(metres), random.nextDouble(metres));
        }
        return sound;
    }

    /** Each microphone in a room of its own: whatever is told is false. */
    private void strangers() {
        int told = 0;
        int seconds = 0;
        for (int seed = 0; seed < ROOMS; seed++) {
            WitnessBench bench = new WitnessBench(Scenes.VIDEO, LATE.length);
            for (int i = 0; i < LATE.length; i++) {
                bench.add(people(4, 0.4, 100 + seed * LATE.length + i).heard(i, 20, LOUD));
            }
            for (int second = 0; second < SECONDS; second++) {
                bench.pass(1);
                seconds++;
                told += bench.offsets().isEmpty() ? 0 : 1;
            }
        }
        row("room", "four rooms that hear different things", "told", told / (double) seconds, "share of the time");
    }

    /** Of thread sync, while people talk and each stretch is compared with all others. */
    private void cost() {
        for (int microphones : new int[] {2, 4}) {
            RoomSound sound = people(4, 0.4, 1);
            for (boolean warm : new boolean[] {false, true}) {
                WitnessBench bench = new WitnessBench(Scenes.VIDEO, microphones);
                for (int i = 0; i < microphones; i++) {
                    bench.add(sound.heard(i, 20, LOUD)).byArrival();
                }
                var thread = ManagementFactory.getThreadMXBean();
                long before = thread.getCurrentThreadCpuTime();
                bench.pass(SECONDS);
                double percent = (thread.getCurrentThreadCpuTime() - before) / (SECONDS * 1e7);
                if (warm) {
                    row(
                            "cost",
                            microphones + " microphones",
                            "processor time, with that of the test",
                            percent,
                            "% of a core");
                }
            }
        }
    }

    private void quantiles(String name, String measure, List<Double> values, String unit) {
        if (!values.isEmpty()) {
            List<Double> sorted = values.stream().sorted().toList();
            row("room", name, measure + " p50", sorted.get(sorted.size() / 2), unit);
            row("room", name, measure + " max", sorted.get(sorted.size() - 1), unit);
        }
    }

    private void row(String part, String name, String measure, double value, String unit) {
        String row = String.format(Locale.ROOT, "%s,\"%s\",\"%s\",%.2f,%s", part, name, measure, value, unit);
        System.out.println(row);
        rows.add(place + "," + row);
    }
}
