package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.roomwise.capture.Secret;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MqttConfigTest {
    private static final MqttConfig GOOD = MqttConfig.of("box", "broker.local", 1883);

    @ParameterizedTest
    @CsvSource({
        "'', localhost, 1883, node",
        "my box, localhost, 1883, node",
        "box, '', 1883, mqtt.host",
        "box, tcp://broker, 1883, mqtt.host",
        "box, localhost, 0, mqtt.port",
        "box, localhost, 65536, mqtt.port",
    })
    void namesTheKeyThatIsWrong(String node, String host, int port, String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MqttConfig.of(node, host, port))
                .withMessageStartingWith(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/", "/a", "a//b", "a/#", "+/b", "a b"})
    void refusesATopicThatNobodyCouldSubscribeToExactly(String topic) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MqttConfig(
                        "box",
                        "h",
                        1,
                        null,
                        null,
                        "auto",
                        topic,
                        30,
                        60,
                        false,
                        "homeassistant",
                        "homeassistant/status"))
                .withMessageStartingWith("mqtt.topic_prefix");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MqttConfig(
                        "box", "h", 1, null, null, "auto", "roomwise", 30, 60, false, "homeassistant", topic))
                .withMessageStartingWith("homeassistant.status_topic");
    }

    @Test
    void refusesACertificateWithoutItsKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MqttConfig.Tls(null, Path.of("client.crt"), null, false))
                .withMessageContaining("mqtt.tls_client_key");
    }

    @Test
    void neverShowsThePassword() {
        var config = GOOD.withLogin(new MqttConfig.Login("me", new Secret("hunter2")));

        assertThat(config.toString()).contains("me").contains("***").doesNotContain("hunter2");
    }

    @Test
    void oneNameIsChangedAtATime() {
        MqttConfig other = GOOD.withNode("hall");
        assertThat(other.node()).isEqualTo("hall");
        assertThat(other.withNode(GOOD.node())).isEqualTo(GOOD);
    }

    @Test
    void writesAnIpv6AddressInBrackets() {
        assertThat(MqttConfig.of("box", "::1", 1883).address()).isEqualTo("[::1]:1883");
        assertThat(GOOD.address()).isEqualTo("broker.local:1883");
    }
}
