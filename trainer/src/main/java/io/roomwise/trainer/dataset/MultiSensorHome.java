package io.roomwise.trainer.dataset;

import com.google.gson.JsonArray;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The layout of MultiSensor-Home (Nguyen et al., 2025): folders of videos and lists of what happens in them.
 *
 * <pre>
 *  01/00-View1-Part1.mp4 ...   one for each view, sound inside
 *  train.json, test.json       [{"video_url_1": "01/00-View1-Part1.mp4", ..., "tricks": [{"start": s, "end": s, "labels": [..]}]}]
 *  all_labels.json             both together
 * </pre>
 *
 * Views keep the number that their key tells, and a clip is named by folder, number and part: many numbers occur with
 * two parts. What published lists are known to leave out is taken as none: views, tricks, labels of a trick.
 */
public final class MultiSensorHome {
    private static final Pattern VIEW_KEY = Pattern.compile("video_url_(\\d{1,3})");
    private static final Pattern VIDEO = Pattern.compile("(.*?)(\\d+)-View(\\d{1,3})-Part(\\d+)\\.mp4");

    private final Path folder;
    private final ActionClasses classes;
    private final Labels labels;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();
    private int severalLabels;
    private int noLabels;

    /** Which labels of a trick count where it has several. */
    public enum Labels {
        /** What the data set's own loader does. */
        FIRST,
        ALL
    }

    /**
     * What a list holds.
     *
     * @param severalLabels tricks with more than one label
     * @param noLabels tricks without any, which are left out
     */
    public record Listing(List<MultiViewClip> clips, int severalLabels, int noLabels) {
        public Listing {
            clips = List.copyOf(clips);
        }
    }

    private MultiSensorHome(Path folder, ActionClasses classes, Labels labels) {
        this.folder = folder;
        this.classes = classes;
        this.labels = labels;
    }

