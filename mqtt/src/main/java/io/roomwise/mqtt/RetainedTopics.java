package io.roomwise.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a broker keeps of one box, whichever configuration published it: the hub, the rooms that refer to it, and all below
 * their topics. For the command line, where one thread may wait; connects with an id of its own, and leaves no Will.
 */
public final class RetainedTopics implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** A broker sends all that it keeps at once; a pause of so long is its end. */
    private static final Duration QUIET = Duration.ofMillis(700);

    private final Topics topics;
    private final BrokerConnection connection;
    private final Map<String, String> heard = new ConcurrentSkipListMap<>();
    private final AtomicLong heardNanos = new AtomicLong(System.nanoTime());
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private volatile String ended = "";
    private volatile CountDownLatch acknowledged = new CountDownLatch(0);

    /**
     * Connects.
     *
     * @throws IOException with the reason, for people
     */
    public RetainedTopics(MqttConfig config) throws IOException {
        topics = new Topics(config);
        SSLSocketFactory tls = config.tls() == null ? null : PemFiles.socketFactory(config.tls());
        String id =
                "roomwise-" + config.node() + "-cli-" + ProcessHandle.current().pid();
        connection = new BrokerConnection(config, tls, id, null, TIMEOUT, new Listener());
        connection.connect();
        try {
            connected.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            connection.close(false);
            throw new IOException("no connection to " + config.address() + ": " + FailureReason.NO_ANSWER, e);
        } catch (ExecutionException e) {
            connection.close(false);
            throw new IOException("no connection to " + config.address() + ": " + ended, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.close(false);
            throw new IOException("interrupted", e);
        }
    }

    private final class Listener implements BrokerConnection.Listener {
        @Override
        public void connected(BrokerConnection source) {
            connected.complete(null);
        }

        @Override
        public void ended(BrokerConnection source, String reason) {
            ended = reason;
            connected.completeExceptionally(new IOException(reason));
        }

        @Override
        public void acknowledged(BrokerConnection source, Object tag) {
            acknowledged.countDown();
        }

        @Override
        public void received(String topic, byte[] payload, boolean retained) {
            heardNanos.set(System.nanoTime());
            if (retained) {
                heard.put(topic, new String(payload, UTF_8));
            }
        }
    }

    /**
     * All that the broker keeps of this box.
     *
     * @return payloads by topic
     */
    public Map<String, String> ours() {
        listen(List.of(topics.allDiscovery(), topics.allOfHub()));
        Map<String, String> ours = new TreeMap<>();
        Set<String> rooms = new TreeSet<>();
        heard.forEach((topic, payload) -> {
            if (topic.equals(topics.hubDiscovery())
                    || topic.startsWith(topics.hubState().replaceAll("state$", ""))) {
                ours.put(topic, payload);
            } else if (isOurRoom(topic, payload)) {
                ours.put(topic, payload);
                rooms.addAll(foldersOf(payload));
            }
        });
        heard.clear();
        listen(rooms.stream().map(room -> room + "/#").toList());
        ours.putAll(heard);
        return ours;
    }

    /** Whether the hub calls itself online now. */
    public boolean isRunning(Map<String, String> ours) {
        return Payloads.ONLINE.equals(ours.get(topics.hubState()));
    }

    /** A device that we made, and that is reached through this hub. */
    private boolean isOurRoom(String topic, String payload) {
        return topic.endsWith("/config")
                && json(payload) instanceof JsonObject device
                && device.get("origin") instanceof JsonObject origin
                && origin.get("name") instanceof JsonPrimitive name
                && name.getAsString().equals("roomwise")
                && device.get("device") instanceof JsonObject room
                && room.get("via_device") instanceof JsonPrimitive hub
                && hub.getAsString().equals(topics.hubId());
    }

    /** Where a room publishes: its availability says so, beside that of the hub. */
    private List<String> foldersOf(String payload) {
        List<String> folders = new ArrayList<>();
        if (json(payload) instanceof JsonObject device && device.get("availability") instanceof JsonArray all) {
            for (JsonElement one : all) {
                if (one instanceof JsonObject entry && entry.get("topic") instanceof JsonPrimitive topic) {
                    String text = topic.getAsString();
                    if (text.endsWith("/availability")) {
                        folders.add(text.replaceAll("/availability$", ""));
                    }
                }
            }
        }
        return folders;
    }

    private static @Nullable JsonElement json(String text) {
        try {
            return JsonParser.parseString(text);
        } catch (JsonParseException e) {
            return null;
        }
    }

    private void listen(Collection<String> filters) {
        filters.forEach(connection::subscribe);
        heardNanos.set(System.nanoTime());
        while (!filters.isEmpty() && System.nanoTime() - heardNanos.get() < QUIET.toNanos()) {
            pause();
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            heardNanos.set(System.nanoTime() - QUIET.toNanos());
        }
    }

    /**
     * Empties topics: discovery first, so that no entity is seen to lose its value.
     *
     * @throws IOException if the broker did not acknowledge all of it
     */
    public void clear(Collection<String> chosen) throws IOException {
        List<String> order =
                new ArrayList<>(chosen.stream().filter(this::isDiscovery).toList());
        order.addAll(chosen.stream().filter(topic -> !isDiscovery(topic)).toList());
        acknowledged = new CountDownLatch(order.size());
        for (String topic : order) {
            if (!connection.publish(topic, "", 1, true, topic)) {
                throw new IOException("the connection broke");
            }
        }
        try {
            if (!acknowledged.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(acknowledged.getCount() + " of " + order.size()
                        + " topics were not acknowledged by the broker");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private boolean isDiscovery(String topic) {
        return topic.endsWith("/config");
    }

    @Override
    public void close() {
        connection.close(true);
    }
}
