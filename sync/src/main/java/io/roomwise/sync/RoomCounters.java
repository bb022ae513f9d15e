package io.roomwise.sync;

import io.roomwise.capture.RoomId;
import io.roomwise.sync.SyncStats.RoomStats;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts the windows of one room; written by threads sync and inference, read by any. */
final class RoomCounters {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final RoomId room;
    private final LongAdder windows = new LongAdder();
    private final LongAdder degraded = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final RecentValues skewMillis = new RecentValues();
    private final RecentValues errorMillis = new RecentValues();
    private final RecentValues waitMillis = new RecentValues();
    private volatile long handledNanoTime;
    private volatile boolean handledAny;
    private volatile List<SyncStats.SoundOffset> soundOffsets = List.of();

    RoomCounters(RoomId room) {
        this.room = room;
    }

    /** @param complete whether all that the model looks at is there */
    void assembled(AssembledWindow window, boolean complete) {
        windows.increment();
        if (!complete) {
            degraded.increment();
        }
        if (window.viewsPresent() > 1) {
            skewMillis.add(window.skewMillis());
            errorMillis.add(window.errorMillis());
        }
        waitMillis.add((window.assembledUtcNanos() - window.slotUtcNanos()) / 1e6);
    }

    void givenUp() {
        givenUp.increment();
    }

    void skipped(long slots) {
        skipped.add(slots);
    }

    void handled(long nanoTime) {
        handledNanoTime = nanoTime;
        handledAny = true;
    }

    void heard(List<SyncStats.SoundOffset> offsets) {
        soundOffsets = List.copyOf(offsets);
    }

    /** @param nanoTime now, by the clock of {@link #handled} */
    RoomStats stats(long nanoTime) {
        return new RoomStats(
                room,
                windows.sum(),
                degraded.sum(),
                givenUp.sum(),
                skipped.sum(),
                skewMillis.quantiles(),
                errorMillis.quantiles(),
                waitMillis.quantiles(),
                handledAny ? Math.max(0, nanoTime - handledNanoTime) / NANOS_PER_MILLI : -1,
                soundOffsets);
    }
}
