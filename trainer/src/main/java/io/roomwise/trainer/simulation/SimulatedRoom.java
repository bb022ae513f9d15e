package io.roomwise.trainer.simulation;

import io.roomwise.capture.virtual.Scene;
import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.PersonBox;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A furnished room, its cameras and microphones, and the people who live in it: all of it follows from the seed, in
 * whatever order times are asked. Times are seconds since the beginning of the room's life and not negative.
 * Belongs to one thread; several threads each take their own {@code of(seed)}, and each {@link #scene} brings its own.
 */
public final class SimulatedRoom {
    /** Of a picture, in pixels; multiples of 16, the blocks of its coding. */
    public static final int WIDTH = 512;

    public static final int HEIGHT = 384;
    /** Sample rate of every microphone. */
    public static final int SAMPLE_RATE_HZ = 16_000;

    private static final ActionClasses CLASSES = new ActionClasses(
            List.of("enter", "exit", "sit_down", "stand_up", "drink", "vacuum", "lamp_on", "lamp_off", "fall"));

    private final long seed;
    private final Room room;
    private final Map<Integer, ViewPainter> painters = new HashMap<>();
    private final List<Soundscape> soundscapes = new ArrayList<>();

    private SimulatedRoom(long seed) {
        this.seed = seed;
        room = new Room(seed);
        for (int i = 0; i < microphones(); i++) {
            soundscapes.add(new Soundscape(room, room.plan.microphones().get(i), Chance.mix(seed, 300 + i)));
        }
    }

    public static SimulatedRoom of(long seed) {
        return new SimulatedRoom(seed);
    }

    /** The classes of the labels, in the order of the shipped model's outputs. */
    public static ActionClasses classes() {
        return CLASSES;
    }

    /** Number of cameras, 3 to 5. */
    public int views() {
        return room.plan.cameras().size();
    }

    /** Number of microphones, 1 or 2. */
    public int microphones() {
        return room.plan.microphones().size();
    }

    /**
     * Draws what a camera sees.
     *
     * @param rgb of {@code WIDTH * HEIGHT * 3} bytes, RGB24, filled from position 0; its position is left alone
     * @return the people visible in it by their index; box around what is visible of them, confidence = visible fraction
     *     of the person
     */
    public SortedMap<Integer, PersonBox> paint(int view, double seconds, ByteBuffer rgb) {
        return painters.computeIfAbsent(
                        view, v -> new ViewPainter(room, room.plan.cameras().get(v)))
                .paint(seconds, rgb);
    }

    /** Fills what a microphone hears from a time on, mono, from the buffer's position to its limit. */
    public void listen(int microphone, double seconds, ShortBuffer samples) {
        soundscapes.get(microphone).listen(seconds, samples);
    }

    /** Labelled actions that overlap a span of time, by person and start. */
    public List<LabelledAction> actions(double fromSeconds, double toSeconds) {
        var found = new ArrayList<LabelledAction>();
        for (int person = 0; person < room.life.people(); person++) {
            for (Episode episode : room.life.within(person, fromSeconds, toSeconds)) {
                String label = episode.activity().label();
                if (!label.isEmpty() && episode.end() > fromSeconds) {
                    found.add(new LabelledAction(person, label, episode.start(), episode.end()));
                }
            }
        }
        return found;
    }

    /** Joints of each person inside, 25 x 3, metres, z up, origin in a floor corner, in the order of NTU RGB+D. */
    public List<float[][]> joints(double seconds) {
        var found = new ArrayList<float[][]>();
        for (int person = 0; person < room.life.people(); person++) {
            room.pose(person, seconds).ifPresent(pose -> found.add(metres(pose)));
        }
        return found;
    }

    private static float[][] metres(Pose pose) {
        float[][] joints = new float[pose.joints().size()][];
        for (int i = 0; i < joints.length; i++) {
            Vec3 joint = pose.joint(i);
            joints[i] = new float[] {(float) joint.x(), (float) joint.y(), (float) joint.z()};
        }
        return joints;
    }

    public boolean lampOn(double seconds) {
        return room.life.lampOn(seconds);
    }

    /** People who are in the room or just passing the door. */
    public int personsInside(double seconds) {
        int inside = 0;
        for (int person = 0; person < room.life.people(); person++) {
            inside += room.life.at(person, seconds).activity() == Activity.OUTSIDE ? 0 : 1;
        }
        return inside;
    }

    /**
     * One camera of this room for the virtual RTSP server, with the sound of the nearest microphone. Shares nothing
     * with this object: it may be used on another thread.
     *
     * @param epochUtcNanos the instant at which the room's life began; the life up to now is computed on first use, so
     *     it lies hours back, not years
     */
    public Scene scene(int view, long epochUtcNanos, double framesPerSecond) {
        Vec3 camera = room.plan.cameras().get(view).position();
        int nearest = 0;
        for (int i = 1; i < microphones(); i++) {
            double far = room.plan.microphones().get(i).minus(camera).length();
            nearest = far < room.plan.microphones().get(nearest).minus(camera).length() ? i : nearest;
        }
        return new RoomScene(of(seed), view, nearest, epochUtcNanos, framesPerSecond);
    }
}
