package io.roomwise.trainer.detector;

import io.roomwise.inference.PersonBox;
import io.roomwise.trainer.dataset.Degradation;
import io.roomwise.trainer.simulation.SimulatedRoom;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Draws pictures of simulated rooms for the detector: a batch shows a few rooms at random times from random cameras,
 * degraded, mirrored, scaled and shifted. What a batch holds follows from the seed and its number. Owned by one thread.
 */
final class DetectorFrames {
    /** Of a person less visible than this, or smaller, nothing is asked. */
    private static final float LEAST_VISIBLE = 0.25f;

    private static final float LEAST_SIDE = 5;
    /** Rooms shown in turn, and for how many steps each: a room's still parts are drawn once and cost the most. */
    private static final int POOL = 8;

    private static final int STAY = 48;

    private final Settings settings;
    private final ByteBuffer rgb = ByteBuffer.allocateDirect(SimulatedRoom.WIDTH * SimulatedRoom.HEIGHT * 3);
    private final @Nullable SimulatedRoom[] rooms = new SimulatedRoom[POOL];
    private final long[] generations = new long[POOL];
    private final byte[] picture = new byte[SimulatedRoom.WIDTH * SimulatedRoom.HEIGHT * 3];

    /**
     * @param firstRoom seed of the first room
     * @param rooms how many rooms there are to choose from
     * @param seconds of each room's life
     * @param augmented whether pictures are degraded, mirrored, scaled and shifted
     */
    record Settings(long seed, long firstRoom, int rooms, double seconds, boolean augmented) {}

    DetectorFrames(Settings settings) {
        this.settings = settings;
    }

    void fill(long step, DetectorBatch batch) {
        Random random = new Random(settings.seed() * 0x9E3779B97F4A7C15L + step);
        for (int i = 0; i < batch.size; i++) {
            SimulatedRoom room = room(i % POOL, step);
            rgb.clear();
            Collection<PersonBox> persons = room.paint(
                            random.nextInt(room.views()), random.nextDouble() * settings.seconds(), rgb)
                    .values();
            rgb.get(0, picture);
            place(persons, random, batch, i);
        }
    }

    /** One room leaves every few steps. */
    private SimulatedRoom room(int place, long step) {
        long generation = (step + (long) place * STAY / POOL) / STAY;
        SimulatedRoom room = rooms[place];
        if (room == null || generations[place] != generation) {
            Random random = new Random((settings.seed() * 31 + generation) * 31 + place);
            room = SimulatedRoom.of(settings.firstRoom() + random.nextInt(settings.rooms()));
            rooms[place] = room;
            generations[place] = generation;
        }
        return room;
    }

    private void place(Collection<PersonBox> persons, Random random, DetectorBatch batch, int index) {
        float scale = SimulatedRoom.WIDTH / (float) DetectorNetwork.WIDTH;
        float x0 = 0;
        float y0 = 0;
        boolean mirrored = false;
        if (settings.augmented()) {
            if (random.nextFloat() < 0.8f) {
                new Degradation(random, 1).apply(picture, SimulatedRoom.WIDTH);
            }
            scale *= (float) Math.exp(random.nextFloat() * 0.9 - 0.6);
            x0 = (SimulatedRoom.WIDTH - scale * DetectorNetwork.WIDTH) * random.nextFloat();
            y0 = (SimulatedRoom.HEIGHT - scale * DetectorNetwork.HEIGHT) * random.nextFloat();
            mirrored = random.nextBoolean();
        }
        sample(x0, y0, scale, mirrored, batch.picture(index));
        List<float[]> wanted = new ArrayList<>();
        List<float[]> ignored = new ArrayList<>();
        for (PersonBox person : persons) {
            float[] box = new float[4];
            boolean clear = move(person, x0, y0, scale, mirrored, box);
            if (box[2] - box[0] > 1 && box[3] - box[1] > 1) {
                (clear ? wanted : ignored).add(box);
            }
        }
        batch.persons[index] = wanted.toArray(new float[0][]);
        batch.ignored[index] = ignored.toArray(new float[0][]);
    }

    /** Fills {@code box} with the person's box in the network's input; whether there is enough of it to be found. */
    private static boolean move(PersonBox p, float x0, float y0, float scale, boolean mirrored, float[] box) {
        float left = (p.left() * SimulatedRoom.WIDTH - x0) / scale;
        float right = (p.right() * SimulatedRoom.WIDTH - x0) / scale;
        float top = (p.top() * SimulatedRoom.HEIGHT - y0) / scale;
        float bottom = (p.bottom() * SimulatedRoom.HEIGHT - y0) / scale;
        float whole = (right - left) * (bottom - top);
        box[0] = Math.max(0, mirrored ? DetectorNetwork.WIDTH - right : left);
        box[2] = Math.min(DetectorNetwork.WIDTH, mirrored ? DetectorNetwork.WIDTH - left : right);
        box[1] = Math.max(0, top);
        box[3] = Math.min(DetectorNetwork.HEIGHT, bottom);
        float width = box[2] - box[0];
        float height = box[3] - box[1];
        float visible = p.confidence() * width * height / Math.max(1, whole);
        return width > 0 && visible >= LEAST_VISIBLE && Math.min(width, height) >= LEAST_SIDE;
    }

    /** Bilinear; black outside the picture. */
    private void sample(float x0, float y0, float scale, boolean mirrored, FloatBuffer out) {
        int width = SimulatedRoom.WIDTH;
        for (int y = 0; y < DetectorNetwork.HEIGHT; y++) {
            float sy = y0 + (y + 0.5f) * scale - 0.5f;
            int row = (int) Math.floor(sy);
            float fy = sy - row;
            for (int x = 0; x < DetectorNetwork.WIDTH; x++) {
                float sx = x0 + (x + 0.5f) * scale - 0.5f;
                int column = (int) Math.floor(sx);
                float fx = sx - column;
                int at = y * DetectorNetwork.WIDTH + (mirrored ? DetectorNetwork.WIDTH - 1 - x : x);
                if (row < -1 || row >= SimulatedRoom.HEIGHT || column < -1 || column >= width) {
                    out.put(at, 0).put(at + DetectorBatch.PLANE, 0).put(at + 2 * DetectorBatch.PLANE, 0);
                    continue;
                }
                int r0 = Math.max(0, row) * width;
                int r1 = Math.min(SimulatedRoom.HEIGHT - 1, row + 1) * width;
                int c0 = Math.max(0, column);
                int c1 = Math.min(width - 1, column + 1);
                for (int c = 0; c < 3; c++) {
                    float upper = (1 - fx) * level(r0 + c0, c) + fx * level(r0 + c1, c);
                    float lower = (1 - fx) * level(r1 + c0, c) + fx * level(r1 + c1, c);
                    out.put(at + c * DetectorBatch.PLANE, ((1 - fy) * upper + fy * lower) / 255);
                }
            }
        }
    }

    private int level(int pixel, int channel) {
        return picture[pixel * 3 + channel] & 0xff;
    }
}
