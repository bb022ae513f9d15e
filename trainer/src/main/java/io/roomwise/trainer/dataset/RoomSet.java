package io.roomwise.trainer.dataset;

import io.roomwise.inference.clip.InputSpec;
import io.roomwise.trainer.loop.TrainingListener;
import io.roomwise.trainer.loop.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

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
     * Films what is not there yet.
     *
     * @param finders asked on each of the threads that film
     * @throws TrainingStoppedException if the listener stops the run; what was filmed is kept
     */
    public List<RoomClips> record(
            Path folder, InputSpec input, String finderName, Supplier<PersonFinder> finders, TrainingListener listener)
            throws IOException {
        return Workers.map(
                "filming " + name,
                rooms,
                () -> {
                    PersonFinder finder = finders.get();
                    return new Filming(new RoomRecorder(input, finderName, finder), finder, folder);
                },
                listener);
    }

    private final class Filming implements Workers.Worker<RoomClips> {
        private final RoomRecorder recorder;
        private final PersonFinder finder;
        private final Path folder;

        Filming(RoomRecorder recorder, PersonFinder finder, Path folder) {
            this.recorder = recorder;
            this.finder = finder;
            this.folder = folder;
        }

        @Override
        public RoomClips make(int index) throws IOException {
            return recorder.record(folder, firstRoom + index, seconds);
        }

        @Override
        public void close() {
            finder.close();
        }
    }
}
