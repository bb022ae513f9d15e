package io.roomwise.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomwise.mqtt.MqttConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DemoBrokerTest {
    @Test
    void reportsAPortThatIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThat(DemoBroker.isFree(port)).isFalse();
            assertThatThrownBy(() -> new DemoBroker(port))
                    .isInstanceOf(IOException.class)
                    .hasMessage("MQTT broker: port " + port + " is taken");
        }
    }

    @Test
    void listensAndLetsGoOfItsPort() throws Exception {
        DemoBroker broker = new DemoBroker(0);
        try (broker) {
            broker.start();
            assertThat(DemoBroker.isFree(broker.port())).isFalse();
        }
        assertThat(DemoBroker.isFree(broker.port())).isTrue();
    }

    @Test
    void readsTheUrlOfAnotherBroker() {
        assertThat(BrokerUrl.parse("broker.local", "demo")).isEqualTo(MqttConfig.of("demo", "broker.local", 1883));
        MqttConfig secured = BrokerUrl.parse("mqtts://viewer:open@broker.local", "demo");
        assertThat(secured.port()).isEqualTo(8883);
        assertThat(secured.tls()).isNotNull();
        assertThat(secured.login()).hasToString("Login[user=viewer, password=***]");
        assertThat(BrokerUrl.parse("tcp://10.0.0.1:1884", "demo").port()).isEqualTo(1884);
    }

    @Test
    void neverShowsThePasswordOfAWrongUrl() {
        assertThatThrownBy(() -> BrokerUrl.parse("mqtt://viewer:hunter2@bro ker", "demo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> BrokerUrl.parse("mqtt://viewer:hunter2@", "demo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }
}
