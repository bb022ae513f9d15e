package io.roomwise.trainer.dataset;

import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.InputSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * A stretch of one room's life as the student sees it: crops as bytes and their geometry, per view, slot and person, with the
 * true actions. A file that is mapped into memory:
 *
 * <pre>
 *  int length, JSON header | int who + 1 [V, K, P] | float32 geometry [V, K, P, G] | uint8 crops [V, K, P, 3, S, S]
 * </pre>
 */
public final class RoomClips {
    /** A track that follows nobody in a slot. */
    static final int EMPTY = -1;
    /** What was found there is not a person. */
    static final int NOBODY = -2;

    private final Header header;
    private final ByteBuffer data;
    private final int frames;
    private final int most;
    private final int cropBytes;

    /**
     * A true action.
     *
     * @param person index of the one who did it
     * @param kind index of the class
     * @param startSeconds since the first slot; may be negative
     */
    public record Action(int person, int kind, double startSeconds, double endSeconds) {}

    /**
     * @param input what the crops were made with
     * @param slots length in slots
     * @param detector who found the people
     */
    public record Header(
            long room,
            int views,
            int slots,
            InputSpec input,
            List<String> classes,
            String detector,
            List<Action> actions) {}

    /** Black and without people, to be filled. */
    public static RoomClips empty(Header header) {
        return new RoomClips(header, ByteBuffer.allocateDirect(size(header)));
    }

    private RoomClips(Header header, ByteBuffer data) {
        this.header = header;
        this.data = data.order(ByteOrder.LITTLE_ENDIAN);
        frames = header.views() * header.slots();
        most = input().persons();
        cropBytes = cropBytes(input());
        if (data.capacity() != size(header)) {
            throw new IllegalArgumentException("room " + header.room() + " has " + data.capacity() + " bytes of clips");
        }
    }

    private static int size(Header header) {
        long person = 4L * (1 + ClipEncoder.GEOMETRY) + cropBytes(header.input());
        return Math.toIntExact(
                (long) header.views() * header.slots() * header.input().persons() * person);
    }

    private static int cropBytes(InputSpec input) {
        return 3 * input.pictureSize() * input.pictureSize();
    }

    public static RoomClips open(Path file) {
        MappedFile<Header> mapped = MappedFile.open(file, Header.class);
        return new RoomClips(mapped.header(), mapped.data());
    }

    void save(Path file) throws IOException {
        new MappedFile<>(header, data).save(file);
    }

    public Header header() {
        return header;
    }

    public InputSpec input() {
        return header.input();
    }

    public int views() {
        return header.views();
    }

    public int slots() {
        return header.slots();
    }

    /** Whether anybody was found; if not, the first track's crop is the whole picture. */
    public boolean anybody(int view, int slot) {
        for (int track = 0; track < most; track++) {
            if (visible(view, slot, track)) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody was found who follows a track. */
    public boolean visible(int view, int slot, int track) {
        return who(view, slot, track) != EMPTY;
    }

    /** Who truly is in a track's crop: index of the person, {@link #NOBODY}, or {@link #EMPTY} where there is no crop. */
    int who(int view, int slot, int track) {
        return data.getInt(4 * (frame(view, slot) * most + track)) - 1;
    }

    float geometry(int view, int slot, int person, int index) {
        return data.getFloat(geometryAt(view, slot, person) + 4 * index);
    }

    /** Appends all of a crop's geometry. */
    public void geometry(int view, int slot, int person, FloatBuffer out) {
        for (int i = 0; i < ClipEncoder.GEOMETRY; i++) {
            out.put(geometry(view, slot, person, i));
        }
    }

    /** uint8 [3, S, S] into an array of that length. */
    public void crop(int view, int slot, int person, byte[] pixels) {
        data.get(cropAt(view, slot, person), pixels, 0, cropBytes);
    }

    /**
     * @param who see {@link #who}
     * @param geometry [P, G]
     * @param pixels [P, 3, S, S]
     */
    public void put(int view, int slot, int[] who, float[] geometry, byte[] pixels) {
        for (int track = 0; track < most; track++) {
            data.putInt(4 * (frame(view, slot) * most + track), who[track] + 1); // so that 0 is an empty track
        }
        data.slice(geometryAt(view, slot, 0), 4 * most * ClipEncoder.GEOMETRY)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .put(geometry);
        data.put(cropAt(view, slot, 0), pixels, 0, most * cropBytes);
    }

    private int geometryAt(int view, int slot, int person) {
        return 4 * frames * most + 4 * (frame(view, slot) * most + person) * ClipEncoder.GEOMETRY;
    }

    private int cropAt(int view, int slot, int person) {
        return 4 * frames * most * (1 + ClipEncoder.GEOMETRY) + (frame(view, slot) * most + person) * cropBytes;
    }

    private int frame(int view, int slot) {
        return view * header.slots() + slot;
    }

    /** Whether an action of a class goes on at the instant of a slot. An action between two slots counts for the nearer. */
    public boolean[][] labels() {
        return labels(action -> true);
    }

    /** The same of one person alone. */
    public boolean[][] labels(int person) {
        return labels(action -> action.person() == person);
    }

    private boolean[][] labels(Predicate<Action> of) {
        double step = 1 / input().framesPerSecond();
        boolean[][] labels = new boolean[slots()][header.classes().size()];
        for (Action action : header.actions().stream().filter(of).toList()) {
            long first = (long) Math.ceil(action.startSeconds() / step - 1e-9);
            long last = (long) Math.floor(action.endSeconds() / step + 1e-9);
            if (last < first) {
                first = Math.round((action.startSeconds() + action.endSeconds()) / 2 / step);
                last = first;
            }
            for (long slot = Math.max(0, first); slot <= Math.min(slots() - 1, last); slot++) {
                labels[(int) slot][action.kind()] = true;
            }
        }
        return labels;
    }
}
