package io.roomwise.trainer.loop;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Makes the batches of the coming steps on thread {@code trainer-data} while the present one is learned from. Batches
 * are reused: what {@link #next} returned is valid until the following call.
 */
public final class Feeder<B> implements AutoCloseable {
    private final BlockingQueue<B> free;
    private final BlockingQueue<Filled<B>> ready;
    private final Thread thread;
    private final Filler<B> filler;
    private @Nullable B taken;

    /** Fills a batch from nothing but the step's number and what it was constructed with. */
    @FunctionalInterface
    public interface Filler<B> {
        void fill(long step, B batch);
    }

    private record Filled<B>(@Nullable B batch, @Nullable Throwable failure) {}

    /** @param batches at least two, reused in turn */
    public Feeder(List<B> batches, long firstStep, Filler<B> filler) {
        this.filler = filler;
        free = new ArrayBlockingQueue<>(batches.size(), false, batches);
        ready = new ArrayBlockingQueue<>(batches.size());
        thread = new Thread(() -> fillAll(firstStep), "trainer-data");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void fillAll(long firstStep) {
        try {
            for (long step = firstStep; ; step++) {
                B batch = free.take();
                filler.fill(step, batch);
                ready.put(new Filled<>(batch, null));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            boolean told = ready.offer(new Filled<>(null, e)); // never full: a batch is missing from it
            assert told;
        }
    }

    /** The batch of the next step. */
    public B next() {
        try {
            return exchange();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a training batch", e);
        }
    }

    private B exchange() throws InterruptedException {
        if (taken != null) {
            free.put(taken);
            taken = null;
        }
        Filled<B> filled = ready.take();
        if (filled.batch() == null) {
            throw new IllegalStateException("a training batch could not be made", filled.failure());
        }
        taken = filled.batch();
        return taken;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
