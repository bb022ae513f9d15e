package io.roomwise.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/** A client of a broker in the neighbourhood that comes back within 20 ms whenever the broker does. */
final class LastingClient implements AutoCloseable {
    private static final long RETRY_MILLIS = 20;
    private static final long PATIENCE_MILLIS = 10_000;
    private static final String MARKER = "roomwise-test/marker";

    private final int port;
    private final MqttConnectOptions options = new MqttConnectOptions();
    private final Listener listener;
    private final Thread thread;
    private volatile boolean ended;
    private volatile @Nullable MqttAsyncClient client;

    /** Called on one thread at a time; must not wait. */
    interface Listener {
        /** Connected, once more or for the first time; subscribes. */
        void connected(LastingClient client) throws MqttException;

        void received(String topic, String payload, boolean retained) throws MqttException;
    }

    /** @param will topic that gets {@code offline}, not retained, when the connection breaks; null: none */
    LastingClient(int port, @Nullable String will, Listener listener) {
        this.port = port;
        this.listener = listener;
        options.setKeepAliveInterval(600); // a broker that is halted for a while is no reason to leave
        options.setMaxInflight(65_535);
        if (will != null) {
            options.setWill(will, "offline".getBytes(UTF_8), 0, false);
        }
        thread = new Thread(this::stay, "lasting-client");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void stay() {
        while (!ended) {
            try {
                stayOnce();
            } catch (MqttException brokerIsAway) {
                client = null;
                pause();
            }
        }
    }

    private void stayOnce() throws MqttException {
        var lost = new CountDownLatch(1);
        var fresh = new MqttAsyncClient(
                "tcp://" + Mosquitto.HOST + ":" + port, UUID.randomUUID().toString(), new MemoryPersistence());
        try {
            fresh.setCallback(new Callback(lost));
            fresh.connect(options).waitForCompletion(PATIENCE_MILLIS);
            client = fresh;
            listener.connected(this);
            lost.await();
        } catch (InterruptedException e) {
            ended = true;
        } finally {
            client = null;
            fresh.disconnectForcibly(0, 0, false);
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            ended = true;
        }
    }

    private final class Callback implements MqttCallback {
        private final CountDownLatch lost;

        Callback(CountDownLatch lost) {
            this.lost = lost;
        }

        @Override
        public void connectionLost(@Nullable Throwable cause) {
            lost.countDown();
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) throws MqttException {
            if (!ended) {
                listener.received(topic, new String(message.getPayload(), UTF_8), message.isRetained());
            }
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // nobody asks
        }
    }

    /** Without waiting for the answer; nothing happens while the broker is away. */
    void subscribe(String topic) throws MqttException {
        MqttAsyncClient current = client;
        if (current != null) {
            current.subscribe(topic, 1);
        }
    }

    /** The same, and returns when the broker knows; not for a listener. */
    void awaitSubscription(String topic) throws MqttException {
        MqttAsyncClient current = client;
        if (current != null) {
            current.subscribe(topic, 1).waitForCompletion(PATIENCE_MILLIS);
        }
    }

    /** Without waiting for the acknowledgement; nothing happens while the broker is away. */
    void publish(String topic, byte[] payload) throws MqttException {
        MqttAsyncClient current = client;
        if (current != null) {
            current.publish(topic, payload, 1, false);
        }
    }

    /** Leaves for good, without a word, as one that was killed. */
    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** By topic, all that the broker keeps. */
    static Map<String, String> retained(int port) throws InterruptedException {
        Map<String, String> kept = new ConcurrentHashMap<>();
        var all = new CountDownLatch(1);
        var look = new LastingClient(port, null, new Listener() {
            @Override
            public void connected(LastingClient client) throws MqttException {
                client.awaitSubscription("#");
                client.publish(MARKER, new byte[0]); // comes back after all that was kept
            }

            @Override
            public void received(String topic, String payload, boolean retained) {
                if (topic.equals(MARKER)) {
                    all.countDown();
                } else if (retained) {
                    kept.put(topic, payload);
                }
            }
        });
        try (look) {
            look.start();
            if (!all.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the broker at port " + port + " does not answer");
            }
            return new TreeMap<>(kept);
        }
    }
}
