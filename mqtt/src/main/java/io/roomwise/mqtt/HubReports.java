package io.roomwise.mqtt;

import io.roomwise.capture.StreamStats;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** What the hub says of itself now and then, and what the broker does not keep. Any thread. */
final class HubReports {
    private static final long HEALTH_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final LongSupplier nanoTime;
    private final LongSupplier utcNanos;
    private final boolean logging;
    private final long statsNanos;
    private final Outbox.Value healthReport;
    private final Outbox.Value statsReport;
    private final Outbox.Value loggedLine;
    private final AtomicLong nextHealthNanos;
    private final AtomicLong nextStatsNanos;
    private volatile @Nullable HubHealth health;
    private volatile List<StreamStats> streams = List.of();
    private volatile @Nullable String logged;

    /** @param stats what the publisher has counted */
    HubReports(
            MqttConfig config,
            Topics topics,
            HubPayloads payloads,
            Outbox outbox,
            Supplier<MqttStats> stats,
            LongSupplier utcNanos,
            LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.utcNanos = utcNanos;
        logging = config.logging();
        statsNanos = TimeUnit.SECONDS.toNanos(config.statsSeconds());
        healthReport = outbox.value(topics.hubHealth(), false, () -> health(payloads, stats));
        statsReport = outbox.value(topics.hubStats(), false, () -> HubPayloads.stats(streams, utcNanos.getAsLong()));
        loggedLine = outbox.value(topics.hubLogging(), false, () -> logged);
        nextHealthNanos = new AtomicLong(nanoTime.getAsLong());
        nextStatsNanos = new AtomicLong(nanoTime.getAsLong());
    }

    private @Nullable String health(HubPayloads payloads, Supplier<MqttStats> stats) {
        HubHealth newest = health;
        return newest == null ? null : payloads.health(newest, stats.get(), utcNanos.getAsLong());
    }

    void onHealth(HubHealth newest) {
        health = newest;
        if (isDue(nextHealthNanos, HEALTH_NANOS)) {
            healthReport.touch();
        }
    }

    void onStats(List<StreamStats> newest) {
        streams = List.copyOf(newest);
        if (statsNanos > 0 && isDue(nextStatsNanos, statsNanos)) {
            statsReport.touch();
        }
    }

    private boolean isDue(AtomicLong next, long period) {
        long now = nanoTime.getAsLong();
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + period);
    }

    void onLog(Level level, String message) {
        if (logging && level.toInt() >= Level.WARN.toInt()) {
            logged = HubPayloads.logging(level, message, utcNanos.getAsLong());
            loggedLine.touch();
        }
    }

    boolean healthy() {
        HubHealth newest = health;
        return newest != null && newest.healthy();
    }

    /** Somebody listens who has missed the last one. */
    void repeatHealth() {
        healthReport.repeat();
    }
}
