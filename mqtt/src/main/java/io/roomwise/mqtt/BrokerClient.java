package io.roomwise.mqtt;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to the broker, for ever, and sends over it what the outbox holds. All of its state belongs to thread
 * {@code mqtt-out}; every other thread, Paho's included, only posts to it.
 *
 * <pre>
 *   DOWN ──pause──> CONNECTING ──> UP ──close──> LEAVING ──> CLOSED
 *     ^─────────────────┴───────────┘
 * </pre>
 */
final class BrokerClient implements BrokerConnection.Listener, AutoCloseable {
    private enum Link {
        DOWN,
        CONNECTING,
        UP,
        LEAVING,
        CLOSED
    }

    private static final Logger log = LoggerFactory.getLogger(BrokerClient.class);
    /** Beyond the goodbye: what Paho's threads may take to end. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(3);

    private final MqttConfig config;
    private final @Nullable SSLSocketFactory tls;
    private final Topics topics;
    private final Outbox outbox;
    private final CommandDesk desk;
    private final Runnable everySecond;
    private final Runnable sayOnline;
    private final Runnable onBirth;
    private final Timing timing;
    private final RandomGenerator random;
    private final EventLoop loop;
    private final ClientId clientId;
    private final HomeAssistantBirth birth;
    private final HubEcho echo;

    private final LongAdder published = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final AtomicBoolean pumpPosted = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile Link link = Link.DOWN;
    private final AtomicLong connections = new AtomicLong();

    private @Nullable BrokerConnection connection;
    private long linkSinceNanos;
    private int failures;
    private final Set<String> told = new HashSet<>();
    private boolean saidOffline;

    /**
     * @param desk takes what is sent to us
     * @param everySecond called on thread {@code mqtt-out} while there is a connection
     * @param sayOnline has the hub's state published again
     * @param onBirth called on thread {@code mqtt-out} before all is told to Home Assistant again
     * @throws IllegalArgumentException naming the key of a certificate that cannot be read
     */
    BrokerClient(
            MqttConfig config,
            Topics topics,
            Outbox outbox,
            CommandDesk desk,
            Runnable everySecond,
            Runnable sayOnline,
            Runnable onBirth,
            Timing timing,
            RandomGenerator random) {
        this.config = config;
        this.topics = topics;
        this.outbox = outbox;
        this.desk = desk;
        this.everySecond = everySecond;
        this.sayOnline = sayOnline;
        this.onBirth = onBirth;
        this.timing = timing;
        this.random = random;
        tls = config.tls() == null ? null : PemFiles.socketFactory(config.tls());
        clientId = new ClientId(config, random);
        linkSinceNanos = now();
        birth = new HomeAssistantBirth(topics.homeAssistantStatus(), timing, random);
        echo = new HubEcho(topics.hubState());
        loop = new EventLoop(this::giveUpConnection);
    }

    void start() {
        outbox.onWork(this::wake);
        loop.post(this::connect);
        loop.every(Duration.ofSeconds(1), this::tick);
    }

    private void wake() {
        if (link == Link.UP && pumpPosted.compareAndSet(false, true)) {
            loop.post(this::pump);
        }
    }

    @Override
    public void connected(BrokerConnection source) {
        loop.post(() -> up(source));
    }

    @Override
    public void ended(BrokerConnection source, String reason) {
        loop.post(() -> down(source, reason));
    }

    @Override
    public void acknowledged(BrokerConnection source, Object tag) {
        long atUtcNanos = outbox.utcNanos();
        loop.post(() -> acknowledged(source, tag, atUtcNanos));
    }

    @Override
    public void received(String topic, byte[] payload, boolean retained) {
        if (echo.received(topic, payload, retained)) {
            return;
        }
        if (!topic.equals(topics.homeAssistantStatus())) {
            desk.received(topic, payload, retained);
        } else if (birth.heard(topic, payload, retained)) {
            loop.post(() -> loop.later(birth.pauseNanos(), this::publishAllAgain));
        }
    }

