package io.roomwise.trainer.dataset;

import io.roomwise.capture.Picture;
import io.roomwise.inference.PersonBox;
import io.roomwise.inference.PersonMask;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.InputSpec;
import io.roomwise.inference.clip.PersonRegion;
import io.roomwise.inference.clip.PersonTracks;
import io.roomwise.trainer.simulation.LabelledAction;
import io.roomwise.trainer.simulation.SimulatedRoom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;

/**
 * Films simulated rooms: every view at every slot of the grid, degraded as by a camera and its stream, people found,
 * cropped. What is filmed follows from the room's seed. Owned by one thread.
 */
public final class RoomRecorder {
    /** A camera's frame is up to this far from the grid instant. */
    private static final double CLOCK_ERROR_SECONDS = 0.05;

    private static final float DEGRADATION = 0.7f;
    private static final float AROUND = 0.3f;
    /** Intersection over union from which a region and a true box are taken for the same person. */
    private static final float SAME = 0.3f;

    private final InputSpec input;
    private final String finderName;
    private final PersonFinder finder;
    private final ClipEncoder encoder;
    private final ByteBuffer rgb = ByteBuffer.allocateDirect(SimulatedRoom.WIDTH * SimulatedRoom.HEIGHT * 3);
    private final byte[] picture = new byte[SimulatedRoom.WIDTH * SimulatedRoom.HEIGHT * 3];
    private final byte[] crops;
    private final float[] geometry;

    /** @param finderName goes into each file, so that clips of different detectors are not mixed up */
    public RoomRecorder(InputSpec input, String finderName, PersonFinder finder) {
        this.input = input;
        this.finderName = finderName;
        this.finder = finder;
        encoder = new ClipEncoder(input);
        crops = new byte[input.persons() * 3 * input.pictureSize() * input.pictureSize()];
        geometry = new float[input.persons() * ClipEncoder.GEOMETRY];
    }

    /** Opens what was filmed before, or films it. */
    public RoomClips record(Path folder, long room, double seconds) throws IOException {
        Path file = folder.resolve("room-" + room + ".clips");
        if (Files.exists(file)) {
            RoomClips clips = RoomClips.open(file);
            if (clips.header().detector().equals(finderName) && clips.input().equals(input)) {
                return clips;
            }
        }
        Files.createDirectories(folder);
        film(room, seconds).save(file);
        return RoomClips.open(file);
    }

    /** Films from a random moment of the first ten minutes on: people may be there already. */
    RoomClips film(long seed, double seconds) {
        SimulatedRoom room = SimulatedRoom.of(seed);
        Random random = new Random(seed ^ 0x5DEECE66DL);
        double start = random.nextInt(1500) * 0.4;
        int slots = (int) Math.floor(seconds * input.framesPerSecond());
        List<RoomClips.Action> actions = new ArrayList<>();
        for (LabelledAction action : room.actions(start, start + seconds)) {
            actions.add(new RoomClips.Action(
                    action.person(),
                    SimulatedRoom.classes().indexOf(action.action()),
                    action.startSeconds() - start,
                    action.endSeconds() - start));
        }
        RoomClips.Header header = new RoomClips.Header(
                seed, room.views(), slots, input, SimulatedRoom.classes().names(), finderName, actions);
        RoomClips clips = RoomClips.empty(header);
        for (int view = 0; view < room.views(); view++) {
            Degradation degradation = new Degradation(random, DEGRADATION);
            PersonTracks tracks = new PersonTracks(input.persons());
            for (int slot = 0; slot < slots; slot++) {
                double jitter = (2 * random.nextDouble() - 1) * CLOCK_ERROR_SECONDS;
                double time = Math.max(0, start + slot / input.framesPerSecond() + jitter);
                clips.put(view, slot, shoot(room, view, time, degradation, tracks), geometry, crops);
            }
        }
        return clips;
    }

    /** Noise and coding only where people are: the rest is never looked at, and costs the most. */
    private void degrade(Degradation degradation, Collection<PersonBox> people) {
        float left = 1;
        float top = 1;
        float right = 0;
        float bottom = 0;
        for (PersonBox box : people) {
            left = Math.min(left, box.left());
            top = Math.min(top, box.top());
            right = Math.max(right, box.right());
            bottom = Math.max(bottom, box.bottom());
        }
        float reach = AROUND * Math.max(right - left, bottom - top);
        degradation.apply(
                picture,
                SimulatedRoom.WIDTH,
                (int) (SimulatedRoom.WIDTH * (left - reach)),
                (int) (SimulatedRoom.HEIGHT * (top - reach)),
                (int) (SimulatedRoom.WIDTH * (right + reach)),
                (int) (SimulatedRoom.HEIGHT * (bottom + reach)));
    }

    /** Fills crops and geometry. @return who is in each track, see {@link RoomClips#who} */
    private int[] shoot(SimulatedRoom room, int view, double time, Degradation degradation, PersonTracks tracks) {
        rgb.clear();
        SortedMap<Integer, PersonBox> truth = room.paint(view, time, rgb);
        rgb.get(0, picture);
        degrade(degradation, truth.values());
        rgb.put(0, picture);
        Picture frame = new Picture(SimulatedRoom.WIDTH, SimulatedRoom.HEIGHT, rgb.clear());
        PersonMask mask = finder.find(frame, List.copyOf(truth.values()));
        List<PersonRegion> people = tracks.follow(mask.regions(), mask.faintRegions());
        Arrays.fill(crops, (byte) 0);
        Arrays.fill(geometry, 0);
        int[] who = new int[people.size()];
        for (int track = 0; track < who.length; track++) {
            who[track] = RoomClips.EMPTY;
            if (people.get(track).persons() > 0) {
                crop(frame, people.get(track), track);
                who[track] = who(people.get(track), truth);
            }
        }
        if (people.stream().allMatch(region -> region.persons() == 0)) {
            crop(frame, PersonRegion.NOBODY, 0);
        }
        return who;
    }

    /** The person whose box overlaps most. */
    private static int who(PersonRegion region, SortedMap<Integer, PersonBox> truth) {
        int who = RoomClips.NOBODY;
        float most = SAME;
        for (Map.Entry<Integer, PersonBox> person : truth.entrySet()) {
            PersonBox box = person.getValue();
            float width = Math.min(region.right(), box.right()) - Math.max(region.left(), box.left());
            float height = Math.min(region.bottom(), box.bottom()) - Math.max(region.top(), box.top());
            float both = Math.max(0, width) * Math.max(0, height);
            float either = (region.right() - region.left()) * (region.bottom() - region.top())
                    + (box.right() - box.left()) * (box.bottom() - box.top())
                    - both;
            if (both > most * either) {
                most = both / either;
                who = person.getKey();
            }
        }
        return who;
    }

    private void crop(Picture frame, PersonRegion region, int person) {
        int size = crops.length / input.persons();
        encoder.crop(
                frame,
                region,
                ByteBuffer.wrap(crops, person * size, size),
                FloatBuffer.wrap(geometry, person * ClipEncoder.GEOMETRY, ClipEncoder.GEOMETRY));
    }
}
