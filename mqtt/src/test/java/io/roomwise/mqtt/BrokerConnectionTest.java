package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BrokerConnectionTest implements BrokerConnection.Listener {
    private final AtomicBoolean connected = new AtomicBoolean();
    private final AtomicReference<@Nullable String> ended = new AtomicReference<>();

    @Test
    void takesNoMoreThanItsWindowFromASilentBrokerAndStaysConnected() {
        try (var broker = new TestBroker(false).start();
                var wire = new Wire(broker.port())) {
            BrokerConnection connection = connection(wire.port());
            connection.connect();
            Await.until("connected", connected::get);
            wire.freeze();

            int taken = 0;
            while (taken < 100_000 && connection.publish("t", "x", 1, false, "tag")) {
                taken++;
            }

            assertThat(taken).isBetween(BrokerConnection.MAX_IN_FLIGHT, 99_999);
            assertThat(ended).hasValue(null);
            connection.close(false);
        }
    }

    @Test
    void tellsThatItEndedToWhoeverGoesOnPublishing() {
        BrokerConnection never = connection(1);

        assertThat(never.publish("t", "x", 1, false, "tag")).isFalse();
        assertThat(ended.get()).isNotNull();
    }

    @Test
    void mayBeClosedInAnyState() {
        BrokerConnection never = connection(1);
        never.close(true);
        never.connect();
        never.close(true);
        never.close(false);

        assertThat(connected).isFalse();
    }

    private BrokerConnection connection(int port) {
        MqttConfig config = MqttConfig.of("box", "127.0.0.1", port);
        return new BrokerConnection(config, null, "id", "will", Duration.ofSeconds(2), this);
    }

    @Override
    public void connected(BrokerConnection connection) {
        connected.set(true);
    }

    @Override
    public void ended(BrokerConnection connection, String reason) {
        ended.set(reason);
    }

    @Override
    public void acknowledged(BrokerConnection connection, Object tag) {}

    @Override
    public void received(String topic, byte[] payload, boolean retained) {}
}
