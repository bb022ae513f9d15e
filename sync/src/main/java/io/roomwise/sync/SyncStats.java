package io.roomwise.sync;

import io.roomwise.capture.RoomId;
import java.util.List;

/**
 * What synchronization has done since its start.
 *
 * @param streams by stream index
 * @param rooms in the order in which they were given
 * @param unknown frames of streams that no room has
 * @param frameFailures frames on which the assembler failed
 * @param windowFailures windows on which the {@link WindowHandler} failed
 * @param ringFill share of the frame ring in use now, 0..1
 */
public record SyncStats(
        List<StreamStats> streams,
        List<RoomStats> rooms,
        long unknown,
        long frameFailures,
        long windowFailures,
        double ringFill) {
    public SyncStats {
        streams = List.copyOf(streams);
        rooms = List.copyOf(rooms);
    }

    /**
     * Frames (pictures and pieces of sound) of one stream.
     *
     * @param offered all that capture brought
     * @param dropped lost because the ring was full
     * @param refused larger than a slot of the ring, or with a time far from now
     * @param late came after their window had left
     */
    public record StreamStats(long offered, long dropped, long refused, long late) {}

    /**
     * Windows of one room.
     *
     * @param windows all that were assembled
     * @param degraded those with an absent view, or a silent microphone where the model listens
     * @param givenUp those that a newer one replaced before inference came to them
     * @param skipped slots without a window: after a pause of the whole process
     * @param skewMillis see {@link RoomWindow#skewMillis}, recent windows with two views or more
     * @param waitMillis from the grid instant to the finished window, recent windows
     * @param lastWindowUtcNanos when inference had finished its last window of this room; 0 before the first
     */
    public record RoomStats(
            RoomId room,
            long windows,
            long degraded,
            long givenUp,
            long skipped,
            Quantiles skewMillis,
            Quantiles waitMillis,
            long lastWindowUtcNanos) {}

    /** Of recent values; 0 as long as there are none. */
    public record Quantiles(double p50, double p95, double p99) {}
}
