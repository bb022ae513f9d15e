package io.roomwise.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.jspecify.annotations.Nullable;

/** An agent, a broker and a stand-in of Home Assistant, each of which can end and begin at any time. */
final class RestartedHome implements AutoCloseable {
    /** The shortest that the agent takes: a broker believes in a peer that says nothing for half as long again. */
    private static final int KEEPALIVE_SECONDS = 5;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_MILLIS = 200;
    /** Long enough for the agent's next look at what others call it. */
    private static final int LOOKS_IN_A_ROW = 10;

    private static final Map<String, String> EXPECTED = new TreeMap<>(new SmallHome(1).expected());

    private final Path folder;
    private final Mosquitto broker;
    private final HomeAssistantStandIn homeAssistant;
    private final LastingClient listener;
    private final List<String> heard = new ArrayList<>();
    private @Nullable LocalProcess agent;

    /** What can end. */
    enum Part {
        AGENT,
        BROKER,
        HOME_ASSISTANT
    }

    RestartedHome(Path folder, boolean persistent) throws IOException {
        this.folder = folder;
        broker = new Mosquitto(folder, persistent);
        homeAssistant = new HomeAssistantStandIn(broker.port());
        listener = new LastingClient(broker.port(), null, new LastingClient.Listener() {
            @Override
            public void connected(LastingClient client) throws MqttException {
                note("--- a broker has begun");
                client.subscribe("#");
            }

            @Override
            public void received(String topic, String payload, boolean retained) {
                note((retained ? "kept " : "new ") + topic + " " + payload);
            }
        });
        listener.start();
    }

    private synchronized void note(String line) {
        heard.add(line);
    }

    /** What an onlooker heard: {@code new} or {@code kept}, topic and payload. */
    synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    void start(Part part) throws IOException, InterruptedException {
        note("--- start " + part);
        switch (part) {
            case AGENT -> agent = startAgent();
            case BROKER -> broker.start();
            case HOME_ASSISTANT -> homeAssistant.start();
        }
    }

    /** One more agent of this home, which the caller ends. */
    LocalProcess startAgent() throws IOException {
        return RestartableAgent.start(broker.port(), KEEPALIVE_SECONDS, folder.resolve("ledger.json"));
    }

    /** @param gently by SIGTERM in place of SIGKILL */
    void end(Part part, boolean gently) throws InterruptedException {
        note("--- end " + part);
        switch (part) {
            case AGENT -> endAgent(gently);
            case BROKER -> endBroker(gently);
            case HOME_ASSISTANT -> homeAssistant.kill();
        }
    }

    private void endAgent(boolean gently) throws InterruptedException {
        if (agent != null && gently) {
            agent.stop(10);
        } else if (agent != null) {
            agent.kill();
        }
    }

    private void endBroker(boolean gently) throws InterruptedException {
        if (gently) {
            broker.terminate();
        } else {
            broker.kill();
        }
    }

    /** Waits until a line is heard, and fails if it is not. */
    void await(int from, String line) throws InterruptedException {
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        while (!heard().stream().skip(from).toList().contains(line)) {
            if (System.nanoTime() > giveUp) {
                throw new AssertionError(line + " did not come:\n" + String.join("\n", heard()));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /**
     * Waits until the broker keeps what it should and nothing else, and Home Assistant has heard all of it since it began; it
     * hears a value only after the device that names its topic. It must stay so.
     */
    void awaitRight(String when) throws InterruptedException {
        note("--- " + when);
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        int right = 0;
        while (right < LOOKS_IN_A_ROW) {
            Map<String, String> kept = LastingClient.retained(broker.port());
            Map<String, String> known = homeAssistant.known();
            boolean isRight = kept.equals(EXPECTED) && ours(known).equals(ours(EXPECTED));
            right = isRight ? right + 1 : 0;
            if (System.nanoTime() > giveUp) {
                throw new AssertionError(String.join(
                        "\n",
                        when + ": the broker keeps " + difference(kept, EXPECTED) + ", Home Assistant knows "
                                + difference(ours(known), ours(EXPECTED)),
                        String.join("\n", heard())));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** Home Assistant hears events, too, and has no use for what is not retained after a start. */
    private static Map<String, String> ours(Map<String, String> topics) {
        Map<String, String> ours = new TreeMap<>(topics);
        ours.keySet().retainAll(EXPECTED.keySet());
        return ours;
    }

    private static String difference(Map<String, String> is, Map<String, String> expected) {
        Map<String, String> difference = new TreeMap<>();
        expected.forEach((topic, payload) -> {
            if (!payload.equals(is.get(topic))) {
                difference.put(topic, is.get(topic) + " in place of " + payload);
            }
        });
        is.forEach((topic, payload) -> {
            if (!expected.containsKey(topic)) {
                difference.put(topic, "superfluous " + payload);
            }
        });
        return difference.isEmpty() ? "all that is right" : difference.toString();
    }

    @Override
    public void close() {
        listener.close();
        homeAssistant.kill();
        if (agent != null) {
            agent.close();
        }
        broker.close();
    }
}
