package io.roomwise.sync;

import static io.roomwise.sync.Scenes.FIRST;
import static io.roomwise.sync.Scenes.SOUND;
import static io.roomwise.sync.Scenes.VIDEO;
import static io.roomwise.sync.Scenes.at;
import static io.roomwise.sync.Scenes.bySender;
import static io.roomwise.sync.Scenes.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomwise.capture.StreamId;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
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
class SynchronizerTest {
    private final RoomLayout living = Scenes.room("living", 0, 2, 1);
    private final RoomLayout kitchen = Scenes.room("kitchen", 3, 1, 0);
    private final ManualClock clock = new ManualClock(at(0, 0));
    private final List<Thread> threads = new ArrayList<>();
    private final BlockingQueue<Throwable> fatal = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private @Nullable Synchronizer synchronizer;

    @AfterEach
    void close() {
        if (synchronizer != null) {
            synchronizer.close();
        }
    }

    @Test
    void picturesGoInAndOneWindowASlotComesOut() throws Exception {
        Synchronizer open = start(VIDEO, List.of(living), this::look);
        see(open, living.views().get(0), at(-1, 340));
        see(open, living.views().get(1), at(-1, 340));
        for (int slot = 0; slot < 20; slot++) {
            clock.set(at(slot, 100));
            see(open, living.views().get(1), at(slot, 20));
            see(open, living.views().get(0), at(slot, 5));
            assertThat(next()).isEqualTo("living " + slot + " ++");
        }
        SyncStats stats = open.stats();
        assertThat(stats.rooms().get(0).windows()).isEqualTo(20);
        assertThat(stats.rooms().get(0).degraded()).isZero();
        assertThat(stats.rooms().get(0).skewMillis().p99()).isEqualTo(15);
        assertThat(stats.rooms().get(0).waitMillis().p50()).isEqualTo(100);
        assertThat(stats.streams().get(0).offered()).isEqualTo(21);
        assertThat(stats.frameFailures() + stats.windowFailures() + stats.unknown())
                .isZero();
    }

    @Test
    void soundArrivesWithThePictures() throws Exception {
        BlockingQueue<Short> firstSamples = new LinkedBlockingQueue<>();
        Synchronizer open = start(SOUND, List.of(living), window -> {
            if (window.heard(0)) {
                firstSamples.add(window.sound(0).get());
            }
        });
        clock.set(at(1, 0));
        for (int piece = 0; piece < 8; piece++) {
            long first = piece * 800L;
            assertThat(open.offerSound(
                            living.microphones().get(0),
                            bySender(at(0, 0) + first * 62_500),
                            Scenes.sound(1_000 + first, 800)))
                    .isTrue();
        }
        see(open, living.views().get(0), at(0, 0));
        see(open, living.views().get(1), at(0, 0));
        assertThat(firstSamples.poll(10, TimeUnit.SECONDS)).isEqualTo((short) 1_000);
    }

    @Test
    void windowsLeaveEvenIfAllSensorsAreSilent() throws Exception {
        Synchronizer open = start(VIDEO, List.of(living), this::look);
        see(open, living.views().get(0), at(0, -20));
        see(open, living.views().get(1), at(0, -20));
        clock.set(at(0, 601));
        assertThat(next()).isEqualTo("living 0 ++");
        clock.set(at(1, 601));
        assertThat(next()).isEqualTo("living 1 --");
    }

    @Test
    void aSilentRoomDoesNotHoldUpAnother() throws Exception {
        Synchronizer open = start(VIDEO, List.of(living, kitchen), this::look);
        see(open, living.views().get(0), at(0, -50));
        see(open, living.views().get(1), at(0, -50));
        see(open, kitchen.views().get(0), at(0, 10));
        assertThat(next()).isEqualTo("kitchen 0 +");
        clock.set(at(1, 50));
        see(open, kitchen.views().get(0), at(1, 10));
        assertThat(next()).isEqualTo("kitchen 1 +");
        assertThat(open.stats().rooms().get(0).windows()).isZero();
    }

