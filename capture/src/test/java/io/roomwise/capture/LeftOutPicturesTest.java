package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no window needs and no other picture is built from is not decoded, and all else is as if it were. The films have 200
 * pictures at 25 a second and B-frames: as recorders encode (H.264, HEVC), and in a pyramid as x264 does by default. GStreamer
 * made them of its ball with {@code x264enc b-adapt=false bframes=2|3 b-pyramid=false|true} and {@code x265enc}.
 */
class LeftOutPicturesTest {
    private static final long PERIOD = 400_000_000L;
    private static final long TOLERANCE = 60_000_000L;
    private static final long START = 1_800_000_000L * 1_000_000_000L;
    private static final int PICTURES = 200;

    private record Told(long utcNanos, long step) {}

    /** Wants some, of which one may replace another of the same period. */
    private static final class Observer implements FrameSink {
        private final List<Told> told;
        private final TreeMap<Long, Long> offered = new TreeMap<>();
        private final LongPredicate wanted;
        private final boolean nearestOnly;
        private long step;

        Observer(LongPredicate wanted, boolean nearestOnly) {
            this(new ArrayList<>(), wanted, nearestOnly);
        }

        Observer(List<Told> told, LongPredicate wanted, boolean nearestOnly) {
            this.told = told;
            this.wanted = wanted;
            this.nearestOnly = nearestOnly;
        }

        @Override
        public boolean wantsPicture(StreamId stream, FrameTime time) {
            return wanted.test(time.captureUtcNanos());
        }

        @Override
        public boolean replaces(StreamId stream, FrameTime one, FrameTime other) {
            return nearestOnly
                    && slot(one.captureUtcNanos()) == slot(other.captureUtcNanos())
                    && distance(one.captureUtcNanos()) <= distance(other.captureUtcNanos());
        }

        @Override
        public boolean skipPicture(StreamId stream, FrameTime time) {
            told.add(new Told(time.captureUtcNanos(), step));
            return true;
        }

        @Override
        public boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
            var sum = new CRC32C();
            sum.update(picture.rgb().duplicate());
            offered.put(time.captureUtcNanos(), sum.getValue());
            told.add(new Told(time.captureUtcNanos(), step));
            return true;
        }

