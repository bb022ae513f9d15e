package io.roomwise.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipFeaturesTest {
    private static final ClipFeatures.Header HEADER =
            new ClipFeatures.Header("01/00-Part1", "abc", List.of(1, 3), 4, 3, 2);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private ClipFeatures filled() {
        ClipFeatures features = ClipFeatures.empty(HEADER);
        for (int view = 0; view < 2; view++) {
            for (int row = 0; row < 4; row++) {
                float base = 10 * view + row;
                features.putPeople(view, row, base / 100);
                features.putVisual(view, row, FloatBuffer.wrap(new float[] {base, base + 0.5f, -base}));
                features.putAudio(view, row, FloatBuffer.wrap(new float[] {base + 100, base + 200}));
            }
        }
        return features;
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedAndLeavesNothing() throws Exception {
        Path file = Files.createDirectories(folder.resolve("clip.features")); // a folder is in its place
        Files.writeString(file.resolve("something"), "");
        assertThatThrownBy(() -> filled().save(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": cannot be written: ");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void whatWasPutInComesOutOfTheFile() throws Exception {
        Path file = folder.resolve("clip.features");
        filled().save(file);
        ClipFeatures read = ClipFeatures.open(file, "abc").orElseThrow();
        assertThat(read.header()).isEqualTo(HEADER);
        for (int view = 0; view < 2; view++) {
            for (int row = 0; row < 4; row++) {
                float base = 10 * view + row;
                FloatBuffer out = FloatBuffer.allocate(5);
                read.visual(view, row, out);
                read.audio(view, row, out);
                assertThat(out.array()).containsExactly(base, base + 0.5f, -base, base + 100, base + 200);
                assertThat(read.people(view, row)).isEqualTo(base / 100);
            }
        }
    }

    @Test
    void whatAnotherEncoderMadeIsNotTaken() throws Exception {
        Path file = folder.resolve("clip.features");
        assertThat(ClipFeatures.open(file, "abc")).isEmpty();
        filled().save(file);
        assertThat(ClipFeatures.open(file, "abd")).isEmpty();
    }

    @Test
    void aFileThatIsCutShortIsNotTaken() throws Exception {
        Path file = folder.resolve("clip.features");
        filled().save(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(ClipFeatures.open(file, "abc")).isEmpty();
        Files.write(file, Arrays.copyOf(bytes, 20));
        assertThatThrownBy(() -> ClipFeatures.open(file, "abc"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("clip.features");
    }

    @Test
    void thereIsNothingOutsideOfTheClip() {
        assertThatThrownBy(() -> filled().people(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> filled().people(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
