package io.roomwise.trainer.dataset;

import io.roomwise.trainer.loop.TrainingListener;
import io.roomwise.trainer.loop.TrainingStoppedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Does the same for each of many things, one on each processor. */
final class Workers {
    private Workers() {}

    /** What one thread has to do it with. */
    interface Worker<R> extends AutoCloseable {
        R make(int index) throws IOException;

        @Override
        default void close() {}
    }

    /**
     * Results in the order of their indices.
     *
     * @param workers asked on each of the threads
     * @throws TrainingStoppedException if the listener stops the run; what was begun is finished
     */
    static <R> List<R> map(String job, int count, Supplier<? extends Worker<R>> workers, TrainingListener listener)
            throws IOException {
        List<CompletableFuture<R>> results =
                Stream.generate(CompletableFuture<R>::new).limit(count).toList();
        AtomicInteger next = new AtomicInteger();
        Runnable task = () -> {
            try (Worker<R> worker = workers.get()) {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    results.get(i).complete(worker.make(i));
                }
            } catch (IOException | RuntimeException | Error e) {
                results.forEach(result -> result.completeExceptionally(e));
            }
        };
        int threads = Math.max(1, Math.min(count, Runtime.getRuntime().availableProcessors()));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int i = 0; i < threads; i++) {
                pool.execute(task);
            }
            return collect(job, results, listener);
        } finally {
            next.set(count);
            pool.shutdown();
            awaitEnd(pool);
        }
    }

    /** Whoever goes on from here must not meet files that are still being written. */
    private static void awaitEnd(ExecutorService pool) {
        boolean interrupted = false;
        for (boolean ended = false; !ended; ) {
            try {
                ended = pool.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static <R> List<R> collect(String job, List<CompletableFuture<R>> results, TrainingListener listener)
            throws IOException {
        List<R> collected = new ArrayList<>();
        for (CompletableFuture<R> result : results) {
            if (listener.isStopped()) {
                throw new TrainingStoppedException(job, collected.size(), results.size());
            }
            try {
                collected.add(result.join());
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                if (e.getCause() instanceof Error cause) {
                    throw cause;
                }
                if (e.getCause() instanceof DatasetException cause) {
                    throw cause;
                }
                if (e.getCause() instanceof IOException cause) {
                    throw new IOException(job + ": " + cause.getMessage(), cause);
                }
                throw e;
            }
            listener.onProgress(job, collected.size(), results.size(), Map.of());
        }
        return collected;
    }
}