    /** Sends what waits, says {@code offline}, disconnects. Returns when thread {@code mqtt-out} has ended. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            loop.post(this::leave);
        }
        loop.awaitEnd(timing.goodbye().plus(STOP_MARGIN));
    }

    private void giveUpConnection() {
        BrokerConnection current = connection;
        if (current != null) {
            down(current, "internal failure");
        }
    }

    private void connect() {
        if (link != Link.DOWN) {
            return;
        }
        link = Link.CONNECTING;
        var attempt = new BrokerConnection(config, tls, clientId.current(), topics.hubState(), timing.connect(), this);
        connection = attempt;
        attempt.connect();
        // Paho waits for ever for a broker that accepts the socket and then says nothing
        loop.later(timing.connect().toNanos(), () -> {
            if (link == Link.CONNECTING) {
                down(attempt, FailureReason.NO_ANSWER);
            }
        });
    }

    private void up(BrokerConnection source) {
        if (source != connection || link != Link.CONNECTING) {
            return;
        }
        if (connections.getAndIncrement() == 0) {
            log.info("mqtt: connected to {}", config.address());
        } else {
            log.info("mqtt: recovered after {} s", TimeUnit.NANOSECONDS.toSeconds(now() - linkSinceNanos));
        }
        linkSinceNanos = now();
        link = Link.UP;
        told.clear();
        echo.begin();
        source.subscribe(topics.homeAssistantStatus());
        source.subscribe(topics.hubState());
        desk.subscriptions().forEach(source::subscribe);
        outbox.touchAll();
        pump();
    }

    private void down(BrokerConnection source, String reason) {
        if (source != connection) {
            return;
        }
        Link before = link;
        connection = null;
        link = Link.DOWN;
        source.close(false);
        outbox.takeAllBack();
        if (before == Link.LEAVING) {
            finish();
            return;
        }
        if (before == Link.UP) {
            log.warn("mqtt: lost: {}, retrying", reason);
            long upNanos = now() - linkSinceNanos;
            if (upNanos > timing.lastRetry().toNanos()) {
                failures = 0;
            }
            clientId.cutOff(now(), upNanos);
            linkSinceNanos = now();
        } else if (told.add(reason)) {
            log.warn("mqtt: cannot connect to {}: {}, retrying", config.address(), reason);
        }
        long longest =
                Math.min(timing.lastRetry().toNanos(), timing.firstRetry().toNanos() << Math.min(failures, 16));
        failures++;
        loop.later((long) (longest * (0.8 + 0.4 * random.nextDouble())), this::connect);
    }

    private void pump() {
        pumpPosted.set(false);
        BrokerConnection current = connection;
        while (current != null && link == Link.UP) {
            Outbox.Message message = outbox.next();
            if (message == null) {
                return;
            }
            if (!current.publish(message.topic(), message.payload(), message.qos(), message.retained(), message)) {
                outbox.takeBack(message); // an acknowledgement, or the end of the connection, comes next
                return;
            }
            published.increment();
        }
    }

    private void acknowledged(BrokerConnection source, Object tag, long atUtcNanos) {
        if (source != connection) {
            return;
        }
        if (tag instanceof Outbox.Message message) {
            if (outbox.acknowledged(message, atUtcNanos) && message.qos() > 0) {
                acknowledged.increment();
            }
        } else {
            saidOffline = true;
        }
        if (link == Link.LEAVING && saidOffline && outbox.nothingInFlight()) {
            finish();
        } else {
            pump();
        }
    }

    private void tick() {
        BrokerConnection current = connection;
        if (link != Link.UP || current == null) {
            return;
        }
        if (outbox.oldestInFlightNanos() > timing.acknowledgement().toNanos()) {
            down(current, "no acknowledgement for " + timing.acknowledgement().toSeconds() + " s");
            return;
        }
        if (echo.takeCalledOffline()) {
            log.info("mqtt: called offline by the Will of an earlier connection, saying online again");
            sayOnline.run();
        }
        if (now() - linkSinceNanos > timing.acknowledgement().toNanos() && !echo.heard() && told.add("not heard")) {
            log.warn(
                    "mqtt: the broker does not pass on what is published on {}: let us write and read what our topics"
                            + " begin with, and write {}",
                    topics.hubState(),
                    topics.hubDiscovery());
        }
        everySecond.run();
        pump();
    }

    private void publishAllAgain() {
        birth.answered();
        onBirth.run();
        outbox.touchAll();
    }

    private void leave() {
        pump();
        BrokerConnection current = connection;
        if (link != Link.UP || current == null) {
            finish();
            return;
        }
        link = Link.LEAVING;
        if (!current.publishOffline()) {
            finish();
            return;
        }
        loop.later(timing.goodbye().toNanos(), this::finish);
    }

    private void finish() {
        BrokerConnection current = connection;
        boolean clean = link == Link.LEAVING;
        connection = null;
        link = Link.CLOSED;
        if (current != null) {
            current.close(clean);
        }
        loop.end();
    }

    private long now() {
        return timing.nanoTime().getAsLong();
    }

    boolean connected() {
        return link == Link.UP;
    }

    long published() {
        return published.sum();
    }

    long acknowledged() {
        return acknowledged.sum();
    }

    long ignored() {
        return birth.ignored();
    }

    long reconnects() {
        return Math.max(0, connections.get() - 1);
    }
}
