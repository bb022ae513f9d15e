package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.roomwise.capture.virtual.Scene;
import io.roomwise.capture.virtual.SceneFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileTest {
    private static final long FRAME_NANOS = 100_000_000L;

    private final RecordingSink sink = new RecordingSink();
    private final RecordingListener listener = new RecordingListener();

    private final Path folder;

    FileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private StreamReader reader(String path, Set<MediaRole> roles, Playback playback) {
        var config = new StreamConfig(new StreamUrl(path), roles, playback, 0, 0, Streams.hurried(RtspTransport.TCP));
        return Streams.reader(0, config, sink, listener);
    }

    /** Frame k shows the time k / fps after the epoch. */
    private static Path film(Path file, Scene scene, int frames) {
        try {
            SceneFile.write(file, scene, 0, frames);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fileIsPlayedAtItsOwnSpeed() {
        var file = film(folder.resolve("clip.mp4"), BarcodeScene.withSound(16_000), 12);
        try (var reader = reader(file.toString(), Streams.BOTH, Playback.REAL_TIME)) {
            reader.start();
            assertThat(listener.await(StreamState.CLOSED).reason()).isEqualTo("end of " + file);
            assertThat(reader.stats().nativeContexts()).isZero();
        }
        var pictures = sink.pictures();
        assertThat(pictures).hasSize(12);
        var start = pictures.get(0).time().captureUtcNanos();
        for (var i = 0; i < pictures.size(); i++) {
            var time = pictures.get(i).time();
            assertThat(pictures.get(i).shown()).hasValue(i * FRAME_NANOS);
            assertThat((double) time.captureUtcNanos() - start).isCloseTo((double) i * FRAME_NANOS, within(1e3));
            // not before its turn
            assertThat(time.arrivalUtcNanos() - start).isGreaterThanOrEqualTo(i * FRAME_NANOS - 1_000_000);
        }
        assertThat(sink.beeps()).isNotEmpty();
        assertThat((sink.beeps().get(0).captureUtcNanos() - start) % 1e9).isCloseTo(0, within(5e6));
    }

    @Test
    void fileIsReadAsFastAsTheSinkTakesIt() {
        var file = film(folder.resolve("clip.mp4"), BarcodeScene.silent(), 100);
        var start = System.nanoTime();
        try (var reader = reader("file:" + file, Streams.VIDEO, Playback.FAST)) {
            sink.full(true);
            reader.start();
            sink.full(false);
            listener.await(StreamState.CLOSED);
            assertThat(reader.stats().dropped()).isZero();
        }
        assertThat(sink.pictures()).hasSize(100);
        assertThat(System.nanoTime() - start).isLessThan(100 * FRAME_NANOS);
    }

    @Test
    void loopGoesOnWithoutAGap() {
        var file = film(folder.resolve("clip.mp4"), BarcodeScene.silent(), 3);
        try (var reader = reader(file.toString(), Streams.VIDEO, Playback.LOOP)) {
            reader.start();
            sink.awaitPictures(8);
        }
        var pictures = sink.pictures();
        for (var i = 1; i < pictures.size(); i++) {
            assertThat(pictures.get(i).shown()).hasValue(i % 3 * FRAME_NANOS);
            var step = pictures.get(i).time().captureUtcNanos()
                    - pictures.get(i - 1).time().captureUtcNanos();
            assertThat((double) step).isCloseTo((double) FRAME_NANOS, within(1e6));
        }
    }

    @Test
    void pictureSizeMayChangeWithinAStream() throws IOException {
        var first = film(folder.resolve("first.h264"), BarcodeScene.silent(), 5);
        var second = film(folder.resolve("second.h264"), new BarcodeScene(640, 368, 10, 0), 5);
        var both = folder.resolve("both.h264");
        Files.write(both, Files.readAllBytes(first));
        Files.write(both, Files.readAllBytes(second), StandardOpenOption.APPEND);
        try (var reader = reader(both.toString(), Streams.VIDEO, Playback.FAST)) {
            reader.start();
            listener.await(StreamState.CLOSED);
        }
        assertThat(sink.pictures()).hasSize(10).allSatisfy(picture -> assertThat(picture.shown())
                .isPresent());
        assertThat(sink.pictures().get(0).width()).isEqualTo(320);
        assertThat(sink.pictures().get(9).width()).isEqualTo(640);
    }

    @Test
    void largePictureIsScaledDownWithItsAspectKept() {
        var file = film(folder.resolve("clip.mkv"), new BarcodeScene(1280, 720, 10, 0), 2);
        try (var reader = reader(file.toString(), Streams.VIDEO, Playback.FAST)) {
            reader.start();
            listener.await(StreamState.CLOSED);
        }
        assertThat(sink.pictures()).hasSize(2).allSatisfy(picture -> {
            assertThat(picture.width()).isEqualTo(640);
            assertThat(picture.height()).isEqualTo(360);
            assertThat(picture.shown()).isPresent();
        });
    }

    @Test
    void fileThatIsNotThereOrNoMediaIsSaid() throws IOException {
        var text = Files.writeString(folder.resolve("notes.mp4"), "not a film");
        try (var missing = reader("/nowhere/clip.mp4", Streams.VIDEO, Playback.FAST)) {
            missing.start();
            assertThat(listener.await(StreamState.OFFLINE).reason())
                    .isEqualTo("no such file or device: /nowhere/clip.mp4");
        }
        try (var wrong = reader(text.toString(), Streams.VIDEO, Playback.FAST)) {
            wrong.start();
            listener.await(told -> told.reason().startsWith("cannot open " + text + ": "));
        }
    }
}
