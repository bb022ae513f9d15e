package io.roomwise.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomwise.trainer.dataset.MultiSensorHome.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeDataTest {
    private final Path folder;

    HomeDataTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static String clip(int number, String label) {
        return "{\"video_url_1\": \"01/%02d-View1-Part1.mp4\", \"tricks\": [{\"start\": 1, \"end\": 2, \"labels\": [\"%s\"]}]}"
                .formatted(number, label);
    }

    private void write(String list, String... clips) throws IOException {
        Files.writeString(folder.resolve(list), "[" + String.join(",", clips) + "]");
    }

    @Test
    void classesAreAllLabelsInAlphabeticalOrder() throws Exception {
        write("train.json", clip(0, "Sit"), clip(1, "Drink"));
        write("test.json", clip(2, "Exit"));
        HomeData home = HomeData.read(folder, Labels.ALL);
        assertThat(home.classes().names()).containsExactly("Drink", "Exit", "Sit");
        assertThat(home.training()).hasSize(2);
        assertThat(home.test()).hasSize(1);
    }

    @Test
    void classesTxtTellsTheOrder() throws Exception {
        write("train.json", clip(0, "Sit"), clip(1, "Drink"));
        Files.writeString(folder.resolve("classes.txt"), "Sit\n\nDrink\nCook\n");
        HomeData home = HomeData.read(folder, Labels.ALL);
        assertThat(home.classes().names()).containsExactly("Sit", "Drink", "Cook");
        assertThat(home.test()).isEmpty();
    }

    @Test
    void aClipOfBothListsIsRefused() throws Exception {
        write("train.json", clip(0, "Sit"), clip(1, "Drink"));
        write("test.json", clip(1, "Drink"));
        assertThatThrownBy(() -> HomeData.read(folder, Labels.ALL))
                .isInstanceOf(DatasetException.class)
                .hasMessage(folder.resolve("test.json") + ": the clip 01/01-Part1 is in train.json too");
    }

    @Test
    void allThatIsWrongInAListIsToldAtOnce() throws Exception {
        write(
                "train.json",
                clip(0, "Sit").replace("\"start\": 1", "\"start\": -1"),
                clip(1, "Sit").replace("[\"Sit\"]", "\"Sit\""),
                clip(2, "Sit").replace("video_url_1", "movie"));
        assertThatThrownBy(() -> HomeData.read(folder, Labels.ALL))
                .isInstanceOfSatisfying(DatasetException.class, wrong -> assertThat(wrong.problems())
                        .hasSize(3)
                        .allMatch(problem -> problem.startsWith("train.json: item ")));
    }

    @Test
    void aFolderWithoutAListIsRefused() {
        assertThatThrownBy(() -> HomeData.read(folder, Labels.ALL))
                .isInstanceOf(DatasetException.class)
                .hasMessage(folder.resolve("train.json") + ": no such file");
    }

    @Test
    void allLabelsAloneAreDividedSevenToThreeAndAlwaysAlike() throws Exception {
        write(
                "all_labels.json",
                IntStream.range(0, 20)
                        .mapToObj(i -> clip(i, i % 2 == 0 ? "Sit" : "Drink"))
                        .toArray(String[]::new));
        HomeData home = HomeData.read(folder, Labels.ALL);
        assertThat(home.training()).hasSize(14);
        assertThat(home.test()).hasSize(6).doesNotContainAnyElementsOf(home.training());
        assertThat(home.timed()).isTrue();
        assertThat(HomeData.read(folder, Labels.ALL)).isEqualTo(home);
    }

    @Test
    void clipsOfAFolderCanStayTogether() throws Exception {
        write(
                "train.json",
                IntStream.range(0, 40)
                        .mapToObj(i -> clip(i, "Sit").replace("01/", "0" + (1 + i / 8) + "/"))
                        .toArray(String[]::new));
        int[] parts = HomeData.read(folder, Labels.ALL).split(0.2, 3, true);
        assertThat(Arrays.stream(parts).sum()).isEqualTo(8);
        for (int i = 0; i < parts.length; i++) {
            assertThat(parts[i]).isEqualTo(parts[i / 8 * 8]);
        }
    }

    @Test
    void theSplitKeepsTheShareOfEachClass() throws Exception {
        write(
                "train.json",
                IntStream.range(0, 40)
                        .mapToObj(i -> clip(i, i % 4 == 0 ? "Sit" : "Drink"))
                        .toArray(String[]::new));
        HomeData home = HomeData.read(folder, Labels.ALL);
        int[] parts = home.split(0.2, 3, false);
        assertThat(Arrays.stream(parts).sum()).isEqualTo(8);
        assertThat(IntStream.range(0, 40)
                        .filter(i -> i % 4 == 0 && parts[i] == 1)
                        .count())
                .isEqualTo(2);
        assertThat(home.split(0, 3, false)).containsOnly(0);
        assertThat(Arrays.stream(home.split(0.2, 4, false)).boxed().collect(Collectors.toList()))
                .isNotEqualTo(Arrays.stream(parts).boxed().toList());
    }
}