    /**
     * Reads a list; whether the videos are there is not looked at.
     *
     * @param folder to which the videos' names are relative
     * @param list such as {@code train.json}
     * @throws DatasetException with everything in the list that is wrong
     */
    public static Listing read(Path folder, Path list, ActionClasses classes, Labels labels) throws IOException {
        MultiSensorHome reader = new MultiSensorHome(folder, classes, labels);
        JsonArray items = items(list);
        List<MultiViewClip> clips = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String place = list.getFileName() + ": item " + i;
            try {
                clips.add(reader.clip(object(items.get(i), place), place));
            } catch (WrongItem wrong) {
                reader.problems.add(wrong.problem);
            }
        }
        if (!reader.problems.isEmpty()) {
            throw new DatasetException(reader.problems);
        }
        return new Listing(clips, reader.severalLabels, reader.noLabels);
    }

    /**
     * The names of all labels in some lists, in alphabetical order: for Home-1 that is the published order. What is wrong in an
     * item is told by who reads it.
     */
    public static ActionClasses classes(List<Path> lists) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        List<String> unread = new ArrayList<>();
        for (Path list : lists) {
            JsonArray items = items(list);
            for (int i = 0; i < items.size(); i++) {
                String place = list.getFileName() + ": item " + i;
                try {
                    for (JsonElement trick : array(object(items.get(i), place), "tricks", place)) {
                        for (JsonElement label : array(object(trick, place), "labels", place)) {
                            names.add(text(label, place + ": labels"));
                        }
                    }
                } catch (WrongItem wrong) {
                    unread.add(wrong.problem);
                }
            }
        }
        if (names.isEmpty() && !unread.isEmpty()) {
            throw new DatasetException(unread);
        }
        if (names.isEmpty()) {
            throw new DatasetException(
                    lists.stream().map(Path::toString).collect(Collectors.joining(", ")) + ": no label in it");
        }
        return new ActionClasses(List.copyOf(names));
    }

    private static JsonArray items(Path list) throws IOException {
        try (Reader reader = Files.newBufferedReader(list)) {
            JsonElement root = JsonParser.parseReader(reader);
            if (root.isJsonArray()) {
                return root.getAsJsonArray();
            }
            throw new DatasetException(list + ": must be a list of clips");
        } catch (JsonParseException e) {
            throw new DatasetException(list + ": not JSON: " + e.getMessage());
        }
    }

    private MultiViewClip clip(JsonObject item, String place) {
        SortedMap<Integer, Path> videos = new TreeMap<>();
        String id = "";
        for (Map.Entry<String, JsonElement> entry : item.entrySet()) {
            Matcher key = VIEW_KEY.matcher(entry.getKey());
            if (key.matches() && !entry.getValue().isJsonNull()) {
                String at = place + ": " + entry.getKey();
                String name = text(entry.getValue(), at);
                String told = id(name, Integer.parseInt(key.group(1)), at);
                if (!id.isEmpty() && !id.equals(told)) {
                    throw new WrongItem(at + ": " + name + " is not of the clip " + id);
                }
                id = told;
                videos.put(Integer.parseInt(key.group(1)), folder.resolve(name));
            }
        }
        if (videos.isEmpty()) {
            throw new WrongItem(place + ": no video_url_1, video_url_2, ...");
        }
        String other = places.putIfAbsent(id, place);
        if (other != null) {
            throw new WrongItem(place + ": the clip " + id + " is in " + other + " already");
        }
        return MultiViewClip.of(id, videos, actions(item, place));
    }

    /** Folder, number and part; the view must be the key's. */
    private String id(String name, int view, String at) {
        Matcher video = VIDEO.matcher(name);
        if (!video.matches() || !folder.resolve(name).normalize().startsWith(folder.normalize())) {
            throw new WrongItem(at + ": must be as 01/00-View1-Part1.mp4, was " + name);
        }
        if (Integer.parseInt(video.group(3)) != view) {
            throw new WrongItem(at + ": " + name + " is of view " + video.group(3));
        }
        return video.group(1) + video.group(2) + "-Part" + video.group(4);
    }

    private List<MultiViewClip.Action> actions(JsonObject item, String place) {
        List<MultiViewClip.Action> actions = new ArrayList<>();
        JsonArray tricks = array(item, "tricks", place);
        for (int i = 0; i < tricks.size(); i++) {
            String at = place + ": tricks[" + i + "]";
            JsonObject trick = object(tricks.get(i), at);
            JsonArray names = array(trick, "labels", at);
            severalLabels += names.size() > 1 ? 1 : 0;
            noLabels += names.isEmpty() ? 1 : 0;
            int counted = labels == Labels.FIRST ? Math.min(1, names.size()) : names.size();
            for (int n = 0; n < counted; n++) {
                actions.add(action(kind(names.get(n), at), trick, at));
            }
        }
        return actions;
    }

    private int kind(JsonElement label, String at) {
        String name = text(label, at + ": labels");
        int kind = classes.indexOf(name);
        if (kind < 0) {
            throw new WrongItem(at + ": labels: '" + name + "' is none of the classes " + classes.names());
        }
        return kind;
    }

    private static MultiViewClip.Action action(int kind, JsonObject trick, String at) {
        try {
            return new MultiViewClip.Action(kind, seconds(trick, "start", at), seconds(trick, "end", at));
        } catch (IllegalArgumentException e) {
            throw new WrongItem(at + ": " + e.getMessage());
        }
    }

    private static double seconds(JsonObject trick, String key, String at) {
        JsonElement value = trick.get(key);
        if (value == null
                || !value.isJsonPrimitive()
                || !value.getAsJsonPrimitive().isNumber()) {
            throw new WrongItem(at + ": " + key + " must be a number of seconds, was " + value);
        }
        return value.getAsDouble();
    }

    private static JsonObject object(JsonElement element, String at) {
        if (!element.isJsonObject()) {
            throw new WrongItem(at + ": must be an object, was " + element);
        }
        return element.getAsJsonObject();
    }

    /** Empty where the key is missing. */
    private static JsonArray array(JsonObject object, String key, String at) {
        JsonElement element = object.get(key);
        if (element == null || element.isJsonNull()) {
            return new JsonArray();
        }
        if (!element.isJsonArray()) {
            throw new WrongItem(at + ": " + key + " must be a list, was " + element);
        }
        return element.getAsJsonArray();
    }

    private static String text(JsonElement element, String at) {
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
            throw new WrongItem(at + ": must be a text, was " + element);
        }
        return element.getAsString();
    }

    /** Ends the reading of one item; the others are read on, so that all problems are told at once. */
    private static final class WrongItem extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String problem;

        WrongItem(String problem) {
            super(problem);
            this.problem = problem;
        }
    }
}
