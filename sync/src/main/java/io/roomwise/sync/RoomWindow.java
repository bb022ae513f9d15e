package io.roomwise.sync;

import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import java.nio.ShortBuffer;

/**
 * The newest slot of one room's window on the common grid; preallocated, valid only inside
 * {@link WindowHandler#onWindow}. The receiver keeps what it needs of the earlier slots.
 *
 * <p>Slot {@code k} is the instant {@code k / framesPerSecond} seconds after 1970-01-01T00:00Z, so that all rooms, and
 * all processes with true clocks, share one grid.
 */
public interface RoomWindow {
    RoomLayout layout();

    /**
     * Index on the grid. Consecutive windows of a room differ by 1 unless some were given up or the room had paused;
     * it falls only if the clock of this host was set back.
     */
    long slotIndex();

    /** The grid instant, UTC nanoseconds. */
    long slotUtcNanos();

    /** When the assembler finished this slot, UTC nanoseconds. */
    long assembledUtcNanos();

    /** Whether view {@code v} of the layout has a frame within tolerance of the grid instant. */
    boolean present(int view);

    /** The frame of a present view. */
    Picture picture(int view);

    /** Capture time of the frame of a present view. */
    FrameTime time(int view);

    /** Whether microphone {@code m} of the layout covers the slot without a gap. */
    boolean heard(int microphone);

    /** The slot's sound, one slot long, 16 kHz mono, of a microphone that was heard; begins at the grid instant. */
    ShortBuffer sound(int microphone);

    /** Largest distance in milliseconds between the capture times of two present views; 0 for fewer than two. */
    double skewMillis();

    /** {@link WindowClock#WALLCLOCK} if no view is present. */
    WindowClock clock();
}
