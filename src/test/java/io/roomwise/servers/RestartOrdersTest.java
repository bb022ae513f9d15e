package io.roomwise.servers;

import static io.roomwise.servers.RestartedHome.Part.AGENT;
import static io.roomwise.servers.RestartedHome.Part.BROKER;
import static io.roomwise.servers.RestartedHome.Part.HOME_ASSISTANT;

import io.roomwise.servers.RestartedHome.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In whatever order agent, broker and Home Assistant begin, die and come back: in the end all know what holds. */
@Timeout(240)
class RestartOrdersTest {
    private static final List<List<Part>> ORDERS = List.of(
            List.of(AGENT, BROKER, HOME_ASSISTANT),
            List.of(AGENT, HOME_ASSISTANT, BROKER),
            List.of(BROKER, AGENT, HOME_ASSISTANT),
            List.of(BROKER, HOME_ASSISTANT, AGENT),
            List.of(HOME_ASSISTANT, AGENT, BROKER),
            List.of(HOME_ASSISTANT, BROKER, AGENT));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @ParameterizedTest(name = "of a broker that keeps what it knows: {0}")
    @ValueSource(booleans = {true, false})
    void everyOrderEndsWell(boolean persistent) throws Exception {
        ExecutorService homes = Executors.newFixedThreadPool(ORDERS.size());
        try {
            List<Future<?>> outcomes = new ArrayList<>();
            for (List<Part> order : ORDERS) {
                outcomes.add(homes.submit(() -> {
                    tryOrder(order, persistent);
                    return order;
                }));
            }
            for (Future<?> outcome : outcomes) {
                outcome.get();
            }
        } finally {
            homes.shutdownNow();
        }
    }

    private void tryOrder(List<Part> order, boolean persistent) throws Exception {
        try (var home = new RestartedHome(folder.resolve(order.toString().replaceAll("\\W+", "-")), persistent)) {
            for (Part part : order) {
                home.start(part);
            }
            home.awaitRight("started as " + order);
            for (Part part : order) {
                home.end(part, false);
                home.start(part);
            }
            home.awaitRight("each killed and started as " + order);
            for (Part part : order) {
                home.end(part, true);
            }
            for (Part part : order) {
                home.start(part);
            }
            home.awaitRight("all ended, then started as " + order);
        }
    }

    /** The broker still believes in an agent that a power cut or a switch took away, and says later that it is gone. */
    @Test
    void theLateWillOfAnEarlierConnectionDoesNotLast() throws Exception {
        try (var home = new RestartedHome(folder, false)) {
            home.start(BROKER);
            home.start(HOME_ASSISTANT);
            try (LocalProcess earlier = home.startAgent()) {
                home.awaitRight("started");
                int before = home.heard().size();
                earlier.signal("STOP");
                home.start(AGENT);
                home.awaitRight("another in its place");
                home.await(before, "new roomwise/bridge/box/state offline");
                home.awaitRight("the first one declared dead");
            }
            home.awaitRight("the first one dead");
        }
    }
}
