package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecodingOrderTest {
    private final DecodingOrder order = new DecodingOrder();

    private static FrameTime at(long nanos) {
        return new FrameTime(nanos, 0, ClockSource.ARRIVAL, nanos);
    }

    private void decode(int pictures) {
        for (var time = 1L; time <= pictures; time++) {
            order.onHeld(time, false);
            order.onDecoded(time);
        }
    }

    @Test
    void nothingIsLeftOutBeforeTheDecoderHasSeenTheStream() {
        decode(63);
        assertThat(order.mayLeaveOut(at(100))).isFalse();
        decode(1);
        assertThat(order.mayLeaveOut(at(100))).isTrue();
    }

    @Test
    void wantedPictureDoesNotWaitForOneThatIsLeftOutAfterIt() {
        decode(64);
        order.onHeld(110, true);
        assertThat(order.mayLeaveOut(at(105))).isTrue();
        assertThat(order.mayLeaveOut(at(115))).isFalse();
    }

    @Test
    void leftOutPictureIsToldAfterThoseBeforeIt() {
        decode(64);
        order.onHeld(100, false);
        order.onHeld(104, false);
        order.onLeftOut(at(102));
        assertThat(order.pollLeftOut(order.firstHeld())).isNull();
        order.onDecoded(100);
        assertThat(order.pollLeftOut(order.firstHeld())).isEqualTo(at(102));
        assertThat(order.pollLeftOut(order.firstHeld())).isNull();
    }

    @Test
    void picturesThatAreLeftOutDoNotHideThatTheDecoderIsDead() {
        decode(64);
        for (var time = 100L; time < 300; time += 2) {
            order.onHeld(time, false);
            if (order.mayLeaveOut(at(time + 1))) {
                order.onLeftOut(at(time + 1));
            }
            assertThat(order.pollLeftOut(order.firstHeld())).isNull();
        }
        assertThat(order.mayLeaveOut(at(1000))).isFalse();
    }
}
