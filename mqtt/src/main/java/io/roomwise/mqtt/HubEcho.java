package io.roomwise.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the broker says of us: our own state, as others hear it. It may be the Will of an earlier connection, which the broker took
 * for alive until now, and it may never come, where we are not let read or write. Any thread.
 */
final class HubEcho {
    private final String topic;
    private final AtomicBoolean calledOffline = new AtomicBoolean();
    private final AtomicBoolean heard = new AtomicBoolean();

    /** @param topic of the hub's state */
    HubEcho(String topic) {
        this.topic = topic;
    }

    /** A new connection. */
    void begin() {
        calledOffline.set(false);
        heard.set(false);
    }

    /** @return whether it was about us */
    boolean received(String onTopic, byte[] payload, boolean retained) {
        if (!onTopic.equals(topic)) {
            return false;
        }
        boolean offline = Arrays.equals(payload, Payloads.OFFLINE.getBytes(UTF_8));
        heard.set(true);
        calledOffline.compareAndSet(false, offline && !retained); // a retained one was answered when we connected
        return true;
    }

    /** Whether somebody has called us offline since this was asked. */
    boolean takeCalledOffline() {
        return calledOffline.getAndSet(false);
    }

    /** Whether anything came since the connection began. */
    boolean heard() {
        return heard.get();
    }
}
