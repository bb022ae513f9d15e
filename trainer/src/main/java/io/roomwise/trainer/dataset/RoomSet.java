package io.roomwise.trainer.dataset;

import io.roomwise.inference.clip.InputSpec;
import io.roomwise.trainer.loop.TrainingListener;
import io.roomwise.trainer.loop.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    /** Films what is not there yet. */
    public List<RoomClips> record(
            Path folder, InputSpec input, String finderName, PersonFinder finder, TrainingListener listener)
            throws IOException {
        RoomRecorder recorder = new RoomRecorder(input, finderName, finder);
        List<RoomClips> clips = new ArrayList<>();
        for (int i = 0; i < rooms; i++) {
            if (listener.isStopped()) {
                throw new TrainingStoppedException("filming " + name, i, rooms);
            }
            clips.add(recorder.record(folder, firstRoom + i, seconds));
            listener.onProgress("filming " + name, i + 1, rooms, Map.of());
        }
        return clips;
    }
}
