package io.roomwise.sync;

import static io.roomwise.sync.Scenes.DAEMONS;
import static io.roomwise.sync.Scenes.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WindowRingTest {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> handled = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> fatal = new LinkedBlockingQueue<>();
    private final List<WindowExchange> rooms = new ArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private @Nullable WindowRing ring;

    @AfterEach
    void close() {
        release.countDown();
        if (ring != null) {
            ring.close();
        }
    }

    @Test
    void whileInferenceIsBusyOnlyTheNewestWindowWaits() throws Exception {
        WindowRing busy = start(1, holdingTheFirst());
        assertThat(put(busy, 0, 1)).isTrue();
        assertThat(next()).isEqualTo("room0:1");
        assertThat(put(busy, 0, 2)).isTrue();
        assertThat(put(busy, 0, 3)).isFalse();
        assertThat(put(busy, 0, 4)).isFalse();
        release.countDown();
        assertThat(next()).isEqualTo("room0:4");
        put(busy, 0, 5);
        assertThat(next()).isEqualTo("room0:5");
    }

    @Test
    void ofTwoWindowsThatLeaveAtOnceBothAreSeen() throws Exception {
        WindowRing busy = start(1, holdingTheFirst());
        put(busy, 0, 1);
        assertThat(next()).isEqualTo("room0:1");
        assertThat(put(busy, 0, 2, 7_000_000_000L)).isTrue();
        assertThat(put(busy, 0, 3, 7_020_000_000L)).isTrue();
        assertThat(put(busy, 0, 4, 7_040_000_000L)).isFalse();
        release.countDown();
        assertThat(next()).isEqualTo("room0:2");
        assertThat(next()).isEqualTo("room0:4");
        put(busy, 0, 5, 8_000_000_000L);
        assertThat(next()).isEqualTo("room0:5");
    }

    @Test
    void aRoomThatFloodsDoesNotPushAnotherOut() throws Exception {
        WindowRing busy = start(2, holdingTheFirst());
        put(busy, 0, 1);
        assertThat(next()).isEqualTo("room0:1");
        put(busy, 0, 2);
        put(busy, 1, 1);
        for (int slot = 3; slot < 50; slot++) {
            put(busy, 0, slot);
        }
        release.countDown();
        assertThat(next()).isEqualTo("room0:49");
        assertThat(next()).isEqualTo("room1:1");
    }

    @Test
    void aWindowOnWhichTheHandlerFailsIsCountedAndTheNextOneComes() throws Exception {
        WindowRing failing = start(1, window -> {
            seen.add(nameOf(window));
            if (window.slotIndex() == 1) {
                throw new IllegalStateException("no model");
            }
        });
        put(failing, 0, 1);
        assertThat(next()).isEqualTo("room0:1");
        put(failing, 0, 2);
        // The first may still be in work, but it is never replaced: inference has taken it.
        assertThat(next()).isEqualTo("room0:2");
        assertThat(failing.failures()).isEqualTo(1);
        assertThat(handled.poll(10, TimeUnit.SECONDS)).isZero();
        assertThat(handled).isEmpty();
    }

    @Test
    void anErrorIsHandedOver() throws Exception {
        var error = new NoClassDefFoundError("test");
        WindowRing failing = start(1, window -> {
            throw error;
        });
        put(failing, 0, 1);
        assertThat(fatal.poll(10, TimeUnit.SECONDS)).isSameAs(error);
    }

    @Test
    void underLoadEveryRoomGetsRisingSlotsAndItsLastOne() throws Exception {
        int rounds = 100_000;
        int count = 5;
        long[] last = new long[count];
        List<String> wrong = new ArrayList<>();
        CountDownLatch allLast = new CountDownLatch(count);
        WindowRing loaded = start(count, window -> {
            int room = window.layout().views().get(0).index();
            if (window.slotIndex() <= last[room]) {
                wrong.add(nameOf(window));
            }
            last[room] = window.slotIndex();
            if (window.slotIndex() == rounds) {
                allLast.countDown();
            }
        });
        for (int slot = 1; slot <= rounds; slot++) {
            for (int room = 0; room < count; room++) {
                put(loaded, room, slot);
            }
        }
        assertThat(allLast.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(wrong).isEmpty();
    }

    @Test
    void closeFinishesTheWindowInWork() throws Exception {
        CountDownLatch inWork = new CountDownLatch(1);
        WindowRing closing = start(1, window -> {
            inWork.countDown();
            release.await();
            seen.add("finished");
        });
        put(closing, 0, 1);
        assertThat(inWork.await(10, TimeUnit.SECONDS)).isTrue();
        Thread closer = Thread.currentThread();
        DAEMONS.newThread(() -> {
                    while (closer.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    release.countDown();
                })
                .start();
        closing.close();
        assertThat(seen).containsExactly("finished");
    }

    /** A handler that may be made to wait. */
    private interface Handler {
        void onWindow(RoomWindow window) throws InterruptedException;
    }

    private WindowRing start(int count, Handler handler) {
        for (int room = 0; room < count; room++) {
            rooms.add(new WindowExchange(Scenes.room("room" + room, room, 1, 0), VIDEO));
        }
        WindowRing started = new WindowRing(
                rooms,
                window -> {
                    try {
                        handler.onWindow(window);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                handled::add,
                DAEMONS,
                fatal::add);
        started.start();
        ring = started;
        return started;
    }

    private Handler holdingTheFirst() {
        return window -> {
            seen.add(nameOf(window));
            release.await();
        };
    }

    /** When the slot was due. */
    private boolean put(WindowRing to, int room, long slot) {
        return put(to, room, slot, slot * Scenes.SLOT_NANOS);
    }

    private boolean put(WindowRing to, int room, long slot, long nanoTime) {
        rooms.get(room).filling().begin(slot, slot * Scenes.SLOT_NANOS, 0);
        boolean fresh = rooms.get(room).put(nanoTime);
        if (fresh) {
            to.announce(room);
        }
        return fresh;
    }

    private @Nullable String next() throws InterruptedException {
        return seen.poll(10, TimeUnit.SECONDS);
    }

    private static String nameOf(RoomWindow window) {
        return window.layout().room().room() + ":" + window.slotIndex();
    }
}
