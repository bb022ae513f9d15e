package io.roomwise.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomwise.inference.ActionClasses;
import io.roomwise.trainer.dataset.MultiSensorHome.Labels;
import io.roomwise.trainer.dataset.MultiSensorHome.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultiSensorHomeTest {
    private static final ActionClasses CLASSES = new ActionClasses(List.of("ReadBook", "Sitdown", "UsePhone"));
    private static final FrameGrid GRID = new FrameGrid(2.5);

    /** One clip as it was published. */
    private static final String PUBLISHED =
            """
            [{"video_url_1": "01/00-View1-Part1.mp4", "video_url_2": "01/00-View2-Part1.mp4",
              "video_url_3": "01/00-View3-Part1.mp4", "video_url_4": "01/00-View4-Part1.mp4",
              "video_url_5": "01/00-View5-Part1.mp4",
              "tricks": [
                {"start": 3.2472731152647976, "end": 6.1332581718146235, "labels": ["Sitdown"]},
                {"start": 7.524156360433797, "end": 59.07342151340292, "labels": ["ReadBook"]}]}]
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void readsAPublishedClip() throws IOException {
        MultiViewClip clip = read(PUBLISHED).clips().get(0);
        assertThat(clip.id()).isEqualTo("01/00-Part1");
        assertThat(clip.videos().keySet()).containsExactly(1, 2, 3, 4, 5);
        assertThat(clip.videos()).containsEntry(4, folder.resolve("01/00-View4-Part1.mp4"));
        assertThat(clip.labels(3)).containsExactly(true, true, false);
    }

    @ParameterizedTest
    @CsvSource({"148, 147", "150, 148"})
    void labelsTheRowsOfAnAction(int length, int lastOfReading) throws IOException {
        boolean[][] labels = read(PUBLISHED).clips().get(0).labels(GRID, length, 3);
        assertThat(rows(labels, 1)).containsExactly(IntStream.rangeClosed(8, 15).toArray());
        assertThat(rows(labels, 0))
                .containsExactly(IntStream.rangeClosed(19, lastOfReading).toArray());
    }

    @Test
    void labelsTheSamplesOfAClip() throws IOException {
        boolean[][] labels = read(PUBLISHED).clips().get(0).labels(GRID, 148, 3);
        boolean[][] sampled = IntStream.of(FrameGrid.uniform(148, 70))
                .mapToObj(row -> labels[row])
                .toArray(boolean[][]::new);
        assertThat(rows(sampled, 1)).containsExactly(4, 5, 6, 7);
        assertThat(rows(sampled, 0))
                .containsExactly(IntStream.rangeClosed(9, 69).toArray());
    }

    @Test
    void keepsTheNumbersOfViewsWhereSomeAreMissing() throws IOException {
        MultiViewClip clip =
                read("""
                        [{"video_url_5": "02/9-View5-Part2.mp4", "video_url_1": null, "video_url_3": "02/9-View3-Part2.mp4"}]
                        """)
                        .clips()
                        .get(0);
        assertThat(clip.videos().keySet()).containsExactly(3, 5);
        assertThat(clip.actions()).isEmpty();
    }

    @Test
    void partsOfANumberAreDifferentClips() throws IOException {
        List<MultiViewClip> clips =
                read("""
                        [{"video_url_1": "01/00-View1-Part1.mp4"}, {"video_url_1": "01/00-View1-Part2.mp4"}]
                        """)
                        .clips();
        assertThat(clips).extracting(MultiViewClip::id).containsExactly("01/00-Part1", "01/00-Part2");
    }

    @Test
    void takesTheFirstOfSeveralLabelsOrAll() throws IOException {
        String json =
                """
                [{"video_url_1": "01/00-View1-Part1.mp4", "tricks": [
                  {"start": 0, "end": 1, "labels": ["Sitdown", "UsePhone"]}, {"start": 2, "end": 3, "labels": []}]}]
                """;
        Listing first = read(json);
        assertThat(first.clips().get(0).labels(3)).containsExactly(false, true, false);
        assertThat(first.severalLabels()).isEqualTo(1);
        assertThat(first.noLabels()).isEqualTo(1);
        Path list = Files.writeString(folder.resolve("list.json"), json);
        Listing all = MultiSensorHome.read(folder, list, CLASSES, Labels.ALL);
        assertThat(all.clips().get(0).labels(3)).containsExactly(false, true, true);
    }

    @Test
    void tellsAllProblemsOfAListAtOnce() {
        assertThatThrownBy(
                        () -> read(
                                """
                                [7,
                                 {"tricks": []},
                                 {"video_url_1": "kitchen.mp4"},
                                 {"video_url_1": "01/00-View2-Part1.mp4"},
                                 {"video_url_1": "../00-View1-Part1.mp4"},
                                 {"video_url_1": "01/00-View1-Part1.mp4", "video_url_2": "01/01-View2-Part1.mp4"},
                                 {"video_url_1": "01/03-View1-Part1.mp4", "tricks": {}},
                                 {"video_url_1": "01/04-View1-Part1.mp4", "tricks": [{"start": 1, "end": 2, "labels": ["Sleep"]}]},
                                 {"video_url_1": "01/05-View1-Part1.mp4", "tricks": [{"start": "1", "end": 2, "labels": ["Sitdown"]}]},
                                 {"video_url_1": "01/06-View1-Part1.mp4", "tricks": [{"start": 3, "end": 2, "labels": ["Sitdown"]}]},
                                 {"video_url_1": "01/07-View1-Part1.mp4"},
                                 {"video_url_1": "01/07-View1-Part1.mp4"}]
                                """))
                .isInstanceOfSatisfying(DatasetException.class, wrong -> assertThat(wrong.problems())
                        .containsExactly(
                                "list.json: item 0: must be an object, was 7",
                                "list.json: item 1: no video_url_1, video_url_2, ...",
                                "list.json: item 2: video_url_1: must be as 01/00-View1-Part1.mp4, was kitchen.mp4",
                                "list.json: item 3: video_url_1: 01/00-View2-Part1.mp4 is of view 2",
                                "list.json: item 4: video_url_1: must be as 01/00-View1-Part1.mp4, was"
                                        + " ../00-View1-Part1.mp4",
                                "list.json: item 5: video_url_2: 01/01-View2-Part1.mp4 is not of the clip 01/00-Part1",
                                "list.json: item 6: tricks must be a list, was {}",
                                "list.json: item 7: tricks[0]: labels: 'Sleep' is none of the classes"
                                        + " [ReadBook, Sitdown, UsePhone]",
                                "list.json: item 8: tricks[0]: start must be a number of seconds, was \"1\"",
                                "list.json: item 9: tricks[0]: must start at 0 or later and end after that, was 3.0 to"
                                        + " 2.0",
                                "list.json: item 11: the clip 01/07-Part1 is in list.json: item 10 already"));
    }

    @Test
    void tellsWhatIsNoList() {
        assertThatThrownBy(() -> read("{}"))
                .isInstanceOf(DatasetException.class)
                .hasMessageEndingWith("list of clips");
        assertThatThrownBy(() -> read("[{]"))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("list.json: not JSON: ")
                .hasMessageContaining("line 1 column 3");
    }

    @Test
    void classesAreTheNamesOfAllLabelsInOrder() throws IOException {
        assertThat(MultiSensorHome.classes(List.of(Files.writeString(folder.resolve("all_labels.json"), PUBLISHED)))
                        .names())
                .containsExactly("ReadBook", "Sitdown");
        assertThatThrownBy(() -> MultiSensorHome.classes(List.of(Files.writeString(folder.resolve("none.json"), "[]"))))
                .hasMessageEndingWith("none.json: no label in it");
    }

    private Listing read(String json) throws IOException {
        Path list = Files.writeString(folder.resolve("list.json"), json);
        return MultiSensorHome.read(folder, list, CLASSES, Labels.FIRST);
    }

    private static int[] rows(boolean[][] labels, int kind) {
        return IntStream.range(0, labels.length)
                .filter(row -> labels[row][kind])
                .toArray();
    }
}
