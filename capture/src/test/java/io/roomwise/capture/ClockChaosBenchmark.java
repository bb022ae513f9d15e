package io.roomwise.capture;

import io.roomwise.capture.virtual.CameraFaults;
import io.roomwise.capture.virtual.SenderReports;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * How far pictures of four cameras that are said to be of one instant really are apart, while clocks and networks misbehave. The
 * cameras show the true time as a bar code. The peer is what others do: a picture is of when it arrived.
 *
 * <pre>
 *  mvn -B -ntp -DskipTests package
 *  java -cp "agent/target/roomwise/lib/*:capture/target/test-classes" io.roomwise.capture.ClockChaosBenchmark \
 *      src/test/results/clock-chaos.csv
 * </pre>
 */
public final class ClockChaosBenchmark {
    private static final int CAMERAS = 4;
    private static final int AT_ONCE = 4;
    private static final long SECOND = 1_000_000_000L;
    private static final long SECONDS = 150;
    /** Of a start, in which streams are opened and reports gather. */
    private static final long SETTLING = 30;

    private static final long SLOT = 400_000_000L;
    /** What every network delays by, where nothing else is said. */
    private static final Duration HOME = Duration.ofMillis(60);

    private ClockChaosBenchmark() {}

    /** What goes wrong with a camera, at the start and after half of the time. */
    @FunctionalInterface
    private interface Trouble {
        void befall(int camera, CameraFaults faults, boolean later);
    }

    private record Scenario(String name, RtspTransport transport, boolean reports, Trouble trouble) {}

