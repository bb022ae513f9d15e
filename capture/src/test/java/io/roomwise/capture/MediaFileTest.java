package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.roomwise.capture.virtual.SceneFile;
import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class MediaFileTest {
    private static final Set<MediaRole> BOTH = EnumSet.allOf(MediaRole.class);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final Listener listener = new Listener();

    private static final class Listener implements MediaFile.Listener {
        private final List<Long> shown = new ArrayList<>();
        private short[] sound = {};

        @Override
        public void onPicture(Picture picture) {
            shown.add(BarcodeScene.read(picture).orElse(-1));
        }

        @Override
        public void onSound(ShortBuffer samples) {
            int before = sound.length;
            sound = Arrays.copyOf(sound, before + samples.remaining());
            samples.get(sound, before, samples.remaining());
        }
    }

    @Test
    void everyPictureAndAllOfTheSoundIsRead() throws Exception {
        Path file = folder.resolve("clip.mp4");
        SceneFile.write(file, BarcodeScene.withSound(44_100), 5_000_000_000L, 30);
        try (MediaFile film = new MediaFile(file, BOTH, listener)) {
            assertThat(film.framesPerSecond()).isCloseTo(10, within(1e-6));
            assertThat(film.has(MediaRole.AUDIO)).isTrue();
            film.read();
            assertThat(film.decodeErrors()).isZero();
        }
        assertThat(listener.shown).hasSize(30);
        for (int i = 0; i < 30; i++) {
            assertThat(listener.shown.get(i)).isEqualTo(5_000_000_000L + i * 100_000_000L);
        }
        // an encoder pads its first and last block
        assertThat((double) listener.sound.length).isCloseTo(3 * FrameSink.SAMPLE_RATE_HZ, within(1500.0));
        assertThat(loudness(0.02, 0.08)).isGreaterThan(10 * loudness(0.3, 0.9));
        assertThat(loudness(1.02, 1.08)).isGreaterThan(10 * loudness(1.3, 1.9));
    }

    private double loudness(double fromSeconds, double toSeconds) {
        double sum = 0;
        int from = (int) (fromSeconds * FrameSink.SAMPLE_RATE_HZ);
        int to = (int) (toSeconds * FrameSink.SAMPLE_RATE_HZ);
        for (int i = from; i < to; i++) {
            sum += Math.abs(listener.sound[i]);
        }
        return sum / (to - from);
    }

    @Test
    void aFilmWithoutSoundIsReadAllTheSame() throws Exception {
        Path file = folder.resolve("clip.mp4");
        SceneFile.write(file, BarcodeScene.silent(), 0, 5);
        try (MediaFile film = new MediaFile(file, BOTH, listener)) {
            assertThat(film.has(MediaRole.AUDIO)).isFalse();
            film.read();
        }
        assertThat(listener.shown).hasSize(5);
        assertThat(listener.sound).isEmpty();
    }

    @Test
    void whatIsNoFilmIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("clip.mp4"), "not a film");
        assertThatThrownBy(() -> new MediaFile(file, BOTH, listener).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("clip.mp4");
    }

    @Test
    void aFilmThatIsCutShortIsReadAsFarAsItGoes() throws Exception {
        Path file = folder.resolve("clip.mkv");
        SceneFile.write(file, BarcodeScene.silent(), 0, 40);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        try (MediaFile film = new MediaFile(file, BOTH, listener)) {
            film.read();
        }
        assertThat(listener.shown).hasSizeBetween(5, 39);
    }

    @Test
    void aFilmThatCannotBeWrittenLeavesNothingBehind() {
        Path file = folder.resolve("away/clip.mp4");
        assertThatThrownBy(() -> SceneFile.write(file, BarcodeScene.silent(), 0, 3))
                .hasMessageContaining(file + " cannot be written: ");
        assertThat(folder.resolve("away")).doesNotExist();
    }
}
