package io.roomwise.sync;

import com.lmax.disruptor.EventHandler;
import com.sun.management.OperatingSystemMXBean;
import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameSink;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From many capture threads to thread sync: our ring beside {@code ArrayBlockingQueue} with the same preallocated slots, the same
 * copies and the same consumer, of eight streams, at their live rate and as fast as can be. Both take turns in changing order.
 *
 * <pre>
 *  mvn -B -ntp -DskipTests package
 *  java -XX:+UseSerialGC -cp "agent/target/roomwise/lib/*:sync/target/test-classes" io.roomwise.sync.RingBenchmark \
 *      5 src/test/results/ring.csv
 * </pre>
 */
public final class RingBenchmark {
    private static final int STREAMS = 8;
    private static final int SLOTS = 64;
    private static final int WAKE_MILLIS = 20;
    private static final long SECONDS = 4;
    /** What a producer waits for when there was no room: without it eight of them would take the consumer's core. */
    private static final long REFUSED_NANOS = 100_000;

    private static final SyncConfig CONFIG = SyncConfig.defaults(2.5, true);

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final List<StreamId> streams = IntStream.range(0, STREAMS)
            .mapToObj(i -> new StreamId(i, new RoomId("home", "room"), "camera" + i))
            .toList();
    private final List<String> rows = new ArrayList<>();

    private RingBenchmark() {}

    private enum Load {
        /** 10 pictures and 50 pieces of sound a second from each stream. */
        LIVE,
        FLOOD_OF_SOUND,
        FLOOD_OF_PICTURES
    }

    private interface Handoff extends FrameSink, AutoCloseable {
        @Override
        void close();
    }

    /** @param cpuMicros of all threads, for each frame that came through */
    private record Result(double perSecond, double p50Micros, double p99Micros, double cpuMicros, double refused) {}

    /** @param args turns, and the file to write */
    public static void main(String[] args) throws Exception {
        RingBenchmark benchmark = new RingBenchmark();
        benchmark.measure(Integer.parseInt(args[0]));
        Files.write(Path.of(args[1]), benchmark.rows);
    }

    private void measure(int turns) throws Exception {
        rows.add("date,machine,command,load,subject,turn,per_second,p50_us,p99_us,cpu_us_each,refused_share");
        String place = Instant.now() + ",\"" + system.getAvailableProcessors() + " x " + processor() + ", Java "
                + System.getProperty("java.version") + "\",RingBenchmark: 8 streams of 640x360 RGB and 20 ms of sound; "
                + SLOTS + " slots";
        for (Load load : Load.values()) {
            Map<String, List<Result>> results = new HashMap<>();
            for (int turn = -1; turn < turns; turn++) {
                boolean oursFirst = turn % 2 == 0;
                for (boolean ours : new boolean[] {oursFirst, !oursFirst}) {
                    String name = ours ? "FrameRing" : "ArrayBlockingQueue";
                    Result result = run(load, ours);
                    if (turn >= 0) {
                        note(place, load, name, turn, result);
                        results.computeIfAbsent(name, key -> new ArrayList<>()).add(result);
                    }
                }
            }
            ratios(
                    place,
                    load,
                    results.getOrDefault("FrameRing", List.of()),
                    results.getOrDefault("ArrayBlockingQueue", List.of()));
        }
    }

    private static String processor() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    private void note(String place, Load load, String name, int turn, Result result) {
        add(
                place,
                load,
                name,
                "" + turn,
                result.perSecond(),
                result.p50Micros(),
                result.p99Micros(),
                result.cpuMicros(),
                result.refused());
    }

    /** Medians of the ratios of each turn. */
    private void ratios(String place, Load load, List<Result> ours, List<Result> theirs) {
        add(
                place,
                load,
                "FrameRing : ArrayBlockingQueue",
                "median",
                median(ours, theirs, Result::perSecond),
                median(ours, theirs, Result::p50Micros),
                median(ours, theirs, Result::p99Micros),
                median(ours, theirs, Result::cpuMicros),
                Double.NaN);
    }

