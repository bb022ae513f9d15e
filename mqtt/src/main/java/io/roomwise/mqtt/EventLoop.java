package io.roomwise.mqtt;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Thread {@code mqtt-out}: runs one task after the other, now or later. Tasks given after the end are discarded. */
final class EventLoop {
    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    private final ScheduledThreadPoolExecutor executor;
    private final Runnable onFailure;

    /** @param onFailure called on the thread itself, in place of the rest of a task that threw; must not throw */
    EventLoop(Runnable onFailure) {
        this.onFailure = onFailure;
        executor = new ScheduledThreadPoolExecutor(
                1, task -> new Thread(task, "mqtt-out"), new ThreadPoolExecutor.DiscardPolicy());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void post(Runnable task) {
        executor.execute(guarded(task));
    }

    void later(long delayNanos, Runnable task) {
        var unused = executor.schedule(guarded(task), delayNanos, TimeUnit.NANOSECONDS);
    }

    void every(Duration period, Runnable task) {
        long nanos = period.toNanos();
        var unused = executor.scheduleWithFixedDelay(guarded(task), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** The one place that catches what nobody expected; an executor would keep it to itself. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                log.error("mqtt: unexpected failure", e);
                onFailure.run();
            }
        };
    }

    /** Ends the thread after the present task. */
    void end() {
        executor.shutdown();
    }

    /** Waits for the thread to end; interrupts it when patience is over, or when the caller is interrupted. */
    void awaitEnd(Duration patience) {
        try {
            if (!executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
