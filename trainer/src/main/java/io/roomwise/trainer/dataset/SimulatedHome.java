package io.roomwise.trainer.dataset;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.roomwise.capture.virtual.SceneFile;
import io.roomwise.inference.ActionClasses;
import io.roomwise.trainer.loop.TrainingListener;
import io.roomwise.trainer.simulation.LabelledAction;
import io.roomwise.trainer.simulation.SimulatedRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Films one simulated room in the layout of {@link MultiSensorHome}: clips of its life, a while apart, seven of ten to
 * learn from. A run that was killed goes on with the first film that is missing.
 *
 * @param seed of the room, or of the first one after it that has so many views
 * @param views cameras, as many as some simulated room has
 * @param clips how many
 * @param seconds length of each
 * @param framesPerSecond of the films
 */
public record SimulatedHome(long seed, int views, int clips, double seconds, double framesPerSecond) {
    /** From one clip's begin to the next: people do something else by then. */
    private static final double APART_SECONDS = 120;

    private static final int ROOMS_TRIED = 100;
    private static final double[] TRAIN_AND_TEST = {0.7, 0.3};

    public SimulatedHome {
        if (clips < 2 || clips > 100_000) {
            throw new IllegalArgumentException("--clips must be 2..100000, was " + clips);
        }
    }

    /** Writes films and lists. */
    public void write(Path folder, TrainingListener listener) throws IOException {
        Files.createDirectories(folder.resolve("01"));
        List<JsonObject> items = Workers.map("filming clips", clips, () -> new Crew(folder), listener);
        ActionClasses classes = SimulatedRoom.classes();
        SimulatedRoom room = room();
        boolean[][] labels = new boolean[clips][classes.size()];
        for (int clip = 0; clip < clips; clip++) {
            for (LabelledAction action : actions(room, clip)) {
                labels[clip][classes.indexOf(action.action())] = true;
            }
        }
        int[] parts = IterativeStratification.split(labels, TRAIN_AND_TEST, seed);
        list(folder.resolve("train.json"), items, parts, 0);
        list(folder.resolve("test.json"), items, parts, 1);
        list(folder.resolve("all_labels.json"), items, new int[clips], 0);
    }

    private List<LabelledAction> actions(SimulatedRoom room, int clip) {
        double start = clip * APART_SECONDS;
        return room.actions(start, start + seconds);
    }

    /** Films clips on one thread. */
    private final class Crew implements Workers.Worker<JsonObject> {
        private final SimulatedRoom room = room();
        private final Path folder;

        Crew(Path folder) {
            this.folder = folder;
        }

        @Override
        public JsonObject make(int clip) throws IOException {
            double start = clip * APART_SECONDS;
            JsonObject item = new JsonObject();
            for (int view = 0; view < views; view++) {
                String name = String.format(Locale.ROOT, "01/%02d-View%d-Part1.mp4", clip, view + 1);
                item.addProperty("video_url_" + (view + 1), name);
                film(room, view, start, folder.resolve(name));
            }
            JsonArray tricks = new JsonArray();
            for (LabelledAction action : actions(room, clip)) {
                tricks.add(trick(action, start));
            }
            item.add("tricks", tricks);
            return item;
        }
    }

    private SimulatedRoom room() {
        return LongStream.range(seed, seed + ROOMS_TRIED)
                .mapToObj(SimulatedRoom::of)
                .filter(room -> room.views() == views)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no simulated room has " + views + " cameras"));
    }

    private void film(SimulatedRoom room, int view, double start, Path file) throws IOException {
        if (!Files.exists(file)) {
            long startNanos = Math.round(start * 1e9);
            int frames = (int) Math.round(seconds * framesPerSecond);
            SceneFile.write(file, room.scene(view, 0, framesPerSecond), startNanos, frames);
        }
    }

    private JsonObject trick(LabelledAction action, double start) {
        JsonObject trick = new JsonObject();
        trick.addProperty("start", Math.max(0, action.startSeconds() - start));
        trick.addProperty("end", Math.min(seconds, action.endSeconds() - start));
        JsonArray names = new JsonArray();
        names.add(action.action());
        trick.add("labels", names);
        return trick;
    }

    private static void list(Path file, List<JsonObject> items, int[] parts, int part) throws IOException {
        JsonArray list = new JsonArray();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] == part) {
                list.add(items.get(i));
            }
        }
        Files.writeString(file, new GsonBuilder().setPrettyPrinting().create().toJson(list));
    }
}
