package io.roomwise.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name under which the broker knows us. Belongs to thread {@code mqtt-out}.
 *
 * <p>MQTT 3.1.1 has no word for a session that somebody else took over: whoever connects last with an id wins, and the
 * other one is merely cut off. Without a new id two clients would do so to each other for ever.
 */
final class ClientId {
    private static final Logger log = LoggerFactory.getLogger(ClientId.class);
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String base;
    private final RandomGenerator random;
    private final Deque<Long> cutOffNanos = new ArrayDeque<>();
    private String current;

    ClientId(MqttConfig config, RandomGenerator random) {
        this.random = random;
        base = config.clientId().equals(MqttConfig.AUTO)
                ? "roomwise-" + config.node() + "-" + fourHex()
                : config.clientId();
        current = base;
    }

    String current() {
        return current;
    }

    /**
     * Takes note of a lost connection; the second young one within a minute changes the id.
     *
     * @param upNanos for how long the connection had held
     */
    void cutOff(long nowNanos, long upNanos) {
        if (upNanos > MINUTE_NANOS) {
            return;
        }
        cutOffNanos.removeIf(at -> nowNanos - at > MINUTE_NANOS);
        cutOffNanos.add(nowNanos);
        if (cutOffNanos.size() < 2) {
            return;
        }
        cutOffNanos.clear();
        String before = current;
        current = base + "-" + fourHex();
        log.warn("mqtt: cut off twice in a minute, another client may use the id {}: going on as {}", before, current);
    }

    private String fourHex() {
        return String.format("%04x", random.nextInt(0x10000));
    }
}
