package io.roomwise.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.PersonMask;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.InputSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
    private static final InputSpec INPUT = new InputSpec(2.5, 8, 2, 16, ClipEncoder.VERSION);

    @Test
    void labelsCoverTheSlotsWithinAnAction() {
        RoomClips clips = clips(2, 10, new RoomClips.Action(0, 1, 0.8, 2.0), new RoomClips.Action(0, 0, 3.0, 3.1));
        boolean[][] labels = clips.labels();
        for (int slot = 0; slot < 10; slot++) {
            assertThat(labels[slot][1]).isEqualTo(slot >= 2 && slot <= 5);
            assertThat(labels[slot][0]).isEqualTo(slot == 8); // too short for a slot: the nearest one
        }
    }

    @Test
    void clipsComeBackFromTheirFile(@TempDir Path folder) throws Exception {
        RoomClips clips = clips(2, 5, new RoomClips.Action(0, 0, 1, 2));
        clips.save(folder.resolve("room.clips"));
        RoomClips read = RoomClips.open(folder.resolve("room.clips"));
        assertThat(read.header()).isEqualTo(clips.header());
        byte[] expected = new byte[3 * 16 * 16];
        byte[] actual = new byte[3 * 16 * 16];
        for (int person = 0; person < INPUT.persons(); person++) {
            clips.crop(1, 3, person, expected);
            read.crop(1, 3, person, actual);
            assertThat(actual).isEqualTo(expected).isNotEqualTo(new byte[actual.length]);
            assertThat(read.geometry(1, 3, person, 2)).isEqualTo(clips.geometry(1, 3, person, 2));
        }
        assertThat(read.visible(1, 3, 0)).isTrue();
        assertThat(read.visible(1, 3, 1)).isFalse();
        assertThat(read.visible(1, 2, 1)).isTrue();
        assertThat(read.who(1, 2, 1)).isEqualTo(1);
        assertThat(read.anybody(1, 4)).isFalse();
    }

    @Test
    void aBatchFollowsFromTheSeedAndItsNumber() {
        List<RoomClips> rooms = List.of(clips(3, 30), clips(2, 30));
        WindowBatch one = batch(rooms, 7, 4);
        WindowBatch two = batch(rooms, 7, 4);
        WindowBatch other = batch(rooms, 7, 5);
        assertThat(two.rows).isEqualTo(one.rows);
        assertThat(two.present).isEqualTo(one.present);
        assertThat(two.pixels().flip()).isEqualTo(one.pixels().flip());
        assertThat(other.pixels().flip()).isNotEqualTo(one.pixels().flip());
    }

    @Test
    void onlyWhatThePresentViewsShowIsEncoded() {
        List<RoomClips> rooms = List.of(clips(3, 30), clips(2, 30));
        for (int step = 0; step < 20; step++) {
            WindowBatch batch = batch(rooms, 3, step);
            long encoded = 0;
            for (int i = 0; i < batch.rows.length; i++) {
                assertThat(batch.visible[i]).isEqualTo(batch.rows[i] > 0 ? 1 : 0);
                int cell = i / batch.slots() / INPUT.persons() * batch.slots() + i % batch.slots();
                assertThat(batch.visible[i]).isLessThanOrEqualTo(batch.present[cell]);
                encoded = Math.max(encoded, batch.rows[i]);
            }
            assertThat(batch.crops()).isEqualTo((int) encoded);
            try (NDManager scope = NDManager.newBaseManager()) {
                assertThat(batch.pixels(scope).getShape()).isEqualTo(new Shape(encoded, 3, 16, 16));
            }
        }
    }

    @Test
    void aCropIsLabelledWithWhatItsOwnPersonDoes() {
        List<RoomClips> rooms =
                List.of(clips(1, 8, new RoomClips.Action(1, 1, 0, 4), new RoomClips.Action(2, 0, 0, 4)));
        WindowBatch batch = new WindowBatch(16, 100);
        for (int step = 0; step < 20; step++) {
            new WindowSampler(rooms, step, 8, 1).fill(0, batch);
            for (int i = 0; i < batch.rows.length; i++) {
                int person = i / batch.slots() % INPUT.persons();
                boolean own = person == 1 && batch.visible[i] > 0;
                assertThat(batch.personLabels[2 * i + 1]).isEqualTo(own ? 1 : 0);
                assertThat(batch.personLabels[2 * i]).isZero();
            }
        }
    }

    @Test
    void moreCropsThanFitAreLeftOut() {
        WindowBatch batch = new WindowBatch(16, 5);
        new WindowSampler(List.of(clips(3, 30)), 1, 8, 2).fill(0, batch);
        assertThat(batch.crops()).isEqualTo(5);
    }

    @Test
    void codingAtAFineStepHardlyChangesAPictureAndAtACoarseStepDoes() {
        byte[] picture = new byte[64 * 48 * 3];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (byte) (128 + 60 * Math.sin(i / 40.0));
        }
        byte[] fine = picture.clone();
        byte[] coarse = picture.clone();
        new BlockCodec().degrade(fine, 64, 0, 0, 64, 48, 1);
        new BlockCodec().degrade(coarse, 64, 0, 0, 64, 48, 60);
        assertThat(difference(picture, fine)).isLessThan(3);
        assertThat(difference(picture, coarse)).isGreaterThan(2 * difference(picture, fine));
    }

    @Test
    void onlyTheGivenPartIsCoded() {
        byte[] picture = new byte[64 * 48 * 3];
        new Random(1).nextBytes(picture);
        byte[] coded = picture.clone();
        new BlockCodec().degrade(coded, 64, 20, 20, 30, 30, 60);
        assertThat(coded[(40 * 64 + 50) * 3]).isEqualTo(picture[(40 * 64 + 50) * 3]);
        assertThat(coded).isNotEqualTo(picture);
    }

    @Test
    void whatWasFilmedIsNotFilmedAgain(@TempDir Path folder) throws Exception {
        RoomSet set = new RoomSet("rooms", 5, 3, 4);
        AtomicInteger calls = new AtomicInteger();
        Supplier<PersonFinder> truth = () -> (picture, people) -> {
            calls.incrementAndGet();
            return new PersonMask(people);
        };
        List<String> progress = new ArrayList<>();
        List<RoomClips> clips = set.record(
                folder, INPUT, "truth", truth, (job, done, total, figures) -> progress.add(job + " " + done));
        assertThat(progress).containsExactly("filming rooms 1", "filming rooms 2", "filming rooms 3");
        assertThat(clips).extracting(room -> room.header().room()).containsExactly(5L, 6L, 7L);
        assertThat(clips).allMatch(room -> room.slots() == 10);
        int pictures = 10 * clips.stream().mapToInt(RoomClips::views).sum();
        assertThat(calls).hasValue(pictures);
        set.record(folder, INPUT, "truth", truth, (job, done, total, figures) -> {});
        assertThat(calls).hasValue(pictures);
        set.record(folder, INPUT, "another", truth, (job, done, total, figures) -> {});
        assertThat(calls).hasValue(2 * pictures);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
        assertThat(folder.resolve("room-5.clips")).exists();
    }

    @Test
    void aFinderThatFailsEndsTheFilming(@TempDir Path folder) {
        RoomSet set = new RoomSet("rooms", 5, 3, 4);
        Supplier<PersonFinder> broken = () -> {
            throw new IllegalStateException("no model");
        };
        Supplier<PersonFinder> incomplete = () -> {
            throw new NoClassDefFoundError("Detector");
        };
        assertThatThrownBy(() -> set.record(folder, INPUT, "none", broken, (job, done, total, figures) -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no model");
        assertThatThrownBy(() -> set.record(folder, INPUT, "none", incomplete, (job, done, total, figures) -> {}))
                .isInstanceOf(NoClassDefFoundError.class);
    }

    private static double difference(byte[] a, byte[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
        }
        return sum / a.length;
    }

    private static WindowBatch batch(List<RoomClips> rooms, long seed, long step) {
        WindowBatch batch = new WindowBatch(16, 100);
        new WindowSampler(rooms, seed, 8, 2).fill(step, batch);
        return batch;
    }

    /** Random crops of two people; nobody in every fourth frame. */
    private static RoomClips clips(int views, int slots, RoomClips.Action... actions) {
        RoomClips.Header header =
                new RoomClips.Header(9, views, slots, INPUT, List.of("enter", "exit"), "random", List.of(actions));
        RoomClips clips = RoomClips.empty(header);
        Random random = new Random(views);
        for (int view = 0; view < views; view++) {
            for (int slot = 0; slot < slots; slot++) {
                byte[] crops = new byte[INPUT.persons() * 3 * 16 * 16];
                random.nextBytes(crops);
                float[] geometry = new float[INPUT.persons() * ClipEncoder.GEOMETRY];
                geometry[2] = random.nextFloat();
                int[] who = {slot % 4 == 0 ? RoomClips.EMPTY : 0, slot % 4 == 2 ? 1 : RoomClips.EMPTY};
                clips.put(view, slot, who, geometry, crops);
            }
        }
        return clips;
    }
}
