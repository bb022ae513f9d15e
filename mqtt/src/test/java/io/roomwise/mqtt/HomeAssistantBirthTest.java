package io.roomwise.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeAssistantBirthTest {
    private static final String TOPIC = "homeassistant/status";
    private static final byte[] ONLINE = "online".getBytes(UTF_8);

    private final ManualClock nanos = new ManualClock(0);
    private final HomeAssistantBirth birth = new HomeAssistantBirth(TOPIC, timing(), new Random(1));

    @Test
    void answersAStartAfterTwoToTenSeconds() {
        assertThat(birth.heard(TOPIC, ONLINE, false)).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(Duration.ofNanos(birth.pauseNanos())).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
        }
    }

    @Test
    void answersManyStartsOnce() {
        assertThat(birth.heard(TOPIC, ONLINE, false)).isTrue();
        assertThat(birth.heard(TOPIC, ONLINE, false)).isFalse();
        birth.answered();
        assertThat(birth.heard(TOPIC, ONLINE, false)).isTrue();
    }

    @Test
    void answersAtMostOnceInHalfAMinute() {
        birth.heard(TOPIC, ONLINE, false);
        birth.answered();
        nanos.advance(Duration.ofSeconds(5));

        birth.heard(TOPIC, ONLINE, false);

        assertThat(Duration.ofNanos(birth.pauseNanos())).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void ignoresAStartThatTheBrokerRemembers() {
        assertThat(birth.heard(TOPIC, ONLINE, true)).isFalse();
        assertThat(birth.ignored()).isZero();
    }

    @Test
    void anEndIsNoStart() {
        assertThat(birth.heard(TOPIC, "offline".getBytes(UTF_8), false)).isFalse();
        assertThat(birth.ignored()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ONLINE", "online ", "{\"state\":\"online\"}", "\u0000", "online\u0000"})
    void countsWhatMeansNothing(String payload) {
        assertThat(birth.heard(TOPIC, payload.getBytes(UTF_8), false)).isFalse();
        assertThat(birth.ignored()).isEqualTo(1);
    }

    @Test
    void countsMalformedAndHugePayloadsAndOtherTopics() {
        birth.heard(TOPIC, new byte[] {(byte) 0xc3, 0x28}, false);
        birth.heard(TOPIC, new byte[10_000_000], false);
        birth.heard("homeassistant/other", ONLINE, false);

        assertThat(birth.ignored()).isEqualTo(3);
    }

    private Timing timing() {
        Timing live = Timing.live();
        return new Timing(
                nanos,
                live.connect(),
                live.firstRetry(),
                live.lastRetry(),
                live.acknowledgement(),
                live.birthMin(),
                live.birthMax(),
                live.birthGap(),
                live.goodbye());
    }
}
