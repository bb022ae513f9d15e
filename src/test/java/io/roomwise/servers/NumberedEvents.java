package io.roomwise.servers;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hears the numbered events of a {@link SmallHome}. By {@code mosquitto_sub}, which reads what the broker sent before it died to
 * the end, where Paho would throw away what it has not handed over yet; without acknowledgements, as one that cannot be sent
 * would end the connection, too.
 */
final class NumberedEvents implements AutoCloseable {
    static final String NAME = "all-events";

    private static final int PATIENCE_SECONDS = 120;
    private static final int FRESH_SECONDS = 1;
    /** What a publisher of ours may have under way at most, and would send again. */
    private static final int MOST_AGAIN = 256;

    private final LocalProcess subscriber;

    /** It comes back a second after the broker. */
    NumberedEvents(int port) throws IOException {
        RealServers.require("mosquitto_sub", "mosquitto-clients");
        subscriber = LocalProcess.start(
                NAME,
                List.of(
                        "/usr/bin/mosquitto_sub",
                        "-h",
                        Mosquitto.HOST,
                        "-p",
                        "" + port,
                        "-i",
                        NAME,
                        "-k",
                        "600", // a broker that is halted for a while is no reason to leave
                        "-t",
                        "roomwise/home/+/event",
                        "-F",
                        "%p"));
    }

    /** Waits until an event comes that is later than all before and was sent just now, not before a broker halted. */
    void awaitLater() throws InterruptedException {
        int from = subscriber.linesSoFar();
        int newest = events(from - MOST_AGAIN).stream()
                .mapToInt(NumberedEvents::number)
                .max()
                .orElse(-1);
        subscriber.await(from, PATIENCE_SECONDS, line -> {
            if (!line.startsWith("{")) {
                return false;
            }
            JsonObject event = JsonParser.parseString(line).getAsJsonObject();
            Instant sent = Instant.parse(event.get("published").getAsString());
            return number(event) > newest && sent.plusSeconds(FRESH_SECONDS).isAfter(Instant.now());
        });
    }

    EventTally tally() {
        Map<Integer, String> ids = new HashMap<>();
        int newest = -1;
        int again = 0;
        int disordered = 0;
        int mistaken = 0;
        for (JsonObject event : events(0)) {
            int number = number(event);
            String id = event.get("event_id").getAsString();
            String before = ids.putIfAbsent(number, id);
            if (before != null) {
                again++;
                mistaken += id.equals(before) ? 0 : 1;
            } else if (number < newest) {
                disordered++;
            }
            newest = Math.max(newest, number);
        }
        return new EventTally(ids.size(), again, disordered, mistaken);
    }

    /** Without what {@code mosquitto_sub} says when the broker goes. */
    private List<JsonObject> events(int from) {
        return subscriber.lines().stream()
                .skip(Math.max(0, from))
                .filter(line -> line.startsWith("{"))
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    private static int number(JsonObject event) {
        return SmallHome.number(event.get("captured").getAsString());
    }

    @Override
    public void close() {
        subscriber.close();
    }
}