    private static double median(List<Result> ours, List<Result> theirs, ToDoubleFunction<Result> figure) {
        double[] ratios = IntStream.range(0, ours.size())
                .mapToDouble(i -> figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i)))
                .sorted()
                .toArray();
        return ratios[ratios.length / 2];
    }

    private void add(String place, Load load, String name, String turn, double... figures) {
        String row = String.join(",", place, load.name().toLowerCase(Locale.ROOT), name, turn) + ","
                + String.join(
                        ",",
                        Arrays.stream(figures)
                                .mapToObj(figure -> String.format(Locale.ROOT, "%.4g", figure))
                                .toList());
        rows.add(row);
        System.out.println(row.substring(place.length() + 1));
    }

    private Result run(Load load, boolean ours) throws InterruptedException {
        Consumer consumer = new Consumer(load == Load.LIVE ? 1 : 16);
        AtomicLong offered = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        long start = System.nanoTime();
        long end = start + SECONDS * 1_000_000_000L;
        long cpu = -system.getProcessCpuTime();
        try (Handoff handoff = ours ? new OurRing(streams, consumer) : new SlotQueue(consumer)) {
            List<Thread> producers = streams.stream()
                    .map(stream -> new Thread(() -> produce(load, stream, handoff, end, offered, refused)))
                    .toList();
            producers.forEach(Thread::start);
            for (Thread producer : producers) {
                producer.join();
            }
        }
        cpu += system.getProcessCpuTime();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Result(
                consumer.handled / seconds,
                consumer.micros(0.5),
                consumer.micros(0.99),
                cpu / 1e3 / consumer.handled,
                refused.get() / (double) offered.get());
    }

    private static void produce(
            Load load, StreamId stream, FrameSink sink, long end, AtomicLong offered, AtomicLong refused) {
        Picture picture = new Picture(640, 360, ByteBuffer.allocateDirect(640 * 360 * 3));
        ShortBuffer sound = ShortBuffer.allocate(320);
        long tries = 0;
        long failures = 0;
        long due = System.nanoTime() + stream.index() * 2_345_678L;
        for (long i = 0; System.nanoTime() < end; i++) {
            if (load == Load.LIVE) {
                due += 20_000_000L;
                LockSupport.parkNanos(due - System.nanoTime());
            }
            boolean taken = true;
            if (load != Load.FLOOD_OF_PICTURES) {
                taken = sink.offerSound(stream, now(), sound.clear());
                tries++;
                failures += taken ? 0 : 1;
            }
            if (load == Load.FLOOD_OF_PICTURES || (load == Load.LIVE && i % 5 == 0)) {
                taken = sink.offerPicture(stream, now(), picture);
                tries++;
                failures += taken ? 0 : 1;
            }
            if (!taken) {
                LockSupport.parkNanos(REFUSED_NANOS);
            }
        }
        offered.addAndGet(tries);
        refused.addAndGet(failures);
    }

    private static FrameTime now() {
        return new FrameTime(0, 0, ClockSource.ARRIVAL, System.nanoTime());
    }

    /** What both do with a frame: note how long it took, take the picture out and leave a buffer in its place. */
    private static final class Consumer implements EventHandler<FrameSlot> {
        private static final int MOST = 1 << 22;

        private final int every;
        private final long[] latencies = new long[MOST];
        private PictureBuffer spare = new PictureBuffer(CONFIG.maxWidth(), CONFIG.maxHeight());
        private int noted;
        private long handled;

        Consumer(int every) {
            this.every = every;
        }

        @Override
        public void onEvent(FrameSlot frame, long sequence, boolean endOfBatch) {
            if (handled++ % every == 0 && noted < MOST) {
                latencies[noted++] = System.nanoTime() - frame.time().arrivalUtcNanos();
            }
            if (frame.content() == FrameSlot.Content.PICTURE) {
                spare = frame.swapPicture(spare);
            }
        }

        /** After the last event. */
        double micros(double share) {
            Arrays.sort(latencies, 0, noted);
            return latencies[(int) Math.min(noted - 1L, (long) (share * noted))] / 1e3;
        }
    }

    private static final class OurRing implements Handoff {
        private final FrameRing ring;

        OurRing(List<StreamId> streams, Consumer consumer) {
            RoomLayout layout = new RoomLayout(new RoomId("home", "room"), streams, streams);
            ring = new FrameRing(
                    CONFIG,
                    new Routes(List.of(layout), true),
                    Stream.generate(StreamCounters::new).limit(STREAMS).toList(),
                    consumer,
                    Scenes.DAEMONS,
                    fatal -> {});
            ring.start();
        }

        @Override
        public boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
            return ring.offerPicture(stream, time, picture);
        }

        @Override
        public boolean offerSound(StreamId stream, FrameTime time, ShortBuffer samples) {
            return ring.offerSound(stream, time, samples);
        }

        @Override
        public void close() {
            ring.close();
        }
    }

    /** The same slots, which go round through two queues: one of empty and one of full ones. */
    private static final class SlotQueue implements Handoff {
        private final ArrayBlockingQueue<FrameSlot> empty = new ArrayBlockingQueue<>(SLOTS);
        private final ArrayBlockingQueue<FrameSlot> full = new ArrayBlockingQueue<>(SLOTS);
        private final Consumer consumer;
        private final Thread thread;
        private volatile boolean closed;

        SlotQueue(Consumer consumer) {
            this.consumer = consumer;
            Stream.generate(() -> new FrameSlot(CONFIG.maxWidth(), CONFIG.maxHeight()))
                    .limit(SLOTS)
                    .forEach(empty::add);
            thread = new Thread(this::consume);
            thread.start();
        }

        private void consume() {
            try {
                while (!closed) {
                    FrameSlot slot = full.poll(WAKE_MILLIS, TimeUnit.MILLISECONDS);
                    if (slot != null) {
                        consumer.onEvent(slot, 0, full.isEmpty());
                        empty.add(slot);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
            FrameSlot slot = empty.poll();
            if (slot == null) {
                return false;
            }
            slot.fill(stream.index(), time, picture);
            return full.offer(slot);
        }

        @Override
        public boolean offerSound(StreamId stream, FrameTime time, ShortBuffer samples) {
            FrameSlot slot = empty.poll();
            if (slot == null) {
                return false;
            }
            slot.fill(stream.index(), time, samples);
            return full.offer(slot);
        }

        @Override
        public void close() {
            closed = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