    @Test
    void theWatchdogSeesWhenInferenceFinishedAWindow() throws Exception {
        Synchronizer open = start(VIDEO, List.of(kitchen), this::look);
        assertThat(open.stats().rooms().get(0).lastWindowAgeMillis()).isEqualTo(-1);
        see(open, kitchen.views().get(0), at(0, 0));
        assertThat(next()).isEqualTo("kitchen 0 +");
        while (open.stats().rooms().get(0).lastWindowAgeMillis() < 0) {
            Thread.onSpinWait();
        }
        clock.step(3_600_000_000_000L);
        clock.set(clock.utcNanos() + 70_000_000);
        assertThat(open.stats().rooms().get(0).lastWindowAgeMillis()).isEqualTo(70);
    }

    @Test
    void windowsThatInferenceCouldNotTakeAreCounted() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Synchronizer open = start(VIDEO, List.of(kitchen), window -> {
            look(window);
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        see(open, kitchen.views().get(0), at(0, 0));
        assertThat(next()).isEqualTo("kitchen 0 +");
        for (int slot = 1; slot <= 4; slot++) {
            clock.set(at(slot, 0));
            see(open, kitchen.views().get(0), at(slot, 0));
        }
        while (open.stats().rooms().get(0).windows() < 5) {
            Thread.onSpinWait();
        }
        release.countDown();
        assertThat(next()).isEqualTo("kitchen 4 +");
        assertThat(open.stats().rooms().get(0).givenUp()).isEqualTo(3);
    }

    @Test
    void closeEndsBothThreadsAndMayBeRepeated() {
        Synchronizer open = start(VIDEO, List.of(living), this::look);
        assertThat(threads).extracting(Thread::getName).containsExactly("inference", "sync");
        open.close();
        assertThat(threads).noneMatch(Thread::isAlive);
        open.close();
    }

    @Test
    void aStreamInTwoRoomsIsAnError() {
        RoomLayout second = Scenes.room("second", 0, 1, 0);
        assertThatThrownBy(() -> start(VIDEO, List.of(living, second), this::look))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("home/second/sensor0")
                .hasMessageContaining("twice");
    }

    /** Of several looks, as memory of earlier tests may be given back during one. */
    @Test
    void whatPicturesTakeIsKnownBefore() {
        BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElseThrow();
        List<Synchronizer> made = new ArrayList<>();
        List<Long> taken = new ArrayList<>();
        for (int look = 0; look < 5; look++) {
            long before = direct.getMemoryUsed();
            made.add(new Synchronizer(
                    SOUND, List.of(living, kitchen), window -> {}, Scenes.DAEMONS, clock.clocks(), fatal::add));
            taken.add(direct.getMemoryUsed() - before);
        }
        assertThat(made).hasSize(5);
        assertThat(taken).contains(Synchronizer.pictureBytes(SOUND, List.of(living, kitchen)));
    }

    private Synchronizer start(SyncConfig config, List<RoomLayout> rooms, WindowHandler handler) {
        Synchronizer started = new Synchronizer(
                config,
                rooms,
                handler,
                loop -> {
                    Thread thread = Scenes.DAEMONS.newThread(loop);
                    threads.add(thread);
                    return thread;
                },
                clock.clocks(),
                fatal::add);
        started.start();
        synchronizer = started;
        return started;
    }

    /** Returns when thread sync is done with the picture: only then may the clock go on. */
    private static void see(Synchronizer to, StreamId camera, long utcNanos) {
        assertThat(to.offerPicture(camera, bySender(utcNanos), picture(1))).isTrue();
        while (to.stats().ringFill() > 0) {
            Thread.onSpinWait();
        }
    }

    private void look(RoomWindow window) {
        StringBuilder line = new StringBuilder(window.layout().room().room());
        line.append(' ').append(window.slotIndex() - FIRST).append(' ');
        for (int view = 0; view < window.layout().views().size(); view++) {
            line.append(window.present(view) ? '+' : '-');
        }
        seen.add(line.toString());
    }

    private @Nullable String next() throws InterruptedException {
        return seen.poll(10, TimeUnit.SECONDS);
    }
}
