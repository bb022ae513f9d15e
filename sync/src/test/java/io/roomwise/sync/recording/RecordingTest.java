package io.roomwise.sync.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import io.roomwise.sync.ClockReading;
import io.roomwise.sync.ReplaySynchronizer;
import io.roomwise.sync.SyncConfig;
import io.roomwise.sync.recording.Recording.Played;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordingTest {
    private static final long NOW = 4_410_000_000L * 400_000_000L;
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final Path folder;

    RecordingTest(@TempDir Path directory) {
        folder = directory.resolve("recording");
    }

    @Test
    void aReplayGivesTheWindowsThatWereLiveBitByBit() throws Exception {
        FrameRecorder recorder = recorder(LiveRoom.CONFIG, NO_LIMIT);
        Map<Long, String> live;
        try (recorder) {
            live = LiveRoom.watch(recorder);
        }
        assertThat(recorder.summary().lost()).isZero();
        Map<Long, String> replayed = new TreeMap<>();
        Played played = replay(LiveRoom.CONFIG, replayed);
        assertThat(played.problem()).isEmpty();
        assertThat(live).hasSizeGreaterThanOrEqualTo(5);
        assertThat(replayed).containsAllEntriesOf(live);
        Map<Long, String> again = new TreeMap<>();
        replay(LiveRoom.CONFIG, again);
        assertThat(again).isEqualTo(replayed);
    }

    @Test
    void aRecordingThatIsCutAnywhereGivesAllThatIsWhole() throws Exception {
        SyncConfig tiny = new SyncConfig(2.5, true, 60, 600, 16, 16, false);
        recordByHand(tiny, 4);
        Path file = folder.resolve(RecordingWriter.FRAMES);
        byte[] whole = Files.readAllBytes(file);
        Map<Long, String> all = new TreeMap<>();
        Played best = replay(tiny, all);
        assertThat(best.problem()).isEmpty();
        long entries = 0;
        for (int cut = 0; cut < whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            Map<Long, String> some = new TreeMap<>();
            Played played = replay(tiny, some);
            assertThat(played.problem()).isPresent();
            assertThat(played.entries()).isBetween(entries, entries + 1);
            assertThat(all).containsAllEntriesOf(some);
            entries = played.entries();
        }
        assertThat(entries).isEqualTo(best.entries() - 1);
    }

    @Test
    void aRecordingThatIsDamagedAnywhereIsGoodUntilThere() throws Exception {
        SyncConfig tiny = new SyncConfig(2.5, true, 60, 600, 16, 16, false);
        recordByHand(tiny, 4);
        Path file = folder.resolve(RecordingWriter.FRAMES);
        byte[] whole = Files.readAllBytes(file);
        Map<Long, String> all = new TreeMap<>();
        replay(tiny, all);
        for (int place = 0; place < whole.length; place += 5) {
            byte[] damaged = whole.clone();
            damaged[place] ^= 0x40;
            Files.write(file, damaged);
            Map<Long, String> some = new TreeMap<>();
            assertThat(replay(tiny, some).problem()).isPresent();
            assertThat(all).containsAllEntriesOf(some);
        }
    }

    @Test
    void aRecordingEndsBeforeItGetsLargerThanItMay() throws Exception {
        CountDownLatch full = new CountDownLatch(1);
        FrameRecorder recorder = new FrameRecorder(folder, manifest(LiveRoom.CONFIG), 1 << 20, full::countDown);
        recorder.start();
        SplittableRandom random = new SplittableRandom(1);
        for (long i = 0; full.getCount() > 0; i++) {
            recorder.onPicture(at(i * 400), 0, time(i * 400), noise(160, 120, random));
            while (full.getCount() > 0 && recorder.summary().entries() <= i) {
                Thread.onSpinWait(); // for the disk: what it is too slow for is lost
            }
        }
        recorder.close();
        assertThat(recorder.summary().stopped())
                .contains(new FrameRecorder.Stop(false, "the limit of 1 MB is reached"));
        assertThat(Files.size(folder.resolve(RecordingWriter.FRAMES)))
                .isEqualTo(recorder.summary().bytes())
                .isBetween((1L << 20) - 70_000, 1L << 20);
        assertThat(replay(LiveRoom.CONFIG, new TreeMap<>()).problem()).isEmpty();
    }

    @Test
    void whatTheDiskIsTooSlowForIsLostCountedAndToldAgain() throws Exception {
        FrameRecorder recorder = new FrameRecorder(folder, manifest(LiveRoom.CONFIG), NO_LIMIT, 20_000, () -> {});
        recorder.start();
        recorder.onPicture(at(0), 0, time(0), noise(160, 120, new SplittableRandom(1)));
        recorder.onIdle(at(20));
        recorder.close();
        assertThat(recorder.summary().lost()).isEqualTo(1);
        assertThat(recorder.summary().entries()).isEqualTo(1);
        assertThat(Recording.open(folder).manifest().end().orElseThrow().lost()).isEqualTo(1);
        assertThat(replay(LiveRoom.CONFIG, new TreeMap<>()).problem())
                .contains("entries lost when it was recorded: 1, windows near them differ");
    }

    @Test
    void onlyTheOwnerMayReadARecording() throws Exception {
        recordByHand(LiveRoom.CONFIG, 1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2).allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void aRecordingWritesIntoNoFolderThatIsThere() throws Exception {
        Files.createDirectories(folder);
        assertThatThrownBy(() -> recorder(LiveRoom.CONFIG, NO_LIMIT))
                .isInstanceOf(RecordingException.class)
                .hasMessage(folder + ": exists already, a recording needs a folder of its own");
    }

    @Test
    void picturesThatNoWindowCanTakeAreWrittenWithoutTheirPixels() throws Exception {
        try (FrameRecorder recorder = recorder(LiveRoom.CONFIG, NO_LIMIT)) {
            for (int millis : new int[] {-61, 61, 100, 200, 300}) {
                recorder.onPictureTime(at(millis), 0, time(millis));
            }
        }
        assertThat(Files.size(folder.resolve(RecordingWriter.FRAMES))).isLessThan(500);
        assertThat(replay(LiveRoom.CONFIG, new TreeMap<>()).entries()).isEqualTo(5);
    }

    @Test
    void tellsInOneLineWhatIsNoRecordingOfOurs() throws Exception {
        assertThatThrownBy(() -> Recording.open(folder))
                .hasMessage(folder + ": is no recording, there is no manifest.properties");
        recordByHand(LiveRoom.CONFIG, 1);
        Path file = folder.resolve(Manifest.FILE);
        String text = Files.readString(file);
        Files.writeString(file, text.replace("format=1", "format=2"));
        assertThatThrownBy(() -> Recording.open(folder)).hasMessage(file + ": format is 2, this program reads 1");
        Files.writeString(file, text.replace("fps=2.5", "fps=77"));
        assertThatThrownBy(() -> Recording.open(folder)).hasMessageStartingWith(file + ": model fps must be 1..10");
        Files.writeString(file, text.replace("tolerance_ms", "tolerance"));
        assertThatThrownBy(() -> Recording.open(folder)).hasMessage(file + ": tolerance_ms is missing");
        Files.writeString(file, text);
        Files.delete(folder.resolve(RecordingWriter.FRAMES));
        assertThatThrownBy(() -> Recording.open(folder))
                .hasMessage(folder.resolve("frames.bin") + ": is missing or cannot be read");
    }

    @Test
    void theManifestTellsAllThatWindowsDependOn() throws Exception {
        recordByHand(LiveRoom.CONFIG, 3);
        Manifest read = Recording.open(folder).manifest();
        assertThat(read.config()).isEqualTo(LiveRoom.CONFIG);
        assertThat(read.layouts()).containsExactly(LiveRoom.LAYOUT);
        assertThat(read.started()).isEqualTo(Instant.EPOCH);
        assertThat(read.end().orElseThrow().bytes()).isEqualTo(Files.size(folder.resolve(RecordingWriter.FRAMES)));
    }

    /** Two views and a microphone for some slots; pictures change their size. */
    private void recordByHand(SyncConfig config, int slots) throws IOException {
        try (FrameRecorder recorder = recorder(config, NO_LIMIT)) {
            SplittableRandom random = new SplittableRandom(1);
            for (long slot = 0; slot < slots; slot++) {
                for (int view = 0; view < 2; view++) {
                    Picture picture = slot % 3 == 0 ? noise(8, 8, random) : noise(4, 2, new SplittableRandom(2));
                    recorder.onPicture(at(slot * 400 + 50), view, time(slot * 400 - 10), picture);
                    recorder.onPicture(at(slot * 400 + 150), view, time(slot * 400 + 90), picture);
                }
                recorder.onSound(at(slot * 400 + 400), 0, time(slot * 400), ShortBuffer.allocate(20));
                recorder.onIdle(at(slot * 400 + 420));
            }
        }
    }

    private FrameRecorder recorder(SyncConfig config, long maxBytes) throws IOException {
        FrameRecorder recorder = new FrameRecorder(folder, manifest(config), maxBytes, () -> {});
        recorder.start();
        return recorder;
    }

    private static Manifest manifest(SyncConfig config) {
        return Manifest.of("a test", Instant.EPOCH, config, List.of(LiveRoom.LAYOUT));
    }

    private Played replay(SyncConfig config, Map<Long, String> windows) throws IOException {
        Recording recording = Recording.open(folder);
        assertThat(recording.manifest().config()).isEqualTo(config);
        List<Long> order = new ArrayList<>();
        ReplaySynchronizer synchronizer =
                new ReplaySynchronizer(config, recording.manifest().layouts(), window -> {
                    order.add(window.slotIndex());
                    windows.put(window.slotIndex(), LiveRoom.digest(window));
                });
        Played played = recording.play(synchronizer, nanoTime -> true);
        assertThat(order).isSorted().doesNotHaveDuplicates();
        return played;
    }

    private static ClockReading at(long millis) {
        return new ClockReading(millis * 1_000_000, NOW + millis * 1_000_000);
    }

    private static FrameTime time(long millis) {
        long captured = NOW + millis * 1_000_000;
        return new FrameTime(captured, 1_000, ClockSource.SENDER_REPORT, captured + 1);
    }

    private static Picture noise(int width, int height, SplittableRandom random) {
        byte[] rgb = new byte[width * height * 3];
        random.nextBytes(rgb);
        return new Picture(width, height, ByteBuffer.allocateDirect(rgb.length).put(0, rgb));
    }
}
