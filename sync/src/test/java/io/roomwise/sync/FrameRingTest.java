package io.roomwise.sync;

import static io.roomwise.sync.Scenes.DAEMONS;
import static io.roomwise.sync.Scenes.SOUND;
import static io.roomwise.sync.Scenes.at;
import static io.roomwise.sync.Scenes.bySender;
import static io.roomwise.sync.Scenes.picture;
import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.EventHandler;
import io.roomwise.capture.Picture;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.sync.SyncStats.StreamStats;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FrameRingTest {
    private static final int SLOTS_OF_ONE_STREAM = 16;

    private final RoomLayout layout = Scenes.room("living", 0, 1, 1);
    private final StreamId camera = layout.views().get(0);
    private final StreamId microphone = layout.microphones().get(0);
    private final BlockingQueue<Throwable> fatal = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private List<StreamCounters> counters = List.of();
    private @Nullable FrameRing ring;

    @AfterEach
    void close() {
        release.countDown();
        if (ring != null) {
            ring.close();
        }
    }

    @Test
    void aFullRingRefusesAtOnceAndCounts() {
        FrameRing full = start(layout, (frame, sequence, endOfBatch) -> release.await());
        for (int i = 0; i < SLOTS_OF_ONE_STREAM; i++) {
            assertThat(full.offerPicture(camera, bySender(at(0, i)), picture(i)))
                    .isTrue();
        }
        assertThat(full.offerPicture(camera, bySender(at(0, 99)), picture(99))).isFalse();
        assertThat(full.offerSound(microphone, bySender(at(0, 99)), Scenes.sound(0, 320)))
                .isFalse();
        assertThat(counters.get(0).stats()).isEqualTo(new StreamStats(SLOTS_OF_ONE_STREAM + 1, 1, 0, 0));
        assertThat(counters.get(1).stats()).isEqualTo(new StreamStats(1, 1, 0, 0));
        assertThat(full.fill()).isEqualTo(1);
    }

    @Test
    void onlyPicturesOfViewsWithinTheToleranceAreWanted() {
        FrameRing open = start(layout, (frame, sequence, endOfBatch) -> {});
        assertThat(open.wantsPicture(camera, bySender(at(3, -60)))).isTrue();
        assertThat(open.wantsPicture(camera, bySender(at(3, 60)))).isTrue();
        assertThat(open.wantsPicture(camera, bySender(at(3, -60.001)))).isFalse();
        assertThat(open.wantsPicture(camera, bySender(at(3, 60.001)))).isFalse();
        assertThat(open.wantsPicture(microphone, bySender(at(3, 0)))).isFalse();
    }

    @Test
    void theTimeOfASkippedPictureTravelsAsAPictureDoes() throws Exception {
        BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
        FrameRing open = start(layout, (frame, sequence, endOfBatch) -> {
            if (frame.content() == FrameSlot.Content.PICTURE_TIME) {
                seen.add(frame.time().captureUtcNanos());
            }
            release.await();
        });
        assertThat(open.skipPicture(camera, bySender(at(0, 123)))).isTrue();
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(at(0, 123));
        for (int i = 1; i < SLOTS_OF_ONE_STREAM; i++) {
            assertThat(open.skipPicture(camera, bySender(at(0, i)))).isTrue();
        }
        assertThat(open.skipPicture(camera, bySender(at(0, 99)))).isFalse();
        assertThat(open.skipPicture(microphone, bySender(at(0, 99)))).isTrue();
        assertThat(counters.get(0).stats()).isEqualTo(new StreamStats(SLOTS_OF_ONE_STREAM + 1, 1, 0, 0));
    }

    @Test
    void aPictureLargerThanASlotIsRefusedAndTheNextOneComes() throws Exception {
        BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
        FrameRing open = start(layout, numbersTo(seen));
        assertThat(open.offerPicture(camera, bySender(at(0, 0)), picture(1, 64, 49)))
                .isFalse();
        assertThat(open.offerPicture(camera, bySender(at(0, 0)), picture(2, 48, 64)))
                .isTrue();
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(counters.get(0).stats().refused()).isEqualTo(1);
    }

    @Test
    void aPictureWithTooFewBytesIsRefused() {
        FrameRing open = start(layout, (frame, sequence, endOfBatch) -> {});
        Picture cut = new Picture(64, 48, ByteBuffer.allocateDirect(64 * 48 * 3).limit(100));
        assertThat(open.offerPicture(camera, bySender(at(0, 0)), cut)).isFalse();
        assertThat(counters.get(0).stats().refused()).isEqualTo(1);
    }

    @Test
    void soundLongerThanASlotIsRefused() {
        FrameRing open = start(layout, (frame, sequence, endOfBatch) -> {});
        assertThat(open.offerSound(microphone, bySender(at(0, 0)), Scenes.sound(0, FrameSlot.MAX_SAMPLES + 1)))
                .isFalse();
        assertThat(open.offerSound(microphone, bySender(at(0, 0)), Scenes.sound(0, FrameSlot.MAX_SAMPLES)))
                .isTrue();
        assertThat(counters.get(1).stats().refused()).isEqualTo(1);
    }

    @Test
    void aFrameOfAnUnknownStreamIsRefusedAndCounted() {
        FrameRing open = start(layout, (frame, sequence, endOfBatch) -> {});
        StreamId stranger = new StreamId(7, new RoomId("home", "attic"), "camera");
        assertThat(open.offerPicture(stranger, bySender(at(0, 0)), picture(1))).isFalse();
        assertThat(open.offerSound(stranger, bySender(at(0, 0)), Scenes.sound(0, 10)))
                .isFalse();
        assertThat(open.unknown()).isEqualTo(2);
    }

    @Test
    void whatNoWindowUsesIsTakenAndForgotten() {
        FrameRing open = start(layout, (frame, sequence, endOfBatch) -> release.await());
        for (int i = 0; i < 2 * SLOTS_OF_ONE_STREAM; i++) {
            assertThat(open.offerSound(camera, bySender(at(0, i)), Scenes.sound(0, 10)))
                    .isTrue();
        }
    }

    @Test
    void aFrameOnWhichTheConsumerFailsIsCountedAndTheNextOneComes() throws Exception {
        BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
        EventHandler<FrameSlot> numbers = numbersTo(seen);
        FrameRing open = start(layout, (frame, sequence, endOfBatch) -> {
            if (sequence == 0) {
                throw new IllegalStateException("first frame");
            }
            numbers.onEvent(frame, sequence, endOfBatch);
        });
        open.offerPicture(camera, bySender(at(0, 0)), picture(1));
        open.offerPicture(camera, bySender(at(0, 0)), picture(2));
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(open.failures()).isEqualTo(1);
        assertThat(fatal).isEmpty();
    }

    @Test
    void anErrorIsHandedOver() throws Exception {
        var error = new OutOfMemoryError("test");
        FrameRing open = start(layout, (frame, sequence, endOfBatch) -> {
            throw error;
        });
        open.offerPicture(camera, bySender(at(0, 0)), picture(1));
        assertThat(fatal.poll(10, TimeUnit.SECONDS)).isSameAs(error);
    }

    @Test
    void framesOfManyThreadsArriveWholeAndInTheOrderOfTheirStream() throws Exception {
        int streams = 4;
        int each = 2_000;
        RoomLayout many = Scenes.room("living", 0, streams, 0);
        int[] expected = new int[streams];
        List<String> wrong = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(streams * each);
        PictureBuffer[] spare = {new PictureBuffer(64, 48)};
        FrameRing open = start(many, (frame, sequence, endOfBatch) -> {
            int stream = frame.stream();
            spare[0] = frame.swapPicture(spare[0]);
            int number = Scenes.number(spare[0].picture());
            if (number != stream * each + expected[stream]++) {
                wrong.add(stream + ": " + number);
            }
            all.countDown();
        });
        many.views().forEach(stream -> DAEMONS.newThread(() -> {
                    for (int i = 0; i < each; i++) {
                        Picture next = picture(stream.index() * each + i);
                        while (!open.offerPicture(stream, bySender(at(0, i)), next)) {
                            Thread.onSpinWait();
                        }
                    }
                })
                .start());
        assertThat(all.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(wrong).isEmpty();
        assertThat(open.failures()).isZero();
    }

    @Test
    void closeReturnsWhenThreadSyncHasEnded() {
        List<Thread> made = new ArrayList<>();
        Routes routes = new Routes(List.of(layout), true);
        FrameRing closing = new FrameRing(
                SOUND,
                routes,
                countersFor(routes),
                (frame, sequence, endOfBatch) -> {},
                loop -> {
                    made.add(DAEMONS.newThread(loop));
                    return made.get(0);
                },
                fatal::add);
        closing.start();
        assertThat(made).extracting(Thread::getName).containsExactly("sync");
        closing.close();
        assertThat(made.get(0).isAlive()).isFalse();
        closing.close();
    }

    @Test
    void aRingThatNeverStartedCanBeClosed() {
        Routes routes = new Routes(List.of(layout), true);
        new FrameRing(SOUND, routes, countersFor(routes), (frame, sequence, endOfBatch) -> {}, DAEMONS, fatal::add)
                .close();
    }

    private FrameRing start(RoomLayout room, EventHandler<FrameSlot> consumer) {
        Routes routes = new Routes(List.of(room), true);
        counters = countersFor(routes);
        FrameRing started = new FrameRing(SOUND, routes, counters, consumer, DAEMONS, fatal::add);
        started.start();
        ring = started;
        return started;
    }

    private static List<StreamCounters> countersFor(Routes routes) {
        return Stream.generate(StreamCounters::new).limit(routes.streams()).toList();
    }

    private static EventHandler<FrameSlot> numbersTo(BlockingQueue<Integer> seen) {
        return (frame, sequence, endOfBatch) -> seen.add(
                Scenes.number(frame.swapPicture(new PictureBuffer(64, 48)).picture()));
    }
}
