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
    void aFolderWithoutAListIsRefused() {
        assertThatThrownBy(() -> HomeData.read(folder, Labels.ALL))
                .isInstanceOf(DatasetException.class)
                .hasMessage(folder.resolve("train.json") + ": no such file");
    }

    @Test
    void theSplitKeepsTheShareOfEachClass() throws Exception {
        write(
                "train.json",
                IntStream.range(0, 40)
                        .mapToObj(i -> clip(i, i % 4 == 0 ? "Sit" : "Drink"))
                        .toArray(String[]::new));
        HomeData home = HomeData.read(folder, Labels.ALL);
        int[] parts = home.split(0.2, 3);
        assertThat(Arrays.stream(parts).sum()).isEqualTo(8);
        assertThat(IntStream.range(0, 40)
                        .filter(i -> i % 4 == 0 && parts[i] == 1)
                        .count())
                .isEqualTo(2);
        assertThat(home.split(0, 3)).containsOnly(0);
        assertThat(Arrays.stream(home.split(0.2, 4)).boxed().collect(Collectors.toList()))
                .isNotEqualTo(Arrays.stream(parts).boxed().toList());
    }
}
