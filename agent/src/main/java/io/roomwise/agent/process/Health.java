package io.roomwise.agent.process;

import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamStats;
import io.roomwise.mqtt.ActionPublisher;
import io.roomwise.mqtt.HubHealth;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the counters once a second and tells systemd and the broker how the process does. Owns thread health. */
final class Health implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    /** The broker is told every so many ticks: often enough that a sensor's state is not stale. */
    private static final int PUBLISH_TICKS = 5;

    private final Supplier<HomeStats> stats;
    private final SensorBoard board;
    private final List<StreamId> views;
    private final ServiceManager serviceManager;
    private final @Nullable ActionPublisher publisher;
    private final Vitality vitality = new Vitality();
    private final Machine machine = new Machine();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "health"));
    private boolean failed;
    private long ticks;

    /** @param views streams with pictures: only of them windows are expected */
    Health(
            Supplier<HomeStats> stats,
            SensorBoard board,
            List<StreamId> views,
            ServiceManager serviceManager,
            @Nullable ActionPublisher publisher) {
        this.stats = stats;
        this.board = board;
        this.views = List.copyOf(views);
        this.serviceManager = serviceManager;
        this.publisher = publisher;
    }

    void start() {
        var unused = thread.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** A failure must not end the ticks: nobody would ping any more although all is well. */
    private void tick() {
        try {
            look(stats.get());
            failed = false;
        } catch (RuntimeException e) {
            if (!failed) {
                failed = true;
                LOG.error("health cannot be judged", e);
            }
        }
    }

    void look(HomeStats now) {
        boolean allOffline = board.allKnownOffline(withoutSoundOnly(now));
        boolean alive = vitality.alive(now.inference().windows(), allOffline);
        if (alive) {
            serviceManager.ready();
            serviceManager.alive();
        }
        serviceManager.status(status(now, allOffline));
        if (publisher != null && ticks++ % PUBLISH_TICKS == 0) {
            publisher.onHealth(health(now, alive));
            publisher.onStats(now.streams());
        }
    }

    /** Of a camera that sends nothing but sound windows are expected no more than of one that is away. */
    private List<StreamId> withoutSoundOnly(HomeStats now) {
        Set<StreamId> soundOnly = now.streams().stream()
                .filter(StreamStats::isSoundOnly)
                .map(StreamStats::stream)
                .collect(Collectors.toSet());
        return views.stream().filter(view -> !soundOnly.contains(view)).toList();
    }

    private String status(HomeStats now, boolean allOffline) {
        String broker = now.mqtt()
                .map(mqtt -> mqtt.connected() ? "broker connected" : "broker away")
                .orElse("no broker");
        String windows =
                allOffline ? "no pictures from any camera" : now.inference().windows() > 0 ? "recognizing" : "starting";
        return windows + ", " + board.streaming().size() + " of " + board.size() + " streams, " + broker;
    }

    private HubHealth health(HomeStats now, boolean alive) {
        return new HubHealth(
                alive,
                machine.usage(),
                machine.host(),
                now.inference().windows(),
                now.windowsDegraded(),
                now.windowsDropped(),
                now.sync().ringFill(),
                now.lastWindowAgeMillis(),
                now.streams().stream()
                        .map(stream -> new HubHealth.Sensor(
                                stream.stream(),
                                stream.state(),
                                stream.reconnects(),
                                now.late(stream.stream()),
                                stream.lastFrameAgeMillis()))
                        .toList());
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.warn("thread health does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
