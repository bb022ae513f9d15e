package io.roomwise.trainer.dataset;

import io.roomwise.inference.clip.ClipEncoder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cuts windows at random ends out of random rooms and varies them: light and colour, mirrored views, dead views, lost
 * slots, missed people, and now and then empty views that are encoded whole. A batch follows from the seed and its
 * number. Owned by one thread.
 */
public final class WindowSampler {
    /** Shorter windows show more rooms for the same work; their positions count from the newest slot all the same. */
    private static final int[] SHORTER = {1, 2, 3};

    private static final double DEAD_VIEW = 0.1;
    private static final double GAP = 0.15;
    private static final double MISSED = 0.02;
    private static final double EMPTY_ENCODED = 0.1;
    private static final double COLD_START = 0.1;
    private static final double GEOMETRY_ERROR = 0.01;

    private final List<RoomClips> rooms;
    private final List<boolean[][]> labels;
    /** Of each person of each room. */
    private final List<Map<Integer, boolean[][]>> personLabels = new ArrayList<>();

    private final long seed;
    private final int slots;
    private final int cells;
    private final byte[] crop;

    /**
     * @param slots of the longest windows
     * @param windows of that length in a batch; of shorter ones there are more
     */
    public WindowSampler(List<RoomClips> rooms, long seed, int slots, int windows) {
        this.rooms = List.copyOf(rooms);
        this.seed = seed;
        this.slots = slots;
        cells = slots * windows;
        labels = rooms.stream().map(RoomClips::labels).toList();
        for (RoomClips room : rooms) {
            personLabels.add(room.header().actions().stream()
                    .map(RoomClips.Action::person)
                    .distinct()
                    .collect(Collectors.toMap(person -> person, room::labels)));
        }
        int side = rooms.get(0).input().pictureSize();
        crop = new byte[3 * side * side];
    }

