package io.roomwise.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/** Hears that Home Assistant has started and decides when to tell it everything again. */
final class HomeAssistantBirth {
    private static final int LONGEST_WORD = 16;

    private final String topic;
    private final Timing timing;
    private final RandomGenerator random;
    private final AtomicBoolean heard = new AtomicBoolean();
    private final LongAdder ignored = new LongAdder();
    private long earliestNanos;

    HomeAssistantBirth(String topic, Timing timing, RandomGenerator random) {
        this.topic = topic;
        this.timing = timing;
        this.random = random;
        earliestNanos = timing.nanoTime().getAsLong();
    }

    /**
     * Takes any message, from any thread. A retained {@code online} is old news: all was published when we connected.
     *
     * @return whether this begins a round, which {@link #pauseNanos} dates and {@link #answered} ends
     */
    boolean heard(String from, byte[] payload, boolean retained) {
        String word = payload.length <= LONGEST_WORD ? new String(payload, UTF_8) : "";
        boolean online = word.equals("online");
        if (!from.equals(topic) || !(online || word.equals("offline"))) {
            ignored.increment();
            return false;
        }
        return online && !retained && heard.compareAndSet(false, true);
    }

    /** Messages that mean nothing to us. */
    long ignored() {
        return ignored.sum();
    }

    /** For how long to wait: by chance, so that not all boxes of a home answer at once. On thread {@code mqtt-out}. */
    long pauseNanos() {
        long shortest = timing.birthMin().toNanos();
        long pause = shortest + (long) (random.nextDouble() * (timing.birthMax().toNanos() - shortest));
        return Math.max(pause, earliestNanos - timing.nanoTime().getAsLong());
    }

    /** On thread {@code mqtt-out}. */
    void answered() {
        earliestNanos = timing.nanoTime().getAsLong() + timing.birthGap().toNanos();
        heard.set(false);
    }
}