    private record Sample(long claimed, long arrived, long shown, ClockSource source) {}

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("nothing wrong", RtspTransport.TCP, true, (camera, faults, later) -> {}),
            new Scenario("no reports in the second half", RtspTransport.TCP, true, (camera, faults, later) -> {
                faults.clockDrift(30 * camera);
                faults.holdReports(later);
            }),
            new Scenario(
                    "reports jitter by 12 ms and lie by 1.7 s", RtspTransport.TCP, true, (camera, faults, later) -> {
                        faults.reportJitter(Duration.ofMillis(12));
                        faults.lyingReports(0.05, Duration.ofMillis(1700));
                    }),
            new Scenario(
                    "two clocks drift by 100 ppm",
                    RtspTransport.TCP,
                    true,
                    (camera, faults, later) -> faults.clockDrift(100 * (camera % 2))),
            new Scenario(
                    "a clock is an hour off",
                    RtspTransport.TCP,
                    true,
                    (camera, faults, later) -> faults.clockSkew(camera == 1 ? Duration.ofHours(-1) : Duration.ZERO)),
            new Scenario("two clocks are set", RtspTransport.TCP, true, (camera, faults, later) -> {
                if (later && camera == 1) {
                    faults.clockSkew(Duration.ofMillis(800));
                } else if (later && camera == 2) {
                    faults.clockSkew(Duration.ofHours(-1));
                }
            }),
            new Scenario("time stamps wrap", RtspTransport.TCP, true, (camera, faults, later) -> {
                if (!later) {
                    faults.renewStreams(Duration.ofSeconds(20 + 15L * camera));
                }
            }),
            new Scenario("streams begin anew", RtspTransport.TCP, true, (camera, faults, later) -> {
                if (later && camera != 0) {
                    faults.renewStreams(Duration.ofHours(5L * camera));
                }
            }),
            new Scenario(
                    "network of 0 to 300 ms",
                    RtspTransport.TCP,
                    true,
                    (camera, faults, later) -> faults.networkDelay(Duration.ofMillis(300))),
            new Scenario(
                    "UDP, 2 % lost, 2 % overtaken, 0 to 50 ms",
                    RtspTransport.UDP, true, (camera, faults, later) -> {
                        faults.networkDelay(Duration.ofMillis(50));
                        faults.losePackets(0.02);
                        faults.reorderPackets(0.02);
                    }),
            new Scenario(
                    "no reports at all, network of 0 to 200 ms",
                    RtspTransport.TCP,
                    false,
                    (camera, faults, later) -> faults.networkDelay(Duration.ofMillis(200))),
            new Scenario(
                    "jitter, lies, drift and network of 0 to 300 ms",
                    RtspTransport.TCP,
                    true,
                    (camera, faults, later) -> {
                        faults.reportJitter(Duration.ofMillis(12));
                        faults.lyingReports(0.05, Duration.ofMillis(1700));
                        faults.clockDrift(50 * (camera % 3 - 1));
                        faults.networkDelay(Duration.ofMillis(300));
                    }));

    /** @param args the file to write */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> rows = new ArrayList<>();
        rows.add(
                "date,machine,command,scenario,windows,by,share,p50_ms,p99_ms,max_ms,arrival_p50_ms,arrival_p99_ms,gain_p99");
        String machine = Runtime.getRuntime().availableProcessors() + " processors, Java "
                + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
        String place = Instant.now() + ",\"" + machine + "\",ClockChaosBenchmark: 4 cameras of 10 pictures/s for "
                + SECONDS + " s each,";
        for (int first = 0; first < SCENARIOS.size(); first += AT_ONCE) {
            List<Scenario> some = SCENARIOS.subList(first, Math.min(SCENARIOS.size(), first + AT_ONCE));
            Map<Scenario, List<List<Sample>>> seen = new HashMap<>();
            List<Thread> threads = new ArrayList<>();
            for (Scenario scenario : some) {
                List<List<Sample>> samples = new ArrayList<>();
                seen.put(scenario, samples);
                for (int camera = 0; camera < CAMERAS; camera++) {
                    samples.add(Collections.synchronizedList(new ArrayList<>()));
                }
                Thread thread = new Thread(() -> watch(scenario, samples), scenario.name());
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            for (Scenario scenario : some) {
                rows.addAll(rows(place, scenario, seen.getOrDefault(scenario, List.of())));
            }
        }
        rows.forEach(row -> System.out.println(row.substring(Math.max(0, row.indexOf("each,")))));
        Files.write(Path.of(args[0]), rows);
    }

    private static void watch(Scenario scenario, List<List<Sample>> samples) {
        List<AutoCloseable> open = new ArrayList<>();
        List<VirtualCamera> cameras = new ArrayList<>();
        try {
            for (int i = 0; i < CAMERAS; i++) {
                SenderReports reports = scenario.reports()
                        ? new SenderReports(Duration.ofMillis(500 + 400L * i), Duration.ofSeconds(5))
                        : SenderReports.none();
                VirtualCamera camera = new VirtualCamera(
                        VirtualCameraConfig.of("camera" + i).withSenderReports(reports),
                        BarcodeScene.silent(),
                        Clocks.system(),
                        new SplittableRandom(100L + i));
                camera.faults().networkDelay(HOME);
                scenario.trouble().befall(i, camera.faults(), false);
                camera.start();
                cameras.add(camera);
                List<Sample> own = samples.get(i);
                StreamReader reader = Streams.reader(
                        i,
                        StreamConfig.of(camera.url(), Streams.VIDEO, with(scenario.transport())),
                        new Sink(own),
                        (stream, state, reason) -> System.out.println(
                                scenario.name() + ": " + stream.index() + " " + state + " " + reason));
                reader.start();
                open.add(reader);
                open.add(camera);
                Thread.sleep(37);
            }
            Thread.sleep(SECONDS * 500);
            for (int i = 0; i < CAMERAS; i++) {
                scenario.trouble().befall(i, cameras.get(i).faults(), true);
            }
            Thread.sleep(SECONDS * 500);
            for (AutoCloseable each : open) {
                each.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(scenario.name(), e);
        }
    }

    private static CaptureConfig with(RtspTransport transport) {
        CaptureConfig usual = CaptureConfig.defaults();
        return new CaptureConfig(
                transport,
                usual.connectTimeout(),
                usual.readTimeout(),
                usual.retryInterval(),
                usual.clockMaxOffset(),
                usual.hardwareDecoding(),
                usual.pictureLimit());
    }

    /** Leaves out what a decoder made up of earlier pictures where one was lost: it shows an old time. */
    private static final class Sink implements FrameSink {
        private final List<Sample> samples;
        private long newest;

        Sink(List<Sample> samples) {
            this.samples = samples;
        }

        @Override
        public boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
            OptionalLong shown = BarcodeScene.read(picture);
            if (shown.isPresent() && shown.getAsLong() > newest) {
                newest = shown.getAsLong();
                samples.add(new Sample(time.captureUtcNanos(), time.arrivalUtcNanos(), newest, time.source()));
            }
            return true;
        }

        @Override
        public boolean offerSound(StreamId stream, FrameTime time, ShortBuffer sound) {
            return true;
        }
    }

    /** Windows by sender's clocks, and those in which any picture has its arrival. */
    private static List<String> rows(String place, Scenario scenario, List<List<Sample>> cameras) {
        long begin = cameras.stream()
                        .mapToLong(camera -> camera.get(0).shown())
                        .max()
                        .orElseThrow()
                + SETTLING * SECOND;
        long end = cameras.stream()
                .mapToLong(camera -> camera.get(camera.size() - 1).shown())
                .min()
                .orElseThrow();
        List<Double> bySender = new ArrayList<>();
        List<Double> byArrival = new ArrayList<>();
        List<Double> naive = new ArrayList<>();
        for (long slot = begin; slot < end; slot += SLOT) {
            List<Sample> window = new ArrayList<>();
            for (List<Sample> camera : cameras) {
                nearest(camera, slot, window);
            }
            if (window.size() == CAMERAS) {
                boolean told = window.stream().allMatch(sample -> sample.source() == ClockSource.SENDER_REPORT);
                (told ? bySender : byArrival)
                        .add(spread(window.stream()
                                .mapToLong(s -> s.claimed() - s.shown())
                                .toArray()));
                naive.add(spread(
                        window.stream().mapToLong(s -> s.arrived() - s.shown()).toArray()));
            }
        }
        List<String> rows = new ArrayList<>();
        int all = naive.size();
        add(rows, place, scenario, all, "sender reports", bySender, naive);
        add(rows, place, scenario, all, "arrival", byArrival, naive);
        return rows;
    }

    private static void nearest(List<Sample> camera, long instant, List<Sample> window) {
        camera.stream()
                .filter(sample -> Math.abs(sample.shown() - instant) <= SLOT / 2)
                .min((a, b) -> Long.compare(Math.abs(a.shown() - instant), Math.abs(b.shown() - instant)))
                .ifPresent(window::add);
    }

    /** Milliseconds. */
    private static double spread(long[] errors) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (long error : errors) {
            least = Math.min(least, error);
            most = Math.max(most, error);
        }
        return (most - least) / 1e6;
    }

    private static void add(
            List<String> rows,
            String place,
            Scenario scenario,
            int all,
            String by,
            List<Double> ours,
            List<Double> naive) {
        if (!ours.isEmpty()) {
            rows.add(place
                    + String.format(
                            Locale.ROOT,
                            "\"%s\",%d,%s,%.3f,%.2f,%.2f,%.2f,%.2f,%.2f,%.1f",
                            scenario.name(),
                            all,
                            by,
                            ours.size() / (double) all,
                            quantile(ours, 0.5),
                            quantile(ours, 0.99),
                            quantile(ours, 1),
                            quantile(naive, 0.5),
                            quantile(naive, 0.99),
                            quantile(naive, 0.99) / quantile(ours, 0.99)));
        }
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }
}
