package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.RoomId;
import org.junit.jupiter.api.Test;

class RoomCountersTest {
    private final RoomCounters counters = new RoomCounters(new RoomId("home", "kitchen"));

    @Test
    void aWindowThatIsHandledWhileSomeoneAsksIsNew() {
        counters.handled(5_000_000);
        assertThat(counters.stats(0).lastWindowAgeMillis()).isZero();
    }

    @Test
    void theAgeOfTheNewestWindowGrows() {
        counters.handled(Long.MAX_VALUE - 1_000_000);
        assertThat(counters.stats(Long.MIN_VALUE + 68_999_999).lastWindowAgeMillis())
                .isEqualTo(70);
    }
}
