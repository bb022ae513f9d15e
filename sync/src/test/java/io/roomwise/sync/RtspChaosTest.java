package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.roomwise.capture.CaptureConfig;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.HardwareDecoding;
import io.roomwise.capture.MediaRole;
import io.roomwise.capture.RetryInterval;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.RtspTransport;
import io.roomwise.capture.Secret;
import io.roomwise.capture.StreamConfig;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamReader;
import io.roomwise.capture.StreamState;
import io.roomwise.capture.virtual.Credentials;
import io.roomwise.capture.virtual.Scene;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Four cameras look into one room. Whatever happens to the last one is said in the right words and ends with it being back,
 * and the three others are in every window.
 */
@Timeout(120)
class RtspChaosTest {
    private static final int VIEWS = 4;
    private static final int TROUBLED = VIEWS - 1;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    /** One second to connect and without data, tenths of a second to try again. */
    private static final CaptureConfig HURRIED = new CaptureConfig(
            RtspTransport.TCP,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            new RetryInterval(Duration.ofMillis(100), Duration.ofMillis(400), 0.2, Duration.ofSeconds(60)),
            Duration.ofSeconds(5),
            HardwareDecoding.NONE,
            CaptureConfig.defaults().pictureLimit());

    private final RoomId room = new RoomId("home", "living");
    private final List<StreamId> ids = IntStream.range(0, VIEWS)
            .mapToObj(index -> new StreamId(index, room, "camera" + index))
            .toList();
    private final List<Window> windows = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<VirtualCamera> cameras = new ArrayList<>();
    private final List<StreamReader> readers = new ArrayList<>();
    private final Synchronizer synchronizer = new Synchronizer(
            new SyncConfig(2.5, false, 60, 600, 640, 480, false),
            List.of(new RoomLayout(room, ids, List.of())),
            this::onWindow,
            Scenes.DAEMONS,
            Clocks.system(),
            error -> fail("a thread ended", error));

    private record Window(long slot, List<Boolean> present) {
        boolean isComplete() {
            return !present.contains(false);
        }

        boolean lacksAGoodView() {
            return present.subList(0, TROUBLED).contains(false);
        }
    }

    /**
     * What is done to the camera, and what is to be said of it.
     *
     * @param said is not asked for if empty
     */
    private record Trouble(String name, BreakIt breakIt, String said, BreakIt mendIt) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface BreakIt {
        void on(RtspChaosTest house) throws IOException;
    }

    private VirtualCamera troubled() {
        return cameras.get(TROUBLED);
    }

    private static Trouble refused(String method, String status) {
        return new Trouble(
                status,
                house -> {
                    house.troubled().faults().refuse(Map.of(method, status));
                    house.troubled().faults().cutAll();
                },
                status,
                house -> house.troubled().faults().refuse(Map.of()));
    }

    private static Trouble wrongDescription(String name, String what, String instead, String said) {
        return new Trouble(
                "SDP " + name,
                house -> {
                    house.troubled().faults().describe(text -> text.replaceAll(what, instead));
                    house.troubled().faults().cutAll();
                },
                said,
                house -> house.troubled().faults().describe(text -> text));
    }

    static Stream<Trouble> troubles() {
        return Stream.of(
                new Trouble("reset", house -> house.troubled().faults().cutAll(), "ended by the sender", house -> {}),
                new Trouble(
                        "half-open",
                        house -> house.troubled().faults().stall(true),
                        "no data for 1 s",
                        house -> house.troubled().faults().stall(false)),
                new Trouble(
                        "silence",
                        house -> house.troubled().faults().silence(Set.of(MediaRole.VIDEO)),
                        "no data for 1 s",
                        house -> house.troubled().faults().silence(Set.of())),
                new Trouble(
                        "gone and back",
                        house -> house.troubled().close(),
                        "connection refused by",
                        RtspChaosTest::replaceTheCamera),
                refused("DESCRIBE", "401 Unauthorized"),
                refused("DESCRIBE", "404 Not Found"),
                refused("SETUP", "453 Not Enough Bandwidth"),
                refused("PLAY", "503 Service Unavailable"),
                new Trouble("garbage", house -> house.troubled().faults().garbage(0.2), "", house -> house.troubled()
                        .faults()
                        .garbage(0)),
                new Trouble(
                        "damaged packets",
                        house -> house.troubled().faults().corruptPackets(0.5),
                        "",
                        house -> house.troubled().faults().corruptPackets(0)),
                new Trouble(
                        "truncated NAL units",
                        house -> house.troubled().faults().truncatePackets(0.5),
                        "",
                        house -> house.troubled().faults().truncatePackets(0)),
                new Trouble(
                        "other picture size", house -> house.troubled().faults().resize(96, 64), "", house -> {}),
                new Trouble(
                        "other SSRC and time stamps",
                        house -> house.troubled().faults().renewStreams(Duration.ofSeconds(2)),
                        "",
                        house -> {}),
                wrongDescription("without media", "(?s)m=video.*", "", "no video stream in"),
                wrongDescription("of an unknown codec", "H264", "DREAM", "no decoder for the video's unknown codec"),
                wrongDescription("of another codec", "H264/90000", "H265/90000", "no data for 1 s"),
                wrongDescription(
                        "with torn parameter sets", "sprop-parameter-sets=\\S*", "sprop-parameter-sets=AAAA,=", ""),
                wrongDescription("that is no SDP", "(?s).*", "<html>It works!</html>", "no video stream in"));
    }

