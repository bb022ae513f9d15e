package io.roomwise.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.roomwise.agent.TinyModels;
import io.roomwise.agent.config.LoggerConfig;
import io.roomwise.agent.process.FailurePolicy;
import io.roomwise.agent.process.Lifetime;
import io.roomwise.agent.process.Logging;
import io.roomwise.inference.ModelBundle;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(180)
class DemoTest {
    private static final Path SHIPPED_STUDENT = Path.of("..", "inference", "models", "student");

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.roomwise");
    private final Level rootLevel = root.getLevel();
    private final @Nullable Level ourLevel = ours.getLevel();

    @AfterEach
    void speakAgain() {
        root.setLevel(rootLevel);
        ours.setLevel(ourLevel);
    }

    @Test
    void watchesTheSimulatedHomeThroughItsCamerasAndTellsTheBroker(@TempDir Path home) throws Exception {
        // a room's discovery grows with its actions and must pass the demo's own broker
        TinyModels.write(home, ModelBundle.manifest(SHIPPED_STUDENT).classes());
        List<String> progress = new ArrayList<>();
        Lifetime lifetime = new Lifetime(code -> {});
        Logging.quiet(LoggerConfig.Level.ERROR); // as the command does it for its screen
        StringWriter out = new StringWriter();
        try (Demo demo = new Demo(
                new Demo.Settings(0, "", Optional.empty()),
                Map.of("ROOMWISE_HOME", home.toString()),
                new FailurePolicy(lifetime::end),
                progress::add)) {
            demo.start();
            boolean failed = false;
            while (!failed && !watched(demo.snapshot())) {
                failed = lifetime.await(Duration.ofMillis(200)).isPresent();
            }
            assertThat(failed).isFalse();
            DemoSnapshot seen = demo.snapshot();
            assertThat(ours.isWarnEnabled())
                    .as("lines of the log across the screen")
                    .isFalse();
            assertThat(seen.rooms()).extracting(DemoSnapshot.Room::name).containsExactly("Living room", "Kitchen");
            lifetime.end(0);
            assertThat(new DemoScreen(demo, DemoScreen.Mode.JSON, "", new PrintWriter(out)).show(lifetime, 0))
                    .isZero();
        }
        JsonObject json = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertThat(json.get("windows").getAsLong()).isPositive();
        assertThat(json.getAsJsonObject("latency_ms").get("p50").getAsDouble()).isPositive();
        assertThat(progress)
                .anySatisfy(line -> assertThat(line).startsWith("Building a home of 2 rooms (seed 0) with "))
                .anySatisfy(line -> assertThat(line).startsWith("MQTT broker: mqtt://127.0.0.1:"));
    }

    /** Every room had a window with all its views and an event, and the broker has acknowledged one. */
    private static boolean watched(DemoSnapshot now) {
        return now.brokerConnected()
                && now.latencyMillis().p50() > 0
                && now.rooms().stream().allMatch(DemoTest::recognized);
    }

    private static boolean recognized(DemoSnapshot.Room room) {
        return room.warmUtcNanos().isPresent()
                && room.agreement().pairs().stream()
                        .anyMatch(pair -> pair.start().isPresent());
    }
}
