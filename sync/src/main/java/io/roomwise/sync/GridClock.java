package io.roomwise.sync;

import io.roomwise.capture.Clocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By which slots fall due: UTC of this host, whose steps neither take slots away nor repeat them, see the package's
 * "Why". Time-outs go by {@link #nanoTime}. Runs on thread sync only.
 */
final class GridClock {
    /**
     * So far a step is followed. As far ahead of this host a frame is accepted, so streams that are timed by their
     * senders do not notice.
     */
    static final long FOLLOWED_NANOS = 1_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(GridClock.class);

    private final Clocks clocks;
    private final long periodNanos;
    private ClockReading now = new ClockReading(0, 0);
    /** Whole slots, to be added to UTC. */
    private long shiftNanos;
    /** The latest time that the grid has shown. */
    private long latest = Long.MIN_VALUE;

    GridClock(Clocks clocks, Grid grid) {
        this.clocks = clocks;
        periodNanos = grid.periodNanos();
    }

    /** Looks at the clocks; everything else tells what they showed then. */
    ClockReading read() {
        ClockReading before = now;
        now = new ClockReading(clocks.nanoTime().getAsLong(), clocks.utcNanos().getAsLong());
        if (latest != Long.MIN_VALUE) {
            holdAgainst((now.utcNanos() - before.utcNanos()) - (now.nanoTime() - before.nanoTime()));
        }
        latest = Math.max(latest, ofUtc(now.utcNanos()));
        return now;
    }

    private void holdAgainst(long step) {
        // Several small steps back may add up.
        long back = latest - ofUtc(now.utcNanos());
        long correction = step > FOLLOWED_NANOS ? -step : back > FOLLOWED_NANOS ? back : 0;
        long slots = Math.round((double) correction / periodNanos);
        if (slots != 0) {
            shiftNanos += slots * periodNanos;
            LOG.warn("the clock of this host was set by {} s, windows go on without a gap", -correction / 1e9);
        }
    }

    long nanoTime() {
        return now.nanoTime();
    }

    long utcNanos() {
        return now.utcNanos();
    }

    /** Where the grid stands. */
    long gridNanos() {
        return ofUtc(now.utcNanos());
    }

    /** Where on the grid a time of this host's clock lies. */
    long ofUtc(long utcNanos) {
        return utcNanos + shiftNanos;
    }

    /** Grid minus UTC: whole slots, 0 as long as no step was too large to be followed. */
    long shiftNanos() {
        return shiftNanos;
    }
}
