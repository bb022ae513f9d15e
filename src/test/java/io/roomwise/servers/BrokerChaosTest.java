package io.roomwise.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.mqtt.ActionPublisher;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever befalls the broker and the way to it, no event is lost unless it is counted. */
@Timeout(180)
class BrokerChaosTest {
    private static final int ROOMS = 2;
    private static final long EVENT_MILLIS = 25;
    private static final int KEEPALIVE_SECONDS = 30;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final SmallHome home = new SmallHome(ROOMS);
    private final AtomicInteger offered = new AtomicInteger();
    private volatile boolean lively = true;

    @Test
    void everyEventIsDeliveredInOrderOrCounted() throws Exception {
        ScheduledExecutorService inference = Executors.newSingleThreadScheduledExecutor();
        try (var broker = TroubledBroker.start(folder);
                ActionPublisher publisher =
                        home.publisher(SmallHome.config(broker.port(), KEEPALIVE_SECONDS), Optional.empty())) {
            publisher.start();
            var unused =
                    inference.scheduleAtFixedRate(() -> onWindow(publisher), 0, EVENT_MILLIS, TimeUnit.MILLISECONDS);
            broker.kill();
            broker.halt(3);
            broker.kill();
            broker.freeze(3);
            broker.refuse(8); // more events than wait at most
            broker.kill();

            lively = false;
            await(() -> publisher.stats().queued() == 0 && broker.retained().equals(home.expected()));
            await(() -> broker.tally().events() + publisher.stats().dropped() >= offered.get());
            EventTally heard = broker.tally();
            assertThat(heard.events() + publisher.stats().dropped())
                    .as("of %s, %s", heard, publisher.stats())
                    .isEqualTo(offered.get());
            assertThat(publisher.stats().dropped()).isPositive();
            assertThat(heard.disordered()).isZero();
            assertThat(heard.mistaken()).isZero();
        } finally {
            inference.shutdownNow();
        }
    }

    private void onWindow(ActionPublisher publisher) {
        home.awaken(publisher);
        if (lively) {
            int number = offered.getAndIncrement();
            publisher.onAction(home.event(number % ROOMS, number));
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.holds() && System.nanoTime() < giveUp) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
