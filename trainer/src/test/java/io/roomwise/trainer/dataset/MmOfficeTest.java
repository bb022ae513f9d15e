package io.roomwise.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MmOfficeTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        for (String name : List.of(
                "video/train/split0_id2_s5_recid008_0.mp4",
                "video/train/split0_id0_s5_recid008_0.mp4",
                "video/train/split0_id0_s5_recid008_1.mp4",
                "audio/train/split0_id7_s5_recid008_0.wav",
                "video/train/notes.txt")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    @Test
    void readsWhatOccursInAClip() throws IOException {
        MultiViewClip clip = read(
                        """
                        {"database": {
                          "recid008_0": {"subset": "train", "annotations": [
                            {"segment": null, "label": "enter"}, {"segment": null, "label": "sit down"}]},
                          "recid008_1": {"annotations": []}}}
                        """,
                        "recid008_0\n\n")
                .get(0);
        assertThat(clip.id()).isEqualTo("recid008_0");
        assertThat(clip.videos()).containsOnlyKeys(0, 2);
        assertThat(clip.sounds()).containsOnlyKeys(7);
        assertThat(clip.kinds()).containsExactly(7, 10);
        assertThat(clip.labels(12)[10]).isTrue();
        assertThat(clip.actions()).isEmpty();
    }

    @Test
    void tellsAllProblemsAtOnce() {
        assertThatThrownBy(() -> read(
                        """
                                {"database": {"recid008_0": {"annotations": [{"label": "sleep"}]}, "recid008_1": {},
                                  "recid009_0": {"annotations": []}}}
                                """,
                        "recid008_0\nrecid008_1\nrecid009_0\nrecid010_0"))
                .isInstanceOfSatisfying(DatasetException.class, wrong -> assertThat(wrong.problems())
                        .containsExactly(
                                "gt.json: recid008_0: label 'sleep' is none of the classes " + MmOffice.CLASSES.names(),
                                "gt.json: recid008_1: must have annotations with a label each, was {}",
                                "split.txt:3: no video of recid009_0 in " + folder.resolve("video/train"),
                                "split.txt:4: recid010_0 is not in gt.json"));
    }

    private List<MultiViewClip> read(String labels, String split) throws IOException {
        Path gt = Files.writeString(folder.resolve("gt.json"), labels);
        return MmOffice.read(folder, "train", gt, Files.writeString(folder.resolve("split.txt"), split));
    }
}
