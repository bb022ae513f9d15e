package io.roomwise.capture;

import java.time.Duration;

/**
 * Places the time stamps of a file after the moment this was made, pass after pass without a gap. Kept over passes;
 * capture thread only.
 */
final class FilePlayback {
    /** Less does not matter to pictures that were taken some other day. */
    private static final long STEP_NANOS = 500_000_000L;

    private final long originNanoTime;
    private long originUtcNanos;
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

    /** How long to wait until it is a packet's turn. */
    Duration untilDue(MediaTime unit, PacketTimes packet) {
        var due = originNanoTime + position(unit, packet);
        return Duration.ofNanos(Math.max(0, due - packet.arrivalNanoTime()));
    }

    /** The clock of one of the file's streams. */
    StreamClock clock(MediaTime unit, long correctionNanos) {
        return new FileClock(this, unit, correctionNanos);
    }

    /** Our clock was set: frames that follow are of the new time, as those of cameras are. */
    private void followHostClock(PacketTimes packet) {
        var stepped = packet.arrivalUtcNanos() - originUtcNanos - (packet.arrivalNanoTime() - originNanoTime);
        if (Math.abs(stepped) > STEP_NANOS) {
            originUtcNanos += stepped;
        }
    }

    /** Without time stamps, as in raw H.264, each packet follows the one before. */
    private long position(MediaTime unit, PacketTimes packet) {
        return packet.pts() == PacketTimes.NONE ? endNanos : passStartNanos + unit.nanos(packet.pts()) - fileStartNanos;
    }

    private record FileClock(FilePlayback playback, MediaTime unit, long correctionNanos) implements StreamClock {
        @Override
        public FrameTime timeOf(PacketTimes packet) {
            playback.followHostClock(packet);
            var position = playback.position(unit, packet);
            playback.endNanos = Math.max(playback.endNanos, position + packet.durationNanos());
            return new FrameTime(
                    playback.originUtcNanos + position + correctionNanos,
                    0,
                    ClockSource.ARRIVAL,
                    packet.arrivalUtcNanos());
        }
    }
}
