package io.roomwise.benchmarks;

import io.roomwise.capture.CaptureConfig;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.MediaRole;
import io.roomwise.capture.RetryInterval;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamConfig;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamReader;
import io.roomwise.capture.StreamUrl;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.SyncConfig;
import io.roomwise.sync.Synchronizer;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;

/**
 * The live pipeline from cameras to windows in a process of its own, which prints what it holds: a line for each sample, first how far
 * it has come, then the {@link #METRICS}.
 */
final class SoakedStreams {
    /** In KiB, bytes and pieces; after a garbage collection. */
    static final List<String> METRICS = List.of(
            "resident_kib",
            "code_kib",
            "resident_without_code_kib",
            "direct_buffer_bytes",
            "javacpp_bytes",
            "javacpp_physical_bytes",
            "threads",
            "files");

    private static final RoomId ROOM = new RoomId("home", "room");
    private static final double NANOS_PER_HOUR = 3600e9;
    private static final int POLL_MILLIS = 20;

    private SoakedStreams() {}

    /** @param args {@code reconnects} or {@code hours}, how many of each, samples, addresses of the cameras */
    public static void main(String[] args) throws InterruptedException {
        boolean reconnecting = args[0].equals("reconnects");
        double end = Double.parseDouble(args[1]);
        int samples = Integer.parseInt(args[2]);
        List<String> urls = List.of(args).subList(3, args.length);
        List<StreamId> streams = IntStream.range(0, urls.size())
                .mapToObj(i -> new StreamId(i, ROOM, "camera" + i))
                .toList();
        Synchronizer windows = new Synchronizer(
                SyncConfig.defaults(2.5, true),
                List.of(new RoomLayout(ROOM, streams, streams)),
                window -> {},
                Thread::new,
                Clocks.system(),
                fatal -> Runtime.getRuntime().halt(1));
        windows.start();
        List<StreamReader> readers = streams.stream()
                .map(stream -> reader(stream, urls.get(stream.index()), windows, reconnecting))
                .toList();
        readers.forEach(StreamReader::start);
        long start = System.nanoTime();
        for (int sample = 0; sample <= samples; sample++) {
            double due = end * sample / samples;
            double reached = progress(readers, reconnecting, start);
            while (reached < due) {
                Thread.sleep(POLL_MILLIS);
                reached = progress(readers, reconnecting, start);
            }
            print(reached);
        }
        readers.forEach(StreamReader::close);
        windows.close();
        System.err.println(windows.stats().rooms());
    }

    private static StreamReader reader(StreamId id, String url, Synchronizer windows, boolean reconnecting) {
        CaptureConfig usual = CaptureConfig.defaults();
        // as usual, only a thousand times as fast
        RetryInterval soon =
                new RetryInterval(Duration.ofMillis(1), Duration.ofMillis(60), 0.2, Duration.ofSeconds(60));
        CaptureConfig capture = reconnecting
                ? new CaptureConfig(
                        usual.rtspTransport(),
                        Duration.ofMillis(100),
                        Duration.ofMillis(100),
                        soon,
                        usual.clockMaxOffset(),
                        usual.hardwareDecoding(),
                        usual.pictureLimit())
                : usual;
        return new StreamReader(
                id,
                StreamConfig.of(new StreamUrl(url), Set.of(MediaRole.VIDEO, MediaRole.AUDIO), capture),
                windows,
                (stream, state, reason) -> {},
                Clocks.system(),
                new SplittableRandom(id.index()));
    }

    /** Reconnects of the stream that has fewest, or hours. */
    private static double progress(List<StreamReader> readers, boolean reconnecting, long start) {
        return reconnecting
                ? readers.stream()
                        .mapToLong(reader -> reader.stats().reconnects())
                        .min()
                        .orElse(0)
                : (System.nanoTime() - start) / NANOS_PER_HOUR;
    }

    private static void print(double reached) {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        long resident = ProcessStatus.residentKib();
        long code = ProcessStatus.codeKib();
        System.out.println(String.join(
                " ",
                "" + reached,
                "" + resident,
                "" + code,
                "" + (resident - code),
                "" + direct,
                "" + Pointer.totalBytes(),
                "" + Pointer.physicalBytes(),
                "" + ProcessStatus.threads(),
                "" + ProcessStatus.openFiles()));
        System.out.flush();
    }
}
