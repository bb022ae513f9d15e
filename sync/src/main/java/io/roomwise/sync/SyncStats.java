package io.roomwise.sync;

import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
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
     * @param errorMillis see {@link RoomWindow#errorMillis}, of the same
     * @param waitMillis from the grid instant to the finished window, recent windows
     * @param lastWindowAgeMillis since inference finished its last window of this room, monotonic; -1 before the first
     * @param soundOffsets of the microphones of which the room's sound tells enough, as it was last heard, and of those
     *     that are still moved by what it told before
     */
    public record RoomStats(
            RoomId room,
            long windows,
            long degraded,
            long givenUp,
            long skipped,
            Quantiles skewMillis,
            Quantiles errorMillis,
            Quantiles waitMillis,
            long lastWindowAgeMillis,
            List<SoundOffset> soundOffsets) {
        public RoomStats {
            soundOffsets = List.copyOf(soundOffsets);
        }
    }

    /**
     * What the sound of a room says of the time stamps of one microphone, whatever clock they are by. Sound takes 3 ms for
     * a metre, so less than that is not to be known.
     *
     * @param offsetMillis they are late by so much (-1000..1000), against the median of the microphones with sender's
     *     clocks or, without any, the earliest microphone; that sound by arrival is late by the length of its pieces is not in it
     * @param errorMillis standard error of that, with the 8 ms that sound takes from here to there
     * @param witnesses sounds that agree on it
     * @param heard sounds in which a lag was found
     * @param shiftMillis what is added to capture times of the sensor now; 0 without {@link SyncConfig#soundClock}
     */
    public record SoundOffset(
            StreamId microphone,
            double offsetMillis,
            double errorMillis,
            int witnesses,
            int heard,
            double shiftMillis) {
        /** Share of the sounds that agree, more than one half; 0 of what is only remembered. */
        public double confidence() {
            return heard == 0 ? 0 : witnesses / (double) heard;
        }
    }

    /**
     * Of recent values.
     *
     * @param count of them, at most 256; all else is 0 as long as there are none
     */
    public record Quantiles(int count, double p50, double p95, double p99) {}
}
