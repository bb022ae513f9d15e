package io.roomwise.sync;

import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import java.nio.ShortBuffer;

/**
 * The newest slot of one room's window on the common grid; preallocated, valid only inside
 * {@link WindowHandler#onWindow}. The receiver keeps what it needs of the earlier slots.
 *
 * <p>Slots are {@code 1 / framesPerSecond} seconds apart and lie on one grid that all rooms, and all processes with true
 * clocks, share: whole numbers of slots after 1970-01-01T00:00Z.
 */
public interface RoomWindow {
    RoomLayout layout();

    /**
     * Rises from window to window: by 1 unless some were given up or the room had paused. Counts slots since 1970, as
     * long as the clock of this host was not set by more than 1 s.
     */
    long slotIndex();

    /** The grid instant, UTC nanoseconds by the clock of this host. */
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

    /** Largest {@link FrameTime#errorNanos} of the present views in milliseconds; 0 for none. */
    double errorMillis();

    /** {@link WindowClock#WALLCLOCK} if no view is present. */
    WindowClock clock();
}
