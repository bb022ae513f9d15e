package io.roomwise.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Stands for Home Assistant: hears everything, and may say something. */
final class Subscriber implements AutoCloseable {
    private MqttClient client;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    record Heard(String topic, String payload) {
        JsonObject json() {
            return JsonParser.parseString(payload).getAsJsonObject();
        }
    }

    Subscriber(int port, String id) {
        try {
            client = client(port, id);
            while (!subscribed()) {
                heard.clear();
                client.close(true);
                client = client(port, id);
            }
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MqttClient client(int port, String id) throws MqttException {
        var client = new MqttClient("tcp://127.0.0.1:" + port, id + "-" + UUID.randomUUID(), new MemoryPersistence());
        client.setTimeToWait(5_000);
        return client;
    }

    /**
     * Connects and asks for everything. Moquette 0.17 acknowledges a connection before it knows whose it is, and throws out who
     * speaks in between, or leaves it without an answer: another one comes then. Nor does it always get over a
     * client with more to acknowledge than it has room for: nothing is acknowledged here.
     */
    private boolean subscribed() throws MqttException {
        var options = new MqttConnectOptions();
        options.setUserName(TestBroker.USER);
        options.setPassword(TestBroker.PASSWORD.toCharArray());
        try {
            client.connect(options);
            client.subscribe(
                    "#", 0, (topic, message) -> heard.add(new Heard(topic, new String(message.getPayload(), UTF_8))));
            client.setTimeToWait(20_000);
            return true;
        } catch (MqttException e) {
            if (e.getReasonCode() == MqttException.REASON_CODE_CLIENT_TIMEOUT) {
                client.disconnectForcibly(0, 100, false);
            } else if (e.getReasonCode() != MqttException.REASON_CODE_CONNECTION_LOST) {
                throw e;
            }
            return false;
        }
    }

    void publish(String topic, String payload) {
        publish(topic, payload.getBytes(UTF_8), false);
    }

    void publishRetained(String topic, String payload) {
        publish(topic, payload.getBytes(UTF_8), true);
    }

    void publish(String topic, byte[] payload, boolean retained) {
        try {
            client.publish(topic, payload, 1, retained);
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Heard> all() {
        return heard;
    }

    List<Heard> on(String topic) {
        return heard.stream().filter(message -> message.topic().equals(topic)).toList();
    }

    Heard newest(String topic) {
        List<Heard> all = on(topic);
        return all.get(all.size() - 1);
    }

    void awaitNewest(String topic, String payload) {
        Await.until(topic + " is " + payload, () -> {
            List<Heard> all = on(topic);
            return !all.isEmpty() && all.get(all.size() - 1).payload().equals(payload);
        });
    }

    void awaitCount(String topic, int count) {
        Await.until(count + " messages on " + topic, () -> on(topic).size() >= count);
    }

    void forget() {
        heard.clear();
    }

    @Override
    public void close() {
        try {
            client.disconnectForcibly(0, 100, true);
            client.close(true);
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }
}
