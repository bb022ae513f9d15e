package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomwise.capture.virtual.SenderReports;
import io.roomwise.capture.virtual.SoundCodec;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.io.IOException;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a camera sends, a stream ends with a reason, in time, leaves nothing behind and disturbs no other stream. */
@Timeout(300)
class FuzzTest {
    private static final long CONVERSATIONS = 10_000;
    /** Until then decoders and the C library have got the memory that they keep. */
    private static final long WARM_UP = 1_000;

    private static final int READERS = 8;
    private static final int HANG_SECONDS = 20;
    private static final int FRAMES = 30;

    private static final CaptureConfig IMPATIENT = new CaptureConfig(
            RtspTransport.TCP,
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            new RetryInterval(Duration.ofMillis(1), Duration.ofMillis(1), 0, Duration.ofSeconds(60)),
            Duration.ofSeconds(5),
            HardwareDecoding.NONE,
            new PictureLimit(640, 480));

    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());

    private static RecordedConversation record(SoundCodec sound, int sampleRateHz) throws IOException {
        var config = VirtualCameraConfig.of("north")
                .withSoundCodec(sound)
                .withSenderReports(new SenderReports(Duration.ofMillis(100), Duration.ofMillis(200)));
        try (var camera = Streams.started(Streams.camera(config, new BarcodeScene(64, 48, 25, sampleRateHz)))) {
            return RecordedConversation.of(camera, 2, FRAMES);
        }
    }

    @Test
    void wholeConversationIsSeenAndHeard() throws Exception {
        var whole = record(SoundCodec.AAC, 16_000);
        var sink = new SuspiciousSink();
        try (var server = new ReplayServer(number -> whole);
                var reader = reader(server, 0, sink)) {
            reader.start();
            assertThat(server.await(3, HANG_SECONDS)).isTrue();
        }
        assertThat(sink.pictures.get()).isPositive();
        assertThat(sink.samples.get()).isPositive();
        assertThat(faults).isEmpty();
    }

    @Test
    void damagedConversationsEndWithAReasonAndLeaveNothingBehind() throws Exception {
        assumeTrue(Footprint.canBeTold(), "needs /proc");
        var recorded = List.of(record(SoundCodec.AAC, 16_000), record(SoundCodec.PCMU, 8_000));
        var sink = new SuspiciousSink();
        var witness = new RecordingSink();
        try (var camera = Streams.started(Streams.camera(BarcodeScene.silent()));
                var good = Streams.reader(
                        READERS,
                        StreamConfig.of(camera.url(), Streams.VIDEO, CaptureConfig.defaults()),
                        witness,
                        this::onState);
                var server = new ReplayServer(number -> new Damage(number).of(recorded.get((int) (number % 2))))) {
            good.start();
            witness.awaitPictures(1);
            fuzz(server, WARM_UP, sink);
            var before = Footprint.now();
            fuzz(server, CONVERSATIONS, sink);
            var after = Footprint.now();

            assertThat(server.failures()).isEmpty();
            assertThat(faults).isEmpty();
            assertThat(sink.pictures.get()).isGreaterThan(CONVERSATIONS);
            assertThat(sink.samples.get()).isGreaterThan(CONVERSATIONS);
            assertThat(after.nativeBytes() - before.nativeBytes()).isLessThan(100_000);
            assertThat(after.files()).isLessThanOrEqualTo(before.files() + 4);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 4);
            assertThat(after.residentKib() - before.residentKib())
                    .as("less than a decoder a conversation; compiled code and the heap move by 95 MiB")
                    .isLessThan(12 * CONVERSATIONS);
            assertThat(good.stats())
                    .extracting(StreamStats::reconnects, StreamStats::decodeErrors, StreamStats::dropped)
                    .containsExactly(0L, 0L, 0L);
            assertThat(missing(witness))
                    .as("pictures that the good camera made and nobody saw")
                    .isLessThanOrEqualTo(camera.stats().skippedFrames());
        }
    }

    /** Of a camera of 10 pictures a second. */
    private static long missing(RecordingSink witness) {
        var shown = witness.pictures().stream()
                .flatMapToLong(seen -> seen.shown().stream())
                .toArray();
        return Math.round((shown[shown.length - 1] - shown[0]) / 1e8) + 1 - shown.length;
    }

    private void fuzz(ReplayServer server, long conversations, SuspiciousSink sink) throws Exception {
        var readers = new ArrayList<StreamReader>();
        for (var i = 0; i < READERS; i++) {
            readers.add(reader(server, i, sink));
        }
        try {
            readers.forEach(StreamReader::start);
            assertThat(server.await(conversations, HANG_SECONDS))
                    .as(() -> "hangs in one of "
                            + readers.stream()
                                    .map(reader -> server.latest("" + readers.indexOf(reader)))
                                    .toList())
                    .isTrue();
        } finally {
            readers.forEach(StreamReader::close);
        }
        assertThat(readers).allSatisfy(reader -> {
            assertThat(reader.stats().state()).isEqualTo(StreamState.CLOSED);
            assertThat(reader.stats().nativeContexts()).isZero();
        });
    }

    private StreamReader reader(ReplayServer server, int index, FrameSink sink) {
        return Streams.reader(
                index,
                StreamConfig.of(server.url("" + index), Streams.BOTH, IMPATIENT),
                sink,
                (stream, state, reason) -> {
                    if (reason.startsWith("internal error")) {
                        faults.add("conversation " + server.latest("" + index) + ": " + reason);
                    }
                });
    }

    private void onState(StreamId stream, StreamState state, String reason) {
        if (state == StreamState.OFFLINE) {
            faults.add("the good camera: " + reason);
        }
    }

    /** Takes everything and notes what no stream may deliver. */
    private final class SuspiciousSink implements FrameSink {
        private final AtomicLong pictures = new AtomicLong();
        private final AtomicLong samples = new AtomicLong();

        @Override
        public boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
            pictures.incrementAndGet();
            judge(stream, time);
            var bytes = picture.width() * picture.height() * 3;
            if (picture.rgb().remaining() != bytes || picture.width() > 640 || picture.height() > 480) {
                faults.add(stream.index() + ": " + picture);
            }
            return picture.rgb().get(0) + picture.rgb().get(bytes - 1) < 1000;
        }

        @Override
        public boolean offerSound(StreamId stream, FrameTime time, ShortBuffer sound) {
            samples.addAndGet(sound.remaining());
            judge(stream, time);
            return true;
        }

        private void judge(StreamId stream, FrameTime time) {
            if (time.errorNanos() < 0 || time.captureUtcNanos() - time.arrivalUtcNanos() > 6_000_000_000L) {
                faults.add(stream.index() + ": " + time);
            }
        }
    }
}
