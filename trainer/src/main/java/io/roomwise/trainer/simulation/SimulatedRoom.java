package io.roomwise.trainer.simulation;

import io.roomwise.capture.virtual.Scene;
import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.PersonBox;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.List;

/**
 * A furnished room, its cameras and microphones, and the people who live in it: all of it follows from the seed, in
 * whatever order times are asked. Times are seconds since the beginning of the room's life and not negative.
 * Belongs to one thread; several threads each take their own {@code of(seed)}, and each {@link #scene} brings its own.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SimulatedRoom {
    public static final int WIDTH = 320;
    public static final int HEIGHT = 240;
    /** Sample rate of every microphone. */
    public static final int SAMPLE_RATE_HZ = 16_000;

    private static final ActionClasses CLASSES = new ActionClasses(
            List.of("enter", "exit", "sit_down", "stand_up", "drink", "vacuum", "lamp_on", "lamp_off", "fall"));

    private SimulatedRoom() {}

    public static SimulatedRoom of(long seed) {
        throw new UnsupportedOperationException("room " + seed);
    }

    /** The classes of the labels, in the order of the shipped model's outputs. */
    public static ActionClasses classes() {
        return CLASSES;
    }

    /** Number of cameras, 3 to 5. */
    public int views() {
        throw new UnsupportedOperationException();
    }

    /** Number of microphones, 1 or 2. */
    public int microphones() {
        throw new UnsupportedOperationException();
    }

    /**
     * Draws what a camera sees.
     *
     * @param rgb of {@code WIDTH * HEIGHT * 3} bytes, RGB24, filled from position 0; its position is left alone
     * @return the people visible in it; box around what is visible of them, confidence = visible fraction of the person
     */
    public List<PersonBox> paint(int view, double seconds, ByteBuffer rgb) {
        throw new UnsupportedOperationException();
    }

    /** Fills what a microphone hears from a time on, mono, from the buffer's position to its limit. */
    public void listen(int microphone, double seconds, ShortBuffer samples) {
        throw new UnsupportedOperationException();
    }

    /** Labelled actions that overlap a span of time, by person and start. */
    public List<LabelledAction> actions(double fromSeconds, double toSeconds) {
        throw new UnsupportedOperationException();
    }

    /** Joints of each person inside, 25 x 3, metres, z up, origin in a floor corner, in the order of NTU RGB+D. */
    public List<float[][]> joints(double seconds) {
        throw new UnsupportedOperationException();
    }

    public boolean lampOn(double seconds) {
        throw new UnsupportedOperationException();
    }

    /** People who are in the room or just passing the door. */
    public int personsInside(double seconds) {
        throw new UnsupportedOperationException();
    }

    /**
     * One camera of this room for the virtual RTSP server, with the sound of the nearest microphone. Shares nothing
     * with this object: it may be used on another thread.
     *
     * @param epochUtcNanos the instant at which the room's life began; the life up to now is computed on first use, so
     *     it lies hours back, not years
     */
    public Scene scene(int view, long epochUtcNanos, double framesPerSecond) {
        throw new UnsupportedOperationException();
    }
}
