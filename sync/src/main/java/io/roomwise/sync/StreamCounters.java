package io.roomwise.sync;

import io.roomwise.sync.SyncStats.StreamStats;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts the frames of one stream, from any thread. */
final class StreamCounters {
    private final LongAdder offered = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicLong refused = new AtomicLong();
    private final LongAdder late = new LongAdder();

    void offered() {
        offered.increment();
    }

    void dropped() {
        dropped.increment();
    }

    /** @return whether this is the first, of which the log should know */
    boolean refused() {
        return refused.getAndIncrement() == 0;
    }

    void late() {
        late.increment();
    }

    StreamStats stats() {
        return new StreamStats(offered.sum(), dropped.sum(), refused.get(), late.sum());
    }
}
