package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PictureRateTest {
    private static final long MILLI = 1_000_000L;

    private final PictureRate rate = new PictureRate(10);
    private long now = 77;

    private void pictures(int count, long everyMillis) {
        for (var i = 0; i < count; i++) {
            now += everyMillis * MILLI;
            rate.onPictures(1, now);
        }
    }

    @Test
    void whatWasDeclaredIsNoFault() {
        pictures(300, 100);
        assertThat(rate.fault()).isEmpty();
    }

    @Test
    void lessThanHalfForTenSecondsIsSaidOnceAndUntilItEnds() {
        pictures(42, 250);
        assertThat(rate.fault()).contains("4.0 pictures/s come, 10.0 were declared");
        pictures(40, 270);
        assertThat(rate.fault()).contains("4.0 pictures/s come, 10.0 were declared");
        pictures(200, 100);
        assertThat(rate.fault()).isEmpty();
    }

    @Test
    void morePicturesThanDeclaredAreSaid() {
        pictures(260, 40);
        assertThat(rate.fault()).contains("25.0 pictures/s come, 10.0 were declared");
    }

    @Test
    void picturesThatComeTogetherCountEach() {
        for (var i = 0; i < 100; i++) {
            now += 300 * MILLI;
            rate.onPictures(3, now);
        }
        assertThat(rate.fault()).isEmpty();
        assertThat(rate.perSecond()).isCloseTo(10, within(0.5));
    }

    @Test
    void shortPauseIsNoFault() {
        pictures(50, 100);
        now += 3000 * MILLI;
        pictures(300, 100);
        assertThat(rate.fault()).isEmpty();
    }

    @Test
    void withoutADeclarationNothingIsExpected() {
        var undeclared = new PictureRate(0);
        for (var i = 0; i < 100; i++) {
            undeclared.onPictures(1, i * 1000L * MILLI);
        }
        assertThat(undeclared.fault()).isEmpty();
    }
}
