package io.roomwise.trainer.dataset;

import io.roomwise.inference.clip.InputSpec;
import io.roomwise.trainer.loop.TrainingListener;
import io.roomwise.trainer.loop.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which rooms are filmed for what. Seeds below a million are learned from, the second million is for choosing, and what
 * comes after is only ever reported on, or shown.
 *
 * @param firstRoom seed of the first room
 * @param rooms how many, with consecutive seeds
 * @param seconds filmed of each
 */
public record RoomSet(String name, long firstRoom, int rooms, double seconds) {
    public static final long FIRST_VALIDATION_ROOM = 1_000_000;
    public static final long FIRST_TEST_ROOM = 2_000_000;

    /**
     * Films what is not there yet, a room on each processor.
     *
     * @param finders asked on each of the threads that film
     * @throws TrainingStoppedException if the listener stops the run; what was filmed is kept
     */
    public List<RoomClips> record(
            Path folder, InputSpec input, String finderName, Supplier<PersonFinder> finders, TrainingListener listener)
            throws IOException {
        List<CompletableFuture<RoomClips>> films =
                Stream.generate(CompletableFuture<RoomClips>::new).limit(rooms).toList();
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            try (PersonFinder finder = finders.get()) {
                RoomRecorder recorder = new RoomRecorder(input, finderName, finder);
                for (int i = next.getAndIncrement(); i < rooms; i = next.getAndIncrement()) {
                    films.get(i).complete(recorder.record(folder, firstRoom + i, seconds));
                }
            } catch (IOException | RuntimeException e) {
                films.forEach(film -> film.completeExceptionally(e));
            }
        };
        int threads = Math.min(rooms, Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int i = 0; i < threads; i++) {
                pool.execute(worker);
            }
            return collect(films, listener);
        } finally {
            next.set(rooms);
            pool.shutdown();
        }
    }

    private List<RoomClips> collect(List<CompletableFuture<RoomClips>> films, TrainingListener listener)
            throws IOException {
        List<RoomClips> clips = new ArrayList<>();
        for (CompletableFuture<RoomClips> film : films) {
            if (listener.isStopped()) {
                throw new TrainingStoppedException("filming " + name, clips.size(), rooms);
            }
            try {
                clips.add(film.join());
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IOException(name + ": " + e.getCause(), e.getCause());
            }
            listener.onProgress("filming " + name, clips.size(), rooms, Map.of());
        }
        return clips;
    }
}
