package io.roomwise.mqtt;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what others send us that is wrong: the first at once, then one line a minute, however much comes. Any thread. */
final class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private final LongAdder all = new LongAdder();
    private long unsaid;
    private long nextNanos;

    Refusals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        nextNanos = nanoTime.getAsLong();
    }

    synchronized void refused(String topic, String reason) {
        all.increment();
        long now = nanoTime.getAsLong();
        if (now - nextNanos < 0) {
            unsaid++;
            return;
        }
        String more = unsaid == 0 ? "" : " (and " + unsaid + " more within the last minute)";
        log.warn("mqtt: refused what came on {}: {}{}", topic, reason, more);
        unsaid = 0;
        nextNanos = now + PAUSE_NANOS;
    }

    long count() {
        return all.sum();
    }
}
