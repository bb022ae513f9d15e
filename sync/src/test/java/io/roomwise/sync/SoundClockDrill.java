package io.roomwise.sync;

import io.roomwise.capture.CaptureConfig;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.FrameSink;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.MediaRole;
import io.roomwise.capture.Picture;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamConfig;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamReader;
import io.roomwise.capture.virtual.SenderReports;
import io.roomwise.capture.virtual.SoundCodec;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.io.IOException;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Four virtual cameras in one room, over RTSP on loopback, each of which holds pictures and sound back for a different time
 * before the network delays them by up to 100 ms. What they deliver goes to two synchronizers at once, with and without the
 * sound's clock. Pictures show when they were taken, so how far apart the pictures of a window are said to be and really are
 * is known.
 */
final class SoundClockDrill {
    private static final long SECONDS = 120;
    /** In which streams are opened, five sounds are heard and the slowest camera is moved. */
    private static final double SETTLING = 60;

    private static final long[] HELD_BACK_MILLIS = {0, 60, 180, 350};
    private static final Duration NETWORK = Duration.ofMillis(100);
    private static final double[][] CORNERS = {{0, 0}, {4, 0}, {0, 4}, {4, 4}};
    private static final int LENGTH = 1 << 20;

    private final String name;
    private final SoundCodec codec;
    private final int withReports;
    private final RoomId room = new RoomId("home", "living");
    private final List<StreamId> ids = IntStream.range(0, HELD_BACK_MILLIS.length)
            .mapToObj(index -> new StreamId(index, room, "camera" + index))
            .toList();
    private final List<Window> plain = Collections.synchronizedList(new ArrayList<>());
    private final List<Window> moved = Collections.synchronizedList(new ArrayList<>());
    private final List<AutoCloseable> open = new ArrayList<>();

    /** @param measures milliseconds */
    record Result(String name, Map<String, Double> measures) {}

    /**
     * One window with all views.
     *
     * @param errorMillis spread of claimed minus true capture times
     * @param skewMillis spread of the true ones
     */
    private record Window(long slotUtcNanos, double errorMillis, double skewMillis, double declaredMillis) {}

    private SoundClockDrill(String name, SoundCodec codec, int withReports) {
        this.name = name;
        this.codec = codec;
        this.withReports = withReports;
    }

    /** All at the same time. */
    static List<Result> run() throws IOException, InterruptedException {
        List<SoundClockDrill> drills = List.of(
                new SoundClockDrill("no sender reports; mu-law", SoundCodec.PCMU, 0),
                new SoundClockDrill("no sender reports; AAC", SoundCodec.AAC, 0),
                new SoundClockDrill("two of four send reports; mu-law", SoundCodec.PCMU, 2),
                new SoundClockDrill("two of four send reports; AAC", SoundCodec.AAC, 2));
        for (SoundClockDrill drill : drills) {
            drill.start();
        }
        Thread.sleep(SECONDS * 1_000);
        List<Result> results = new ArrayList<>();
        for (SoundClockDrill drill : drills) {
            results.add(drill.end());
        }
        return results;
    }

    private void start() throws IOException {
        var random = new SplittableRandom(5);
        RoomSound sound = new RoomSound(LENGTH, CORNERS, 0.4, 5)
                .add(RoomSound.speech(LENGTH, random), 1, 2.5)
                .add(RoomSound.speech(LENGTH, random), 3, 1)
                .add(RoomSound.claps(LENGTH, random), 2, 3);
        Synchronizer without = synchronizer(false, plain);
        Synchronizer with = synchronizer(true, moved);
        long begin = Clocks.system().utcNanos().getAsLong();
        for (StreamId id : ids) {
            int index = id.index();
            // Those with reports hold nothing back but tell their time as it is: reports are of the moment of sending.
            long heldBack = index < withReports ? 0 : HELD_BACK_MILLIS[index] * 1_000_000;
            SenderReports reports = index < withReports ? SenderReports.defaults() : SenderReports.none();
            VirtualCamera camera = new VirtualCamera(
                    VirtualCameraConfig.of(id.sensor()).withSoundCodec(codec).withSenderReports(reports),
                    new ClockRoom(sound.heard(index, 20, 1_000), begin, heldBack),
                    Clocks.system(),
                    random.split());
            camera.faults().networkDelay(NETWORK);
            camera.start();
            StreamReader reader = new StreamReader(
                    id,
                    StreamConfig.of(camera.url(), Set.of(MediaRole.VIDEO, MediaRole.AUDIO), CaptureConfig.defaults()),
                    new Both(without, with),
                    (stream, state, reason) -> {},
                    Clocks.system(),
                    random.split());
            reader.start();
            open.add(0, camera);
            open.add(0, reader);
        }
    }

    private Synchronizer synchronizer(boolean soundClock, List<Window> windows) {
        Synchronizer made = new Synchronizer(
                new SyncConfig(2.5, false, 60, 950, 128, 128, soundClock),
                List.of(new RoomLayout(room, ids, ids)),
                window -> look(window, windows),
                Scenes.DAEMONS,
                Clocks.system(),
                failure -> windows.clear());
        made.start();
        open.add(made);
        return made;
    }

    private record Both(FrameSink first, FrameSink second) implements FrameSink {
        @Override
        public boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
            boolean taken = first.offerPicture(stream, time, picture);
            return second.offerPicture(stream, time, picture) && taken;
        }

        @Override
        public boolean offerSound(StreamId stream, FrameTime time, ShortBuffer samples) {
            boolean taken = first.offerSound(stream, time, samples.duplicate());
            return second.offerSound(stream, time, samples.duplicate()) && taken;
        }
    }

    private static void look(RoomWindow window, List<Window> windows) {
        int views = window.layout().views().size();
        long[] shown = new long[views];
        long[] errors = new long[views];
        for (int view = 0; view < views; view++) {
            OptionalLong time = window.present(view) ? ClockRoom.read(window.picture(view)) : OptionalLong.empty();
            if (time.isEmpty()) {
                return;
            }
            shown[view] = time.getAsLong();
            errors[view] = window.time(view).captureUtcNanos() - shown[view];
        }
        windows.add(new Window(window.slotUtcNanos(), spread(errors), spread(shown), window.errorMillis()));
    }

    /** Milliseconds. */
    private static double spread(long[] times) {
        return (Arrays.stream(times).max().orElse(0)
                        - Arrays.stream(times).min().orElse(0))
                / 1e6;
    }

    private Result end() {
        try {
            for (AutoCloseable each : open) {
                each.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(name, e);
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measure(measures, "by arrival, ", plain);
        measure(measures, "with sound_clock, ", moved);
        return new Result(name, measures);
    }

    private static void measure(Map<String, Double> measures, String prefix, List<Window> windows) {
        long begin = windows.get(0).slotUtcNanos() + Math.round(SETTLING * 1e9);
        List<Window> settled = windows.stream()
                .filter(window -> window.slotUtcNanos() >= begin)
                .toList();
        quantiles(
                measures,
                prefix + "inter-camera error",
                settled.stream().map(Window::errorMillis).toList());
        quantiles(
                measures,
                prefix + "true skew",
                settled.stream().map(Window::skewMillis).toList());
        quantiles(
                measures,
                prefix + "declared error",
                settled.stream().map(Window::declaredMillis).toList());
    }

    private static void quantiles(Map<String, Double> measures, String name, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        measures.put(name + " p50", sorted.get(sorted.size() / 2));
        measures.put(name + " p99", sorted.get((int) (0.99 * sorted.size())));
    }
}