    public void fill(long step, WindowBatch batch) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + step);
        int length = slots / SHORTER[random.nextInt(SHORTER.length)];
        int windows = Math.max(1, cells / length);
        List<Integer> chosen = new ArrayList<>();
        int views = 0;
        for (int i = 0; i < windows; i++) {
            int room = random.nextInt(rooms.size());
            chosen.add(room);
            views = Math.max(views, rooms.get(room).views());
        }
        batch.begin(
                windows,
                views,
                rooms.get(0).input().persons(),
                length,
                rooms.get(0).header().classes().size());
        for (int i = 0; i < windows; i++) {
            RoomClips room = rooms.get(chosen.get(i));
            int earliest = random.nextDouble() < COLD_START ? -length / 2 : 0;
            int start = earliest + random.nextInt(Math.max(1, room.slots() - length - earliest + 1));
            new Window(batch, i, room, start, length, random)
                    .fill(labels.get(chosen.get(i)), personLabels.get(chosen.get(i)));
        }
    }

    /** One window being filled. */
    private final class Window {
        private final WindowBatch batch;
        private final int index;
        private final RoomClips room;
        private final int start;
        private final int length;
        private final Random random;
        private final float[][] levels = new float[3][256];

        Window(WindowBatch batch, int index, RoomClips room, int start, int length, Random random) {
            this.batch = batch;
            this.index = index;
            this.room = room;
            this.start = start;
            this.length = length;
            this.random = random;
        }

        void fill(boolean[][] truth, Map<Integer, boolean[][]> ofPersons) {
            boolean emptyEncoded = random.nextDouble() < EMPTY_ENCODED;
            int kept = random.nextInt(room.views()); // this one view is never dead
            for (int view = 0; view < room.views(); view++) {
                if (view == kept || random.nextDouble() >= DEAD_VIEW) {
                    fill(view, emptyEncoded, ofPersons);
                }
            }
            for (int t = 0; t < length; t++) {
                label(t, truth);
            }
        }

        private void fill(int view, boolean emptyEncoded, Map<Integer, boolean[][]> ofPersons) {
            drawColours();
            boolean mirrored = random.nextBoolean();
            int gapFrom = random.nextDouble() < GAP ? random.nextInt(length) : length;
            int gapTo = gapFrom + 1 + random.nextInt(10);
            for (int t = 0; t < length; t++) {
                int slot = start + t;
                if (slot < 0 || slot >= room.slots() || (t >= gapFrom && t < gapTo) || batch.room() == 0) {
                    continue;
                }
                batch.present[batch.cell(index, view, t)] = 1;
                if (!room.anybody(view, slot) && emptyEncoded) {
                    add(view, t, 0, mirrored);
                }
                for (int person = 0; person < room.input().persons(); person++) {
                    if (room.visible(view, slot, person) && random.nextDouble() >= MISSED && batch.room() > 0) {
                        add(view, t, person, mirrored);
                        label(view, t, person, ofPersons.get(room.who(view, slot, person)));
                    }
                }
            }
        }

        private void add(int view, int t, int person, boolean mirrored) {
            int cell = batch.cell(index, view, person, t);
            batch.visible[cell] = 1;
            batch.rows[cell] = batch.addCrop();
            addPixels(view, start + t, person, mirrored);
            addGeometry(view, start + t, person, mirrored);
        }

        private void label(int view, int t, int person, boolean @Nullable [][] truth) {
            if (truth != null) {
                boolean[] now = truth[start + t];
                int at = batch.cell(index, view, person, t) * now.length;
                for (int c = 0; c < now.length; c++) {
                    batch.personLabels[at + c] = now[c] ? 1 : 0;
                }
            }
        }

        private void label(int t, boolean[][] truth) {
            boolean anyPresent = false;
            boolean anyVisible = false;
            for (int view = 0; view < batch.views(); view++) {
                anyPresent |= batch.present[batch.cell(index, view, t)] > 0;
                for (int person = 0; person < room.input().persons(); person++) {
                    anyVisible |= batch.visible[batch.cell(index, view, person, t)] > 0;
                }
            }
            boolean anyAction = false;
            int at = index * length + t;
            if (anyPresent) {
                boolean[] now = truth[start + t];
                for (int c = 0; c < now.length; c++) {
                    batch.labels[at * now.length + c] = now[c] ? 1 : 0;
                    anyAction |= now[c];
                }
            }
            // What no view shows cannot be known: neither right nor wrong.
            batch.told[at] = anyPresent && (anyVisible || !anyAction) ? 1 : 0;
        }

        private void drawColours() {
            double brightness = Math.exp(0.15 * random.nextGaussian());
            double offset = 6 * random.nextGaussian();
            for (float[] channel : levels) {
                double gain = brightness * Math.exp(0.08 * random.nextGaussian());
                for (int v = 0; v < 256; v++) {
                    channel[v] = ClipEncoder.normal((float) Math.max(0, Math.min(255, gain * v + offset)));
                }
            }
        }

        private void addPixels(int view, int slot, int person, boolean mirrored) {
            room.crop(view, slot, person, crop);
            FloatBuffer out = batch.pixels();
            int side = room.input().pictureSize();
            int plane = side * side;
            for (int at = 0; at < crop.length; at++) {
                int source = mirrored ? at - at % side + side - 1 - at % side : at;
                out.put(levels[at / plane][crop[source] & 0xff]);
            }
        }

        private void addGeometry(int view, int slot, int person, boolean mirrored) {
            FloatBuffer out = batch.geometry();
            for (int i = 0; i < ClipEncoder.GEOMETRY; i++) {
                float value = room.geometry(view, slot, person, i);
                boolean place = i < 4;
                if (place && room.visible(view, slot, person)) {
                    value = (mirrored && i == 0 ? 1 - value : value) + (float) (GEOMETRY_ERROR * random.nextGaussian());
                }
                out.put(value);
            }
        }
    }
}
