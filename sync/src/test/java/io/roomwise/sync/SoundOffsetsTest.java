package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SoundOffsetsTest {
    private final List<MicrophonePair> pairs = new ArrayList<>();

    @Test
    void pairsThatContradictEachOtherAreBroughtTogetherByLeastSquares() {
        pair(0, 1, -12, 6);
        pair(1, 2, -12, 6);
        pair(0, 2, -30, 6);
        SoundOffsets offsets = new SoundOffsets(pairs, new boolean[] {true, true, true}, new SoundZero(3));
        assertThat(offsets.offsetMillis(0)).isZero();
        assertThat(offsets.offsetMillis(1)).isCloseTo(14, within(1e-6));
        assertThat(offsets.offsetMillis(2)).isCloseTo(28, within(1e-6));
        // Each pair is 2 ms off what came out.
        assertThat(offsets.errorMillis(1)).isCloseTo(Math.sqrt(64 + 4), within(1e-6));
    }

    @Test
    void aPairWithMoreWitnessesCountsMore() {
        pair(0, 1, -10, 18);
        pair(1, 2, -10, 18);
        pair(0, 2, -30, 9);
        SoundOffsets offsets = new SoundOffsets(pairs, new boolean[] {true, true, true}, new SoundZero(3));
        // Least squares by hand: the 10 ms too many are shared 1 : 1 : 2.
        assertThat(offsets.offsetMillis(1)).isCloseTo(12.5, within(1e-6));
        assertThat(offsets.offsetMillis(2)).isCloseTo(25, within(1e-6));
    }

    @Test
    void zeroIsWhereTheSendersClocksAre() {
        pair(0, 1, -100, 6);
        pair(0, 2, -300, 6);
        SoundOffsets offsets = new SoundOffsets(pairs, new boolean[] {true, false, false}, new SoundZero(3));
        assertThat(offsets.offsetMillis(0)).isCloseTo(-200, within(1e-6));
        assertThat(offsets.offsetMillis(1)).isCloseTo(-100, within(1e-6));
        assertThat(offsets.offsetMillis(2)).isCloseTo(100, within(1e-6));
    }

    @Test
    void microphonesThatNoPairConnectsHaveNothingToDoWithEachOther() {
        pair(0, 1, -100, 6);
        pair(2, 3, 70, 6);
        SoundOffsets offsets = new SoundOffsets(pairs, new boolean[] {false, true, true, true, true}, new SoundZero(5));
        assertThat(offsets.offsetMillis(1)).isCloseTo(100, within(1e-6));
        assertThat(offsets.offsetMillis(2)).isCloseTo(70, within(1e-6));
        assertThat(offsets.isAnchored(1)).isTrue();
        assertThat(offsets.isAnchored(2)).isFalse();
        assertThat(offsets.offsetMillis(3)).isZero();
        assertThat(offsets.isKnown(3)).isTrue();
        assertThat(offsets.isKnown(4)).isFalse();
    }

    @Test
    void aChainReachesItsEnd() {
        for (int first = 0; first < 7; first++) {
            pair(first, first + 1, -10, 6);
        }
        SoundOffsets offsets = new SoundOffsets(
                pairs, new boolean[] {false, true, true, true, true, true, true, true}, new SoundZero(8));
        assertThat(offsets.offsetMillis(7)).isCloseTo(70, within(0.1));
    }

    @Test
    void aPairWithTooFewWitnessesIsNotHeard() {
        pair(0, 1, -10, 4);
        assertThat(new SoundOffsets(pairs, new boolean[2], new SoundZero(2)).isKnown(0))
                .isFalse();
    }

    @Test
    void whileOneIsSilentTheOthersStayWhereTheyWere() {
        SoundZero zero = new SoundZero(3);
        boolean[] byArrival = {true, true, true};
        hear(zero, byArrival, 0, 200, 300);
        // microphone 0, which is zero, hears nothing for some time; 2 is opened anew and late by 450 ms now
        pairs.clear();
        pair(1, 2, 200 - 300, 6);
        assertThat(new SoundOffsets(pairs, byArrival, zero).offsetMillis(1)).isCloseTo(200, within(1e-6));
        zero.forget(2);
        pairs.clear();
        pair(1, 2, 200 - 450, 6);
        SoundOffsets two = new SoundOffsets(pairs, byArrival, zero);
        assertThat(two.offsetMillis(1)).isCloseTo(200, within(1e-6));
        assertThat(two.offsetMillis(2)).isCloseTo(450, within(1e-6));
        // heard again, and earlier than it was: all are late against it
        SoundOffsets all = hear(zero, byArrival, -40, 200, 450);
        assertThat(all.offsetMillis(0)).isZero();
        assertThat(all.offsetMillis(1)).isCloseTo(240, within(1e-6));
    }

    @Test
    void aSendersClockThatIsSilentStaysTheZeroOfTheOthers() {
        SoundZero zero = new SoundZero(3);
        boolean[] byArrival = {false, true, true};
        hear(zero, byArrival, 0, 200, 300);
        pairs.clear();
        pair(1, 2, 200 - 300, 6);
        SoundOffsets others = new SoundOffsets(pairs, byArrival, zero);
        assertThat(others.offsetMillis(1)).isCloseTo(200, within(1e-6));
        assertThat(others.isAnchored(1)).isTrue();
    }

    @Test
    void aSendersClockThatIsHeardIsZeroWhoeverIsSilent() {
        SoundZero zero = new SoundZero(3);
        boolean[] byArrival = {false, true, true};
        hear(zero, byArrival, 0, 200, 300);
        pairs.clear();
        pair(0, 1, -350, 6);
        SoundOffsets two = new SoundOffsets(pairs, byArrival, zero);
        assertThat(two.offsetMillis(0)).isZero();
        assertThat(two.offsetMillis(1)).isCloseTo(350, within(1e-6));
    }

    /** By chance, differences go on changing by some milliseconds; zero must not wander with them. */
    @Test
    void zeroIsFoundAnewWhileAllAreHeard() {
        SoundZero zero = new SoundZero(2);
        SplittableRandom random = new SplittableRandom(1);
        for (int estimate = 0; estimate < 1_000; estimate++) {
            SoundOffsets now = hear(zero, new boolean[] {true, true}, 0, random.nextDouble(150, 250));
            assertThat(now.offsetMillis(0)).isZero();
        }
    }

    /** All three of a room, or both, by how late each is. */
    private SoundOffsets hear(SoundZero zero, boolean[] byArrival, double... late) {
        pairs.clear();
        for (int second = 1; second < late.length; second++) {
            pair(0, second, late[0] - late[second], 6);
        }
        return new SoundOffsets(pairs, byArrival, zero);
    }

    private void pair(int first, int second, double lagMillis, int witnesses) {
        LagWitnesses lags = new LagWitnesses();
        for (int i = 0; i < witnesses; i++) {
            lags.add(lagMillis, i);
        }
        pairs.add(new MicrophonePair(first, second, lags));
    }
}
