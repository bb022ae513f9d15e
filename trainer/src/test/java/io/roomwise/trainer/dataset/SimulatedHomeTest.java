package io.roomwise.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.roomwise.inference.ActionClasses;
import io.roomwise.trainer.dataset.MultiSensorHome.Labels;
import io.roomwise.trainer.simulation.SimulatedRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SimulatedHomeTest {
    private static final SimulatedHome HOME = new SimulatedHome(7, 3, 4, 4, 5);
    private static final ActionClasses CLASSES = SimulatedRoom.classes();
    private static final FrameGrid GRID = new FrameGrid(2.5);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path folder;

    @BeforeAll
    static void film() throws IOException {
        HOME.write(folder, (job, done, total, figures) -> {});
    }

    @Test
    void trainAndTestHoldEachClipOnce() throws IOException {
        Set<String> ids = new HashSet<>();
        for (String list : List.of("train.json", "test.json")) {
            clips(list).forEach(clip -> assertThat(ids.add(clip.id())).isTrue());
        }
        assertThat(clips("all_labels.json"))
                .hasSize(4)
                .extracting(MultiViewClip::id)
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void labelsAreOfTheClipsOwnTime() throws IOException {
        SimulatedRoom room = rooms();
        List<MultiViewClip> clips = clips("all_labels.json");
        for (int i = 0; i < clips.size(); i++) {
            List<String> happens = new ArrayList<>();
            room.actions(i * 120.0, i * 120.0 + 4).forEach(action -> happens.add(action.action()));
            assertThat(clips.get(i).actions())
                    .extracting(action -> CLASSES.names().get(action.kind()))
                    .containsExactlyElementsOf(happens);
            assertThat(clips.get(i).actions())
                    .allSatisfy(action -> assertThat(action.endSeconds()).isLessThanOrEqualTo(4));
        }
    }

    private static SimulatedRoom rooms() {
        long seed = HOME.seed();
        while (SimulatedRoom.of(seed).views() != HOME.views()) {
            seed++;
        }
        return SimulatedRoom.of(seed);
    }

    @Test
    void filmsAreReadOnTheGridWithTheirSound() throws IOException {
        for (Path video : clips("all_labels.json").get(1).videos().values()) {
            List<Integer> rows = new ArrayList<>();
            ViewFilm film = ViewFilm.read(video, GRID, (row, picture) -> {
                rows.add(row);
                assertThat(picture.width()).isEqualTo(SimulatedRoom.WIDTH);
            });
            assertThat(rows).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(film.pictures()).isEqualTo(GRID.length(20, 5));
            assertThat(film.pieceLength()).isCloseTo(6400, within(200));
            assertThat(film.damaged()).isZero();
        }
    }

    @Test
    void aRunThatWasKilledFilmsOnlyWhatIsMissing() throws IOException {
        List<Path> videos = List.copyOf(clips("all_labels.json").get(0).videos().values());
        FileTime before = Files.getLastModifiedTime(videos.get(0));
        byte[] film = Files.readAllBytes(videos.get(1));
        Files.delete(videos.get(1));
        HOME.write(folder, (job, done, total, figures) -> {});
        assertThat(Files.getLastModifiedTime(videos.get(0))).isEqualTo(before);
        assertThat((double) Files.size(videos.get(1))).isCloseTo(film.length, within(film.length * 0.01));
    }

    @Test
    void tellsWhichFilmCannotBeRead() throws IOException {
        Path away = folder.resolve("01/away.mp4");
        assertThatThrownBy(() -> ViewFilm.read(away, GRID, (row, picture) -> {}))
                .isInstanceOf(DatasetException.class)
                .hasMessage(away + ": no such file");
        Path text = Files.writeString(folder.resolve("text.mp4"), "no film");
        assertThatThrownBy(() -> ViewFilm.read(text, GRID, (row, picture) -> {}))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("text.mp4");
    }

    @Test
    void refusesMoreCamerasThanAnyRoomHas() {
        assertThatThrownBy(() -> new SimulatedHome(1, 9, 2, 4, 5).write(folder, (job, done, total, figures) -> {}))
                .hasMessage("no simulated room has 9 cameras");
    }

    private static List<MultiViewClip> clips(String list) throws IOException {
        return MultiSensorHome.read(folder, folder.resolve(list), CLASSES, Labels.ALL)
                .clips();
    }
}
