package io.roomwise.capture;

import org.jspecify.annotations.Nullable;

/**
 * Places the time stamps of a file after the moment it was first opened, pass after pass without a gap. Kept over passes;
 * capture thread only.
 */
final class FilePlayback {
    private final long originUtcNanos;
    private final long originNanoTime;
    private long passStartNanos;
    private long endNanos;
    private long fileStartNanos;

    FilePlayback(Clocks clocks) {
        originUtcNanos = clocks.utcNanos().getAsLong();
        originNanoTime = clocks.nanoTime().getAsLong();
    }

    /**
     * A pass begins.
     *
     * @param startNanos the file's own first time stamp
     */
    void beginPass(long startNanos) {
        passStartNanos = endNanos;
        fileStartNanos = startNanos;
    }

    /**
     * When something is to be shown, on the monotonic clock.
     *
     * @param fileNanos the file's time stamp
     */
    long dueNanoTime(long fileNanos) {
        return originNanoTime + position(fileNanos);
    }

    /** The clock of one of the file's streams. */
    StreamClock clock(MediaTime unit, long correctionNanos) {
        return new FileClock(this, unit, correctionNanos);
    }

    private long position(long fileNanos) {
        return passStartNanos + fileNanos - fileStartNanos;
    }

    /** @param playback whose position counts */
    private record FileClock(FilePlayback playback, MediaTime unit, long correctionNanos) implements StreamClock {
        @Override
        public @Nullable FrameTime timeOf(PacketTimes packet) {
            if (packet.pts() == PacketTimes.NONE) {
                return null;
            }
            var position = playback.position(unit.nanos(packet.pts()));
            playback.endNanos = Math.max(playback.endNanos, position + packet.durationNanos());
            return new FrameTime(
                    playback.originUtcNanos + position + correctionNanos,
                    ClockSource.ARRIVAL,
                    packet.arrivalUtcNanos());
        }
    }
}
