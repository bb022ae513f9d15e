package io.roomwise.mqtt;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Thread {@code mqtt-out}: runs one task after the other, now or later. Tasks given after the end are discarded. */
final class EventLoop {
    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    private final ScheduledThreadPoolExecutor executor;
    private final Runnable onFailure;
    private volatile @Nullable Thread thread;

    /** @param onFailure called on the thread itself, in place of the rest of a task that threw; must not throw */
    EventLoop(Runnable onFailure) {
        this.onFailure = onFailure;
        executor = new ScheduledThreadPoolExecutor(1, this::newThread, new ThreadPoolExecutor.DiscardPolicy());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private Thread newThread(Runnable work) {
        var made = new Thread(work, "mqtt-out");
        thread = made;
        return made;
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
            Thread last = thread;
            if (last != null) {
                last.join(patience.toMillis()); // an executor has terminated a moment before its thread has
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
