package io.roomwise.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roomwise.agent.process.Machine;
import io.roomwise.mqtt.ActionPublisher;
import io.roomwise.servers.Mosquitto;
import io.roomwise.servers.SmallHome;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * From {@code onAction} to a subscriber on this machine: our publisher, which renders, queues and keeps each event until it is
 * acknowledged, beside a loop that gives one finished payload to Paho's asynchronous client again and again. Same Mosquitto,
 * subscriber, size and QoS 1; subjects take turns in changing order, and the ratio is taken within a turn.
 *
 * <pre>
 *  mvn -B -ntp -DskipTests package
 *  java -cp "agent/target/roomwise/lib/*:target/system-tests/test-classes" io.roomwise.benchmarks.PublishBenchmark \
 *      7 src/test/results/publish.csv
 * </pre>
 */
public final class PublishBenchmark {
    private static final String OURS = "ActionPublisher";
    private static final String BARE = "MqttAsyncClient";
    private static final String BARE_TOPIC = "bare/home/room0/event";
    /** Of our own, which would give up its oldest events beyond 256. */
    private static final int MOST_UNDER_WAY = 100;

    private static final int FLOOD_EVENTS = 10_000;
    private static final int PACED_EVENTS = 1_000;
    private static final long PACE_NANOS = 5_000_000L;

    private final Semaphore underWay = new Semaphore(MOST_UNDER_WAY);
    private final long[] sentNanos = new long[FLOOD_EVENTS];
    private final long[] tookNanos = new long[FLOOD_EVENTS];
    private final AtomicInteger heard = new AtomicInteger();
    private final List<String> rows = new ArrayList<>();

    private interface Subject {
        void publish(int number) throws MqttException;
    }

    /** Events a second, and microseconds from the call to the subscriber. */
    private record Figures(double perSecond, double p50, double p99) {
        Figures dividedBy(Figures other) {
            return new Figures(perSecond / other.perSecond, p50 / other.p50, p99 / other.p99);
        }
    }

    /** @param args how many turns, the file to write */
    public static void main(String[] args) throws Exception {
        PublishBenchmark benchmark = new PublishBenchmark();
        benchmark.rows.add(
                "date,machine,command,payload_bytes,mode,subject,turn,load_average,per_second,p50_us,p99_us");
        try (Mosquitto broker = new Mosquitto(Files.createTempDirectory("publish"), false)) {
            broker.start();
            benchmark.compare(broker.port(), Integer.parseInt(args[0]));
        }
        Files.write(Path.of(args[1]), benchmark.rows);
    }

    private void compare(int port, int turns) throws Exception {
        SmallHome home = new SmallHome(1);
        byte[] payload = ActionPublisher.payload(home.event(0, 0), new SplittableRandom(1))
                .getBytes(UTF_8);
        try (ActionPublisher publisher = home.publisher(SmallHome.config(port, 30), Optional.empty());
                MqttAsyncClient bare = connected(port);
                MqttAsyncClient subscriber = connected(port)) {
            publisher.start();
            while (!publisher.stats().connected() || publisher.stats().queued() > 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            subscriber
                    .subscribe(new String[] {"roomwise/home/+/event", BARE_TOPIC}, new int[] {1, 1})
                    .waitForCompletion();
            subscriber.setCallback(new Arrival(this::arrived));
            Map<String, Subject> subjects = new LinkedHashMap<>();
            subjects.put(OURS, number -> publisher.onAction(home.event(0, number)));
            subjects.put(BARE, number -> bare.publish(BARE_TOPIC, payload, 1, false));
            String place = String.join(
                    ",",
                    Instant.now().toString(),
                    '"' + new Machine().description() + "; Java " + System.getProperty("java.version") + "; "
                            + Mosquitto.version() + '"',
                    "PublishBenchmark " + turns,
                    "" + payload.length);
            takeTurns(place + ",flood of at most " + MOST_UNDER_WAY + " under way", subjects, turns, FLOOD_EVENTS, 0);
            takeTurns(place + ",200 a second", subjects, turns, PACED_EVENTS, PACE_NANOS);
            if (publisher.stats().dropped() > 0) {
                throw new IllegalStateException("events were dropped: " + publisher.stats());
            }
            subscriber.disconnectForcibly(0, 100);
            bare.disconnectForcibly(0, 100);
        }
    }

    private static MqttAsyncClient connected(int port) throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient(
                "tcp://" + Mosquitto.HOST + ":" + port, MqttAsyncClient.generateClientId(), new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMaxInflight(1000);
        client.connect(options).waitForCompletion();
        return client;
    }

    private void arrived() {
        int number = heard.get();
        tookNanos[number] = System.nanoTime() - sentNanos[number];
        underWay.release();
        heard.set(number + 1);
    }

    /** Turn 0 warms up and is not reported. */
    private void takeTurns(String place, Map<String, Subject> subjects, int turns, int events, long paceNanos)
            throws Exception {
        List<Figures> ratios = new ArrayList<>();
        for (int turn = 0; turn <= turns; turn++) {
            Map<String, Figures> figures = new LinkedHashMap<>();
            for (String name : turn % 2 == 0 ? List.of(OURS, BARE) : List.of(BARE, OURS)) {
                Subject subject = subjects.get(name);
                if (subject != null) {
                    figures.put(name, measure(subject, events, paceNanos));
                }
            }
            if (turn > 0) {
                int reported = turn;
                figures.forEach((name, is) -> note(place, name, "" + reported, is));
                Figures ours = figures.get(OURS);
                Figures bare = figures.get(BARE);
                if (ours != null && bare != null) {
                    ratios.add(ours.dividedBy(bare));
                }
            }
        }
        Figures middle = new Figures(
                median(ratios.stream().mapToDouble(Figures::perSecond).toArray()),
                median(ratios.stream().mapToDouble(Figures::p50).toArray()),
                median(ratios.stream().mapToDouble(Figures::p99).toArray()));
        note(place, OURS + " : " + BARE, "median", middle);
    }

    private Figures measure(Subject subject, int events, long paceNanos) throws Exception {
        heard.set(0);
        long start = System.nanoTime();
        for (int number = 0; number < events; number++) {
            for (long left = paceNanos * number - (System.nanoTime() - start);
                    left > 0;
                    left = paceNanos * number - (System.nanoTime() - start)) {
                LockSupport.parkNanos(left);
            }
            underWay.acquire();
            sentNanos[number] = System.nanoTime();
            subject.publish(number);
        }
        while (heard.get() < events) {
            LockSupport.parkNanos(100_000);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long[] sorted = Arrays.copyOf(tookNanos, events);
        Arrays.sort(sorted);
        return new Figures(
                events / seconds,
                sorted[(int) Math.ceil(0.5 * events) - 1] / 1e3,
                sorted[(int) Math.ceil(0.99 * events) - 1] / 1e3);
    }

    private void note(String place, String subject, String turn, Figures figures) {
        String row = String.join(
                ",",
                place,
                subject,
                turn,
                number(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()),
                number(figures.perSecond),
                number(figures.p50),
                number(figures.p99));
        rows.add(row);
        System.out.println(row);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
