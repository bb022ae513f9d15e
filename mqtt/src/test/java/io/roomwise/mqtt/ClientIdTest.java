package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientIdTest {
    private final ClientId id =
            new ClientId(MqttConfig.of("box", "localhost", 1883).withClientId("mine"), new Random(1));

    @Test
    void makesAnIdOfTheNodeAndChance() {
        assertThat(new ClientId(MqttConfig.of("box", "localhost", 1883), new Random(1)).current())
                .matches("roomwise-box-[0-9a-f]{4}");
    }

    @Test
    void changesWhenCutOffTwiceInAMinute() {
        id.cutOff(seconds(10), seconds(5));
        assertThat(id.current()).isEqualTo("mine");
        id.cutOff(seconds(65), seconds(5));
        assertThat(id.current()).matches("mine-[0-9a-f]{4}");
    }

    @Test
    void staysWhenConnectionsBreakNowAndThen() {
        id.cutOff(seconds(10), seconds(5));
        id.cutOff(seconds(71), seconds(5));
        id.cutOff(seconds(100), seconds(3600));

        assertThat(id.current()).isEqualTo("mine");
    }

    private static long seconds(int n) {
        return TimeUnit.SECONDS.toNanos(n);
    }
}
