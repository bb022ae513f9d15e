package io.roomwise.servers;

import com.google.gson.JsonObject;
import io.roomwise.capture.CaptureConfig;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.FrameSink;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.MediaRole;
import io.roomwise.capture.Picture;
import io.roomwise.capture.Playback;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamConfig;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamReader;
import io.roomwise.capture.StreamState;
import io.roomwise.capture.StreamUrl;
import io.roomwise.inference.PersonDetector;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * How many people a detector finds in the pictures of each film that fall on the 2.5 fps grid, read from the files
 * without any stream. A film camera shows picture {@code floor(10 t) modulo length} at wall time {@code t}.
 */
final class ExpectedPersons {
    private static final double FILM_FRAMES_PER_SECOND = 10;
    private static final int FRAMES_PER_SLOT = 4;

    private final List<String> cameras;
    /** [camera][slot within the film] */
    private final List<int[]> counts;

    private ExpectedPersons(List<String> cameras, List<int[]> counts) {
        this.cameras = cameras;
        this.counts = counts;
    }

    static ExpectedPersons of(Path films, List<String> cameras, PersonDetector detector) throws InterruptedException {
        List<int[]> counts = new ArrayList<>();
        for (String camera : cameras) {
            counts.add(count(films.resolve(camera + ".mp4"), detector));
        }
        return new ExpectedPersons(cameras, counts);
    }

    private static int[] count(Path film, PersonDetector detector) throws InterruptedException {
        List<Integer> found = new ArrayList<>();
        FrameSink counting = new FrameSink() {
            private int frame;

            @Override
            public boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
                if (frame++ % FRAMES_PER_SLOT == 0) {
                    found.add(detector.detect(picture).persons().size());
                }
                return true;
            }

            @Override
            public boolean offerSound(StreamId stream, FrameTime time, ShortBuffer samples) {
                return true;
            }
        };
        CountDownLatch ended = new CountDownLatch(1);
        StreamConfig input = new StreamConfig(
                new StreamUrl(film.toString()), Set.of(MediaRole.VIDEO), Playback.FAST, 0, 0, CaptureConfig.defaults());
        try (StreamReader reader = new StreamReader(
                new StreamId(0, new RoomId("home", "lab"), "film"),
                input,
                counting,
                (stream, state, reason) -> {
                    if (state == StreamState.CLOSED) {
                        ended.countDown();
                    }
                },
                Clocks.system(),
                new Random(1))) {
            reader.start();
            if (!ended.await(120, TimeUnit.SECONDS)) {
                throw new AssertionError("film was not read: " + film);
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Share of the counts in room states that equal what the film shows at that time or a slot beside it: states are told
     * when a count changes, so most of them lie where somebody is only just found.
     *
     * @param shift by how many cameras the films are mixed up: 0 compares each camera with its own film
     */
    double agreement(List<JsonObject> states, int shift) {
        int told = 0;
        int right = 0;
        for (JsonObject state : states) {
            if (state.get("captured").isJsonNull()) {
                continue;
            }
            Instant captured = Instant.parse(state.get("captured").getAsString());
            double seconds = captured.getEpochSecond() + captured.getNano() / 1e9;
            long slot = Math.round(seconds * FILM_FRAMES_PER_SECOND / FRAMES_PER_SLOT);
            for (int camera = 0; camera < cameras.size(); camera++) {
                JsonObject sensor = state.getAsJsonObject("sensors").getAsJsonObject(cameras.get(camera));
                if (sensor.has("persons")) {
                    int[] film = counts.get((camera + shift) % cameras.size());
                    told++;
                    int count = sensor.get("persons").getAsInt();
                    right += LongStream.rangeClosed(slot - 1, slot + 1)
                                    .anyMatch(near -> count == film[(int) Math.floorMod(near, (long) film.length)])
                            ? 1
                            : 0;
                }
            }
        }
        return told == 0 ? 0 : (double) right / told;
    }
}
