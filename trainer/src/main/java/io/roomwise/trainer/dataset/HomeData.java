package io.roomwise.trainer.dataset;

import io.roomwise.inference.ActionClasses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The clips of one home in the layout of {@link MultiSensorHome}.
 *
 * @param training clips to learn from
 * @param test clips that nobody learns from or chooses by
 */
public record HomeData(ActionClasses classes, List<MultiViewClip> training, List<MultiViewClip> test) {
    /** Of the grid. */
    public static final double FRAMES_PER_SECOND = 2.5;

    private static final String CLASSES = "classes.txt";

    public HomeData {
        training = List.copyOf(training);
        test = List.copyOf(test);
    }

    /**
     * Reads {@code train.json} and, if there is one, {@code test.json}. The classes are the lines of {@code classes.txt},
     * or else all labels in alphabetical order.
     *
     * @throws DatasetException with everything that is wrong in the lists
     */
    public static HomeData read(Path folder, MultiSensorHome.Labels labels) throws IOException {
        Path training = folder.resolve("train.json");
        Path test = folder.resolve("test.json");
        if (!Files.isRegularFile(training)) {
            throw new DatasetException(training + ": no such file");
        }
        boolean tested = Files.isRegularFile(test);
        ActionClasses classes = classes(folder, tested ? List.of(training, test) : List.of(training));
        List<MultiViewClip> learned =
                MultiSensorHome.read(folder, training, classes, labels).clips();
        List<MultiViewClip> kept =
                tested ? MultiSensorHome.read(folder, test, classes, labels).clips() : List.of();
        if (learned.isEmpty()) {
            throw new DatasetException(training + ": no clip in it");
        }
        Set<String> ids = new HashSet<>();
        learned.forEach(clip -> ids.add(clip.id()));
        List<String> both = new ArrayList<>();
        kept.stream()
                .filter(clip -> ids.contains(clip.id()))
                .forEach(clip -> both.add(test + ": the clip " + clip.id() + " is in train.json too"));
        if (!both.isEmpty()) {
            throw new DatasetException(both);
        }
        return new HomeData(classes, learned, kept);
    }

    private static ActionClasses classes(Path folder, List<Path> lists) throws IOException {
        Path file = folder.resolve(CLASSES);
        if (Files.isRegularFile(file)) {
            try {
                return new ActionClasses(Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList());
            } catch (IllegalArgumentException e) {
                throw new DatasetException(file + ": " + e.getMessage());
            }
        }
        return MultiSensorHome.classes(lists);
    }

    public FrameGrid grid() {
        return new FrameGrid(FRAMES_PER_SECOND);
    }

    /**
     * Divides the training list by iterative stratification.
     *
     * @param validation share of the part that is not learned from
     * @return for each clip of the training list 0, or 1 if it is not learned from
     */
    public int[] split(double validation, long seed) {
        if (validation == 0) {
            return new int[training.size()];
        }
        boolean[][] labels =
                training.stream().map(clip -> clip.labels(classes.size())).toArray(boolean[][]::new);
        return IterativeStratification.split(labels, new double[] {1 - validation, validation}, seed);
    }
}
