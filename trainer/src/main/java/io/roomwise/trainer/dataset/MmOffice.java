package io.roomwise.trainer.dataset;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.roomwise.inference.ActionClasses;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * MM-Office (Yasuda et al., 2022) with the lists of MultiASL: what occurs in a clip is known, not when.
 *
 * <pre>
 *  video/train/split0_id2_s5_recid008_0.mp4    id: camera, the last two parts name the clip
 *  audio/train/split0_id7_s5_recid008_0.wav    id: microphone
 *  gt.json            {"database": {"recid008_0": {"annotations": [{"label": "enter"}]}}}
 *  split_train.txt    one clip per line
 * </pre>
 */
public final class MmOffice {
    /** In the published order. */
    public static final ActionClasses CLASSES = new ActionClasses(List.of(
            "eat",
            "tele",
            "chat",
            "meeting",
            "takeout",
            "prepare",
            "handout",
            "enter",
            "exit",
            "stand_up",
            "sit_down",
            "phone"));

    static final String LABELS = "gt.json";

    private static final Pattern FILE = Pattern.compile("split\\d+_id(\\d{1,3})_.*_(recid\\d+_[^_.]+)\\.(mp4|wav)");

    private MmOffice() {}

    /**
     * Reads one split.
     *
     * @param folder holds {@code video} and {@code audio}
     * @param mode of their folders: train or test
     * @param labels {@code gt.json}
     * @param split names of the clips, one in a line
     * @throws DatasetException with everything that is wrong
     */
    public static List<MultiViewClip> read(Path folder, String mode, Path labels, Path split) throws IOException {
        JsonObject database = database(labels);
        List<String> problems = new ArrayList<>();
        List<MultiViewClip> clips = new ArrayList<>();
        List<Path> videos = files(folder.resolve("video").resolve(mode));
        List<Path> sounds = files(folder.resolve("audio").resolve(mode));
        if (!Files.isRegularFile(split)) {
            throw new DatasetException(split + ": no such file");
        }
        List<String> lines = Files.readAllLines(split);
        for (int i = 0; i < lines.size(); i++) {
            String id = lines.get(i).strip();
            String place = split.getFileName() + ":" + (i + 1) + ": ";
            SortedMap<Integer, Path> views = of(id, videos);
            if (id.isEmpty()) {
                continue;
            }
            if (!database.has(id)) {
                problems.add(place + id + " is not in " + labels.getFileName());
            } else if (views.isEmpty()) {
                problems.add(place + "no video of " + id + " in "
                        + folder.resolve("video").resolve(mode));
            } else {
                SortedSet<Integer> kinds = kinds(database.get(id), labels.getFileName() + ": " + id, problems);
                clips.add(new MultiViewClip(id, views, of(id, sounds), kinds, List.of()));
            }
        }
        if (!problems.isEmpty()) {
            throw new DatasetException(problems);
        }
        return clips;
    }

    private static JsonObject database(Path labels) throws IOException {
        try (Reader reader = Files.newBufferedReader(labels)) {
            JsonElement root = JsonParser.parseReader(reader);
            if (root.isJsonObject() && root.getAsJsonObject().get("database") instanceof JsonObject database) {
                return database;
            }
            throw new DatasetException(labels + ": has no 'database' of clips");
        } catch (JsonParseException e) {
            throw new DatasetException(labels + ": not JSON: " + e.getMessage());
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** By number of the sensor. */
    private static SortedMap<Integer, Path> of(String id, List<Path> files) {
        SortedMap<Integer, Path> sensors = new TreeMap<>();
        for (Path file : files) {
            Matcher name = FILE.matcher(String.valueOf(file.getFileName()));
            if (name.matches() && name.group(2).equals(id)) {
                sensors.put(Integer.parseInt(name.group(1)), file);
            }
        }
        return sensors;
    }

    private static SortedSet<Integer> kinds(JsonElement clip, String place, List<String> problems) {
        SortedSet<Integer> kinds = new TreeSet<>();
        try {
            for (JsonElement annotation : clip.getAsJsonObject().getAsJsonArray("annotations")) {
                String label = annotation.getAsJsonObject().get("label").getAsString();
                int kind = CLASSES.indexOf(label.replace(' ', '_'));
                if (kind < 0) {
                    problems.add(place + ": label '" + label + "' is none of the classes " + CLASSES.names());
                } else {
                    kinds.add(kind);
                }
            }
        } catch (RuntimeException e) { // gson tells a missing or wrong member by several of them
            problems.add(place + ": must have annotations with a label each, was " + clip);
        }
        return kinds;
    }
}
