package io.roomwise.benchmarks;

import io.roomwise.mqtt.ActionPublisher;
import io.roomwise.mqtt.MqttStats;
import io.roomwise.servers.SmallHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recognition and publishing in a process of its own: thread {@code inference} does the same arithmetic for each window and then
 * tells what it found, as the recognizer does. Reads phases from standard input, prints what it measured in the end.
 */
final class PublishingLoad {
    static final int ROOMS = 4;
    static final long WINDOW_NANOS = 400_000_000L / ROOMS;

    private static final int KEEPALIVE_SECONDS = 30;
    /** Side of the matrices of a window's work: some 20 ms. */
    private static final int SIDE = 256;

    /** Of nearly an hour. */
    private static final int MOST_WINDOWS = 32_768;

    private static final int WARM_UP_WINDOWS = 100;
    private static final int WINDOWS_PER_SAMPLE = 20;
    private static final double NANOS_PER_HOUR = 3600e9;

    private final SmallHome home = new SmallHome(ROOMS);
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final float[] left = new float[SIDE * SIDE];
    private final float[] right = new float[SIDE * SIDE];
    private final float[] product = new float[SIDE * SIDE];
    private final ActionPublisher publisher;
    /** What is measured takes no more room as time goes by, or it would look like a leak. */
    private final Phase[] phases = new Phase[MOST_WINDOWS];

    private final long[][] windows = new long[MOST_WINDOWS][3];
    private final double[][] samples = new double[MOST_WINDOWS / WINDOWS_PER_SAMPLE][7];
    private int sampled;
    private volatile Phase phase = Phase.WARM_UP;
    private int events;

    enum Phase {
        WARM_UP,
        QUIET,
        CHAOS,
        /** No more events. */
        DRAIN,
        END
    }

    private PublishingLoad(int brokerPort) {
        publisher = home.publisher(SmallHome.config(brokerPort, KEEPALIVE_SECONDS), Optional.empty());
        for (int i = 0; i < left.length; i++) {
            left[i] = i % 7;
            right[i] = i % 11;
        }
    }

    /** @param args port of the broker */
    public static void main(String[] args) throws IOException, InterruptedException {
        var load = new PublishingLoad(Integer.parseInt(args[0]));
        var inference = new Thread(load::recognize, "inference");
        load.home.awaken(load.publisher);
        load.publisher.start();
        inference.start();
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null && load.phase != Phase.END; line = input.readLine()) {
            load.phase = Phase.valueOf(line);
            if (load.phase == Phase.END) {
                break;
            }
        }
        load.phase = Phase.END;
        inference.join();
        load.print();
        load.publisher.close();
    }

    private void recognize() {
        long start = System.nanoTime();
        for (int window = 0; phase != Phase.END; window++) {
            long due = start + window * WINDOW_NANOS;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            measure(window, window < WARM_UP_WINDOWS ? Phase.WARM_UP : phase);
            if (window % WINDOWS_PER_SAMPLE == 0 && phase == Phase.QUIET) {
                sample(System.nanoTime() - start);
            }
        }
    }

    private void measure(int window, Phase during) {
        int room = window % ROOMS;
        long cpu = threads.getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        multiply();
        long called = System.nanoTime();
        publisher.onRoomState(home.state(room));
        if (during == Phase.QUIET || during == Phase.CHAOS) {
            publisher.onAction(home.event(room, events++));
        }
        long end = System.nanoTime();
        if (during == Phase.QUIET || during == Phase.CHAOS) {
            long[] figures = windows[events - 1];
            figures[0] = end - begin;
            figures[1] = end - called;
            figures[2] = threads.getCurrentThreadCpuTime() - cpu;
            phases[events - 1] = during;
        }
    }

    private void multiply() {
        Arrays.fill(product, 0);
        for (int i = 0; i < SIDE; i++) {
            for (int k = 0; k < SIDE; k++) {
                float factor = left[i * SIDE + k];
                for (int j = 0; j < SIDE; j++) {
                    product[i * SIDE + j] += factor * right[k * SIDE + j];
                }
            }
        }
    }

    /** While there is a connection, and between two windows, so that no window waits for the garbage collector because of us. */
    private void sample(long sinceStart) {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        double[] sample = samples[sampled++];
        sample[0] = sinceStart / NANOS_PER_HOUR;
        sample[1] = heap / 1024.0;
        sample[2] = ProcessStatus.residentKib();
        sample[3] = ProcessStatus.codeKib();
        sample[4] = sample[2] - sample[3];
        sample[5] = ProcessStatus.threads();
        sample[6] = ProcessStatus.openFiles();
    }

    private void print() {
        for (int i = 0; i < events; i++) {
            System.out.println("window " + phases[i] + " "
                    + joined(Arrays.stream(windows[i]).boxed()));
        }
        for (int i = 0; i < sampled; i++) {
            System.out.println("sample " + joined(Arrays.stream(samples[i]).boxed()));
        }
        MqttStats stats = publisher.stats();
        System.out.println("count offered " + events);
        System.out.println("count published " + stats.published());
        System.out.println("count acknowledged " + stats.acknowledged());
        System.out.println("count dropped_full " + stats.droppedFull());
        System.out.println("count dropped_expired " + stats.droppedExpired());
        System.out.println("count dropped_unknown " + stats.droppedUnknown());
        System.out.println("count queued " + stats.queued());
        System.out.println("count reconnects " + stats.reconnects());
        System.out.println("work " + product[SIDE + 1]);
        System.out.flush();
    }

    private static String joined(Stream<? extends Number> numbers) {
        return numbers.map(Number::toString).collect(Collectors.joining(" "));
    }
}
