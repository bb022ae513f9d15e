package io.roomwise.sync;

import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Names the one thread of a ring and waits for its end, because {@code Disruptor.halt()} only signals. */
final class RingThread implements ThreadFactory {
    private final String name;
    private final ThreadFactory threads;
    private volatile @Nullable Thread thread;

    RingThread(String name, ThreadFactory threads) {
        this.name = name;
        this.threads = threads;
    }

    @Override
    public Thread newThread(Runnable loop) {
        Thread made = Objects.requireNonNull(threads.newThread(loop), "thread factory");
        made.setName(name);
        thread = made;
        return made;
    }

    /** Returns when the thread has ended; at once if it never started or is the caller. */
    void join() {
        Thread running = thread;
        if (running == null || running == Thread.currentThread()) {
            return;
        }
        boolean interrupted = false;
        while (running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
