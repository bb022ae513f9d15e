package io.roomwise.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskFileTest {
    private final Path folder;

    MaskFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Of views 1 and 3. */
    private static LabelledClip clip(String id, int rows) {
        ClipFeatures features = ClipFeatures.empty(new ClipFeatures.Header(id, "test", List.of(1, 3), rows, 1, 1));
        for (int row = 0; row < rows; row++) {
            features.putPeople(0, row, row / 10f);
            features.putPeople(1, row, 0.5f);
        }
        return new LabelledClip(
                new MultiViewClip(id, new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), List.of()), features);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void whatWasWrittenIsReadBack() throws Exception {
        List<LabelledClip> clips = List.of(clip("01/00-Part1", 4), clip("01/00-Part2", 3));
        Path file = folder.resolve("masks.csv");
        MaskFile.write(file, clips);
        MaskFile masks = MaskFile.read(file, clips);
        for (LabelledClip clip : clips) {
            LabelledClip masked = masks.applyTo(clip);
            assertThat(masked.masks()).hasSize(2);
            for (int row = 0; row < clip.features().header().rows(); row++) {
                assertThat(masked.people(0, row)).isCloseTo(clip.people(0, row), within(1e-4f));
                assertThat(masked.people(1, row)).isEqualTo(0.5f);
            }
        }
    }

    @Test
    void masksOfOtherClipsAreRefused() throws Exception {
        Path file = folder.resolve("masks.csv");
        MaskFile.write(file, List.of(clip("01/00-Part1", 4)));
        MaskFile masks = MaskFile.read(file, List.of());
        assertThatThrownBy(() -> masks.applyTo(clip("01/07-Part1", 4)))
                .isInstanceOf(DatasetException.class)
                .hasMessage(file + ": nothing of 01/07-Part1, view 1, which has 4");
        assertThatThrownBy(() -> masks.applyTo(clip("01/00-Part1", 5)))
                .hasMessage(file + ": 4 frames of 01/00-Part1, view 1, which has 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,1,0,0.5 | 1: must be clip,view,frame,person_conf",
                "clip,view,frame,person_conf\\na,1,0 | 2: has 3 columns: a,1,0",
                "clip,view,frame,person_conf\\na,1,1,0.5 | 2: frame must be 0: a,1,1,0.5",
                "clip,view,frame,person_conf\\na,1,0,1.5 | 2: person_conf must be 0..1: a,1,0,1.5"
            })
    void aWrongLineIsNamed(String text, String problem) throws Exception {
        Path file = write("masks.csv", text.replace("\\n", "\n"));
        assertThatThrownBy(() -> MaskFile.read(file, List.of()))
                .isInstanceOf(DatasetException.class)
                .hasMessage(file + ":" + problem);
    }

    @Test
    void thePublishedFormIsSpreadOverTheGrid() throws Exception {
        Path file = write("human_save_test.json", "{\"00\": [[0.1, 0.9], [0.3, 0.4]]}");
        LabelledClip clip = clip("01/00-Part1", 5);
        LabelledClip masked = MaskFile.read(file, List.of(clip)).applyTo(clip);
        assertThat(List.of(masked.people(0, 0), masked.people(0, 1), masked.people(0, 2), masked.people(0, 4)))
                .containsExactly(0.1f, 0.1f, 0.9f, 0.9f);
        assertThat(masked.people(1, 4)).isEqualTo(0.4f);
    }

    @Test
    void aNumberThatTwoPartsHaveIsRefused() throws Exception {
        Path file = write("human_save_test.json", "{\"00\": [[0.1, 0.9], [0.3, 0.4]]}");
        assertThatThrownBy(() -> MaskFile.read(file, List.of(clip("01/00-Part1", 5), clip("01/00-Part2", 5))))
                .hasMessage(file + ": \"00\" may be of 01/00-Part1 or of 01/00-Part2: it cannot be told which");
    }
}
