package io.roomwise.trainer.dataset;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When each view of each clip sees people, on the whole grid. As CSV:
 *
 * <pre>
 *  clip,view,frame,person_conf
 *  01/00-Part1,1,0,0.8731
 * </pre>
 *
 * Reads, too, the {@code human_save_*.json} of MultiTSF: {@code {"00": [[confidence of each sample], ...views]}}. Its samples are
 * taken for evenly spread, which those of its training list are not, and it knows no parts: a number that several clips
 * have is refused.
 */
public final class MaskFile {
    private static final String HEADER = "clip,view,frame,person_conf";
    private static final Pattern NUMBER = Pattern.compile("(?:.*/)?(\\d+)-Part\\d+");

    private final Path file;
    private final Map<String, float[]> confidences;

    private MaskFile(Path file, Map<String, float[]> confidences) {
        this.file = file;
        this.confidences = confidences;
    }

    private static String key(String clip, int view) {
        return clip + " view " + view;
    }

    /** Writes what the detector found. */
    public static void write(Path file, List<LabelledClip> clips) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(HEADER + "\n");
            for (LabelledClip clip : clips) {
                ClipFeatures.Header header = clip.features().header();
                for (int view = 0; view < header.views().size(); view++) {
                    for (int row = 0; row < header.rows(); row++) {
                        out.write(String.format(
                                Locale.ROOT,
                                "%s,%d,%d,%.4f%n",
                                header.clip(),
                                header.views().get(view),
                                row,
                                clip.people(view, row)));
                    }
                }
            }
        }
    }

    /**
     * Reads either form.
     *
     * @param clips of which it may tell
     * @throws DatasetException naming file and line, or item
     */
    public static MaskFile read(Path file, List<LabelledClip> clips) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new DatasetException(file + ": no such file");
        }
        return new MaskFile(file, file.toString().endsWith(".json") ? published(file, clips) : csv(file));
    }

    private static Map<String, float[]> csv(Path file) throws IOException {
        Map<String, List<Float>> rows = new HashMap<>();
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).strip().equals(HEADER)) {
            throw new DatasetException(file + ":1: must be " + HEADER);
        }
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            try {
                if (cells.length != 4) {
                    throw new NumberFormatException("has " + cells.length + " columns");
                }
                List<Float> view = rows.computeIfAbsent(
                        key(cells[0], Integer.parseInt(cells[1].strip())), key -> new ArrayList<>());
                if (Integer.parseInt(cells[2].strip()) != view.size()) {
                    throw new NumberFormatException("frame must be " + view.size());
                }
                view.add(confidence(Float.parseFloat(cells[3])));
            } catch (NumberFormatException e) {
                throw new DatasetException(file + ":" + (i + 1) + ": " + e.getMessage() + ": " + lines.get(i));
            }
        }
        Map<String, float[]> confidences = new HashMap<>();
        rows.forEach((key, values) -> {
            float[] row = new float[values.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = values.get(i);
            }
            confidences.put(key, row);
        });
        return confidences;
    }

    private static float confidence(float value) {
        if (!(value >= 0 && value <= 1)) {
            throw new NumberFormatException("person_conf must be 0..1");
        }
        return value;
    }

    private static Map<String, float[]> published(Path file, List<LabelledClip> clips) throws IOException {
        JsonObject items;
        try (Reader reader = Files.newBufferedReader(file)) {
            items = JsonParser.parseReader(reader).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new DatasetException(file + ": no list by numbers: " + e.getMessage());
        }
        Map<String, String> owners = new HashMap<>();
        Map<String, float[]> confidences = new HashMap<>();
        for (LabelledClip clip : clips) {
            ClipFeatures.Header header = clip.features().header();
            Matcher number = NUMBER.matcher(header.clip());
            if (!number.matches() || !items.has(number.group(1))) {
                continue;
            }
            String other = owners.putIfAbsent(number.group(1), header.clip());
            if (other != null) {
                throw new DatasetException(file + ": \"" + number.group(1) + "\" may be of " + other + " or of "
                        + header.clip() + ": it cannot be told which");
            }
            try {
                JsonArray views = items.getAsJsonArray(number.group(1));
                for (int view = 0; view < header.views().size(); view++) {
                    confidences.put(
                            key(header.clip(), header.views().get(view)), spread(views.get(view), header.rows()));
                }
            } catch (RuntimeException e) { // gson reports a wrong kind of value by several unchecked exceptions
                throw new DatasetException(file + ": \"" + number.group(1) + "\": " + e.getMessage());
            }
        }
        return confidences;
    }

    /** Each row takes the sample that begins last before it. */
    private static float[] spread(JsonElement samples, int rows) {
        JsonArray list = samples.getAsJsonArray();
        int[] places = FrameGrid.uniform(rows, list.size());
        float[] confidences = new float[rows];
        int sample = 0;
        for (int row = 0; row < rows; row++) {
            while (sample + 1 < places.length && places[sample + 1] <= row) {
                sample++;
            }
            confidences[row] = confidence(list.get(sample).getAsFloat());
        }
        return confidences;
    }

    /**
     * The clip with what this file tells.
     *
     * @throws DatasetException if it tells nothing, or too little, of a view
     */
    public LabelledClip applyTo(LabelledClip clip) throws DatasetException {
        ClipFeatures.Header header = clip.features().header();
        List<float[]> views = new ArrayList<>();
        for (int view : header.views()) {
            float[] told = confidences.get(key(header.clip(), view));
            if (told == null || told.length < header.rows()) {
                throw new DatasetException(file + ": " + (told == null ? "nothing" : told.length + " frames") + " of "
                        + header.clip() + ", view " + view + ", which has " + header.rows());
            }
            views.add(told);
        }
        return new LabelledClip(clip.clip(), clip.features(), clip.crops(), views);
    }
}
