package io.roomwise.trainer.dataset;

import io.roomwise.inference.ActionClasses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The clips of one home.
 *
 * @param training clips to learn from
 * @param test clips that nobody learns from or chooses by
 * @param timed whether it is known when what happens, and not only what
 */
public record HomeData(ActionClasses classes, List<MultiViewClip> training, List<MultiViewClip> test, boolean timed) {
    /** Of the grid. */
    public static final double FRAMES_PER_SECOND = 2.5;

    private static final String CLASSES = "classes.txt";
    private static final double TEST_SHARE = 0.3;
    /** The test list is not to change from run to run. */
    private static final long TEST_SEED = 1;

    public HomeData {
        training = List.copyOf(training);
        test = List.copyOf(test);
    }

    /**
     * Reads a folder:
     *
     * <ul>
     *   <li>{@code gt.json}: {@link MmOffice}, with {@code split_train.txt} and {@code split_test.txt};
     *   <li>{@code train.json} and, if there is one, {@code test.json}: {@link MultiSensorHome};
     *   <li>{@code all_labels.json} alone: the same, of which three tenths are taken for testing.
     * </ul>
     *
     * The classes of a home are the lines of {@code classes.txt}, or else all labels in alphabetical order.
     *
     * @throws DatasetException with everything that is wrong in the lists
     */
    public static HomeData read(Path folder, MultiSensorHome.Labels labels) throws IOException {
        if (Files.isRegularFile(folder.resolve(MmOffice.LABELS))) {
            return new HomeData(
                    MmOffice.CLASSES,
                    MmOffice.read(folder, "train", folder.resolve(MmOffice.LABELS), folder.resolve("split_train.txt")),
                    MmOffice.read(folder, "train", folder.resolve(MmOffice.LABELS), folder.resolve("split_test.txt")),
                    false);
        }
        Path all = folder.resolve("all_labels.json");
        return Files.isRegularFile(all) && !Files.isRegularFile(folder.resolve("train.json"))
                ? divided(folder, all, labels)
                : listed(folder, labels);
    }

    private static HomeData divided(Path folder, Path all, MultiSensorHome.Labels labels) throws IOException {
        ActionClasses classes = classes(folder, List.of(all));
        List<MultiViewClip> clips =
                MultiSensorHome.read(folder, all, classes, labels).clips();
        int[] parts = split(clips, classes, TEST_SHARE, TEST_SEED, false);
        List<List<MultiViewClip>> lists = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < parts.length; i++) {
            lists.get(parts[i]).add(clips.get(i));
        }
        if (lists.get(0).isEmpty()) {
            throw new DatasetException(all + ": no clip to learn from in it");
        }
        return new HomeData(classes, lists.get(0), lists.get(1), true);
    }

    private static HomeData listed(Path folder, MultiSensorHome.Labels labels) throws IOException {
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
        return new HomeData(classes, learned, kept, true);
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
     * @param whole whether clips of one {@link MultiViewClip#group} stay together
     * @return for each clip of the training list 0, or 1 if it is not learned from
     */
    public int[] split(double validation, long seed, boolean whole) {
        return split(training, classes, validation, seed, whole);
    }

    private static int[] split(
            List<MultiViewClip> clips, ActionClasses classes, double share, long seed, boolean whole) {
        Map<String, boolean[]> samples = new LinkedHashMap<>();
        for (MultiViewClip clip : clips) {
            boolean[] labels = clip.labels(classes.size());
            samples.merge(whole ? clip.group() : clip.id(), labels, HomeData::either);
        }
        int[] parts = share == 0
                ? new int[samples.size()]
                : IterativeStratification.split(
                        samples.values().toArray(new boolean[0][]), new double[] {1 - share, share}, seed);
        List<String> names = List.copyOf(samples.keySet());
        return clips.stream()
                .mapToInt(clip -> parts[names.indexOf(whole ? clip.group() : clip.id())])
                .toArray();
    }

    private static boolean[] either(boolean[] some, boolean[] others) {
        boolean[] both = some.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] |= others[i];
        }
        return both;
    }
}