    @BeforeEach
    void start() throws IOException {
        synchronizer.start();
        for (var id : ids) {
            var camera = camera(VirtualCameraConfig.of(id.sensor()));
            var reader = new StreamReader(
                    id,
                    StreamConfig.of(camera.url(), Set.of(MediaRole.VIDEO), HURRIED),
                    synchronizer,
                    this::onStreamState,
                    Clocks.system(),
                    new SplittableRandom(id.index()));
            readers.add(reader);
            reader.start();
        }
        awaitCompleteWindows();
    }

    @AfterEach
    void close() {
        readers.forEach(StreamReader::close);
        synchronizer.close();
        cameras.forEach(VirtualCamera::close);
    }

    private VirtualCamera camera(VirtualCameraConfig config) throws IOException {
        var camera = new VirtualCamera(config, new Flicker(), Clocks.system(), new SplittableRandom(3));
        camera.start();
        cameras.add(camera);
        return camera;
    }

    private void replaceTheCamera() throws IOException {
        var port = URI.create(troubled().url().reveal()).getPort();
        cameras.remove(TROUBLED);
        camera(VirtualCameraConfig.of(ids.get(TROUBLED).sensor()).withPort(port));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void troubleOfOneCameraIsSaidAndEndsAndTheOthersLoseNoWindow(Trouble trouble) throws IOException {
        var first = lastSlot();
        trouble.breakIt.on(this);
        awaitWindows(4);
        await("'" + trouble.said + "'", () -> toldOf(TROUBLED, trouble.said));
        trouble.mendIt.on(this);
        awaitCompleteWindows();
        requireTheOthersSince(first);
    }

    @Test
    void wrongPasswordAndItsCorrection() throws IOException {
        var first = lastSlot();
        var port = URI.create(troubled().url().reveal()).getPort();
        troubled().close();
        cameras.remove(TROUBLED);
        var config = VirtualCameraConfig.of(ids.get(TROUBLED).sensor()).withPort(port);
        camera(config.withCredentials(new Credentials("viewer", new Secret("new"))));
        await("401", () -> toldOf(TROUBLED, "401 Unauthorized: "));
        troubled().close();
        cameras.remove(TROUBLED);
        camera(config);
        awaitCompleteWindows();
        requireTheOthersSince(first);
    }

    /** A host that takes connections and nothing else, as one whose kernel has outlived its programs. */
    @Test
    void blackHole() throws IOException {
        var first = lastSlot();
        var port = URI.create(troubled().url().reveal()).getPort();
        troubled().close();
        try (var hole = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            await("no answer", () -> toldOf(TROUBLED, "no answer from 127.0.0.1:" + hole.getLocalPort()));
            awaitWindows(4);
        }
        replaceTheCamera();
        awaitCompleteWindows();
        requireTheOthersSince(first);
    }

    private synchronized void onWindow(RoomWindow window) {
        windows.add(new Window(
                window.slotIndex(),
                IntStream.range(0, VIEWS).mapToObj(window::present).toList()));
        notifyAll();
    }

    private synchronized void onStreamState(StreamId stream, StreamState state, String reason) {
        told.add(stream.index() + " " + reason);
        notifyAll();
    }

    private synchronized boolean toldOf(int stream, String reason) {
        return told.stream().anyMatch(line -> line.startsWith(stream + " " + reason));
    }

    private synchronized long lastSlot() {
        return windows.get(windows.size() - 1).slot;
    }

    private synchronized long count(Predicate<Window> condition) {
        return windows.stream().filter(condition).count();
    }

    private void awaitWindows(int more) {
        var before = count(window -> true);
        await(more + " windows", () -> count(window -> true) >= before + more);
    }

    private void awaitCompleteWindows() {
        var before = count(Window::isComplete);
        await("complete windows", () -> count(Window::isComplete) >= before + 3);
    }

    private synchronized void requireTheOthersSince(long slot) {
        var since = windows.stream().filter(window -> window.slot >= slot).toList();
        assertThat(since).noneMatch(Window::lacksAGoodView);
        // What this test, which stands for inference, was too slow to take is not the streams' loss.
        assertThat(lastSlot() - slot + 1 - since.size())
                .isLessThanOrEqualTo(synchronizer.stats().rooms().get(0).givenUp());
        assertThat(told).filteredOn(line -> !line.startsWith(TROUBLED + " ")).hasSize(2 * TROUBLED);
    }

    private synchronized void await(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            var leftMillis = (end - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                fail("waited in vain for " + what + "; told " + told);
            }
            try {
                wait(leftMillis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Small pictures that change. */
    private record Flicker() implements Scene {
        @Override
        public int width() {
            return 128;
        }

        @Override
        public int height() {
            return 96;
        }

        @Override
        public double framesPerSecond() {
            return 10;
        }

        @Override
        public int sampleRateHz() {
            return 0;
        }

        @Override
        public void paint(long utcNanos, ByteBuffer rgb) {
            var shift = (int) (utcNanos / 100_000_000L);
            for (var i = 0; rgb.hasRemaining(); i++) {
                rgb.put((byte) (i / 3 + 5 * shift));
            }
        }

        @Override
        public void listen(long utcNanos, ShortBuffer samples) {
            throw new UnsupportedOperationException("has no sound");
        }
    }
}