        @Override
        public boolean offerSound(StreamId stream, FrameTime time, ShortBuffer samples) {
            return true;
        }
    }

    private static long slot(long utcNanos) {
        return Math.floorDiv(utcNanos + PERIOD / 2, PERIOD);
    }

    private static long distance(long utcNanos) {
        return Math.abs(utcNanos - slot(utcNanos) * PERIOD);
    }

    private static boolean isNear(long utcNanos) {
        return distance(utcNanos) <= TOLERANCE;
    }

    /** Plays a film that begins so long after an instant; step k has read k packets. */
    private static StreamCounters play(String film, long phaseMillis, Observer observer) throws StreamException {
        return play(film, phaseMillis, observer, (role, packet, clock, time) -> {});
    }

    private static StreamCounters play(String film, long phaseMillis, Observer observer, PacketListener listener)
            throws StreamException {
        var path = Objects.requireNonNull(LeftOutPicturesTest.class.getResource("/" + film))
                .getPath();
        var counters = new StreamCounters();
        var clocks = new Clocks(() -> START + phaseMillis * 1_000_000L, System::nanoTime);
        var config = new StreamConfig(
                new StreamUrl("file:" + path), Streams.VIDEO, Playback.FAST, 0, 0, Streams.hurried(RtspTransport.TCP));
        try (var deadline = new Deadline(clocks.nanoTime())) {
            var delivery = new Delivery(Streams.id(0), observer, counters, clocks, deadline, true);
            try (var session = new StreamSession(
                    config, HardwareDecoding.NONE, new FilePlayback(clocks), counters, delivery, clocks, deadline)) {
                session.watch(listener);
                while (session.step()) {
                    observer.step++;
                }
            }
        }
        return counters;
    }

    private static List<Long> times(Observer observer) {
        return observer.told.stream().map(Told::utcNanos).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"b-frames.mp4", "b-pyramid.mp4", "b-frames-hevc.mp4"})
    void wantedPicturesAreTheSameAndNoLaterAndTheOthersAreToldOf(String film) throws StreamException {
        for (var phase = 0; phase < 400; phase += 70) {
            var all = new Observer(utcNanos -> true, false);
            assertThat(play(film, phase, all).undecoded).hasValue(0);
            assertThat(all.told).hasSize(PICTURES);

            var some = new Observer(LeftOutPicturesTest::isNear, false);
            var counters = play(film, phase, some);

            assertThat(counters.undecoded).as("undecoded from %s ms", phase).hasValueGreaterThan(PICTURES / 8);
            assertThat(counters.pictures).hasValue(PICTURES);
            assertThat(counters.decodeErrors).hasValue(0);
            assertThat(times(some)).isEqualTo(times(all)).isSorted();
            assertThat(some.offered.keySet())
                    .allMatch(LeftOutPicturesTest::isNear)
                    .hasSize((int) times(all).stream()
                            .filter(LeftOutPicturesTest::isNear)
                            .count());
            assertThat(all.offered).containsAllEntriesOf(some.offered);
            assertThat(some.told).filteredOn(told -> isNear(told.utcNanos())).allMatch(all.told::contains);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"b-frames.mp4", "b-pyramid.mp4", "b-frames-hevc.mp4", "no-b-frames.mp4"})
    void onlyTheNearestPictureOfEachInstantIsOfferedAndNoLater(String film) throws StreamException {
        // a first picture waits for none: nothing is known of the pace
        for (var phase = 0; phase < 340; phase += 70) {
            var all = new Observer(LeftOutPicturesTest::isNear, false);
            play(film, phase, all);
            var nearest = new Observer(LeftOutPicturesTest::isNear, true);
            var counters = play(film, phase, nearest);

            var expected = new TreeMap<Long, Long>();
            all.offered
                    .keySet()
                    .forEach(time -> expected.merge(
                            slot(time), time, (one, other) -> distance(one) <= distance(other) ? one : other));
            assertThat(nearest.offered.keySet()).containsExactlyElementsOf(expected.values());
            assertThat(all.offered).containsAllEntriesOf(nearest.offered);
            assertThat(times(nearest)).isEqualTo(times(all)).isSorted();
            assertThat(counters.pictures).hasValue(PICTURES);
            // the film may end where the next picture would have been nearer
            assertThat(nearest.told)
                    .filteredOn(told ->
                            nearest.offered.headMap(nearest.offered.lastKey()).containsKey(told.utcNanos()))
                    .allMatch(all.told::contains);
        }
    }

    /** Pictures 64 and on are left out: by then it is known how the stream is made; key frames are 0, 50, 100, 150. */
    @Test
    void whatComesAfterTheLastWantedPictureOfAGroupIsNotDecoded() throws StreamException {
        for (var phase = 0; phase < 400; phase += 70) {
            var all = new Observer(utcNanos -> true, false);
            assertThat(play("no-b-frames.mp4", phase, all).undecoded).hasValue(0);
            var some = new Observer(LeftOutPicturesTest::isNear, false);
            var counters = play("no-b-frames.mp4", phase, some);

            var expected = 0;
            for (var end : new int[] {100, 150, 200}) {
                for (var last = end - 1; !isNear(times(all).get(last)); last--) {
                    expected++;
                }
            }
            assertThat(counters.undecoded).as("undecoded from %s ms", phase).hasValue(expected);
            assertThat(counters.pictures).hasValue(PICTURES);
            assertThat(counters.decodeErrors).hasValue(0);
            assertThat(some.told).isEqualTo(all.told);
            assertThat(all.offered).containsAllEntriesOf(some.offered);
            assertThat(some.offered.keySet())
                    .containsExactlyElementsOf(all.offered.keySet().stream()
                            .filter(LeftOutPicturesTest::isNear)
                            .toList());
        }
    }

    /** As after a change of parameter sets that nobody told of. */
    @Test
    void picturesOfADecoderThatIsDeadAreNotSaidToBeThere() throws StreamException {
        var some = new Observer(LeftOutPicturesTest::isNear, false);
        var counters = play("no-b-frames.mp4", 200, some, (role, packet, clock, time) -> {
            if (some.step >= 70) {
                var slice = packet.data().capacity(packet.size()).asByteBuffer();
                // after an access unit delimiter: first_mb_in_slice 0, slice_type P, pic_parameter_set_id that cannot
                // be
                slice.position(4 + slice.get(3) + 4 + 1).put((byte) 0xc0);
                while (slice.hasRemaining()) {
                    slice.put((byte) 0);
                }
            }
        });
        assertThat(counters.decodeErrors.get()).isGreaterThan(100);
        assertThat(counters.pictures).hasValue(70);
    }

    @Test
    void picturesThatWaitAreDecodedWhereOneIsWantedUnexpectedly() throws StreamException {
        var all = new Observer(utcNanos -> true, false);
        play("no-b-frames.mp4", 0, all);
        List<Told> told = new ArrayList<>();
        var changing = new Observer(told, utcNanos -> told.size() >= 115, false);
        assertThat(play("no-b-frames.mp4", 0, changing).undecoded).hasValue(100 - 64);

        assertThat(told).isEqualTo(all.told);
        assertThat(changing.offered).isEqualTo(all.offered.tailMap(times(all).get(115)));
    }
}
