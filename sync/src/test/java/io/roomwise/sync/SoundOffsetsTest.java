package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoundOffsetsTest {
    private final List<MicrophonePair> pairs = new ArrayList<>();

    @Test
    void pairsThatContradictEachOtherAreBroughtTogetherByLeastSquares() {
        pair(0, 1, -12, 6);
        pair(1, 2, -12, 6);
        pair(0, 2, -30, 6);
        SoundOffsets offsets = new SoundOffsets(pairs, new boolean[] {true, true, true});
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
        SoundOffsets offsets = new SoundOffsets(pairs, new boolean[] {true, true, true});
        // Least squares by hand: the 10 ms too many are shared 1 : 1 : 2.
        assertThat(offsets.offsetMillis(1)).isCloseTo(12.5, within(1e-6));
        assertThat(offsets.offsetMillis(2)).isCloseTo(25, within(1e-6));
    }

    @Test
    void zeroIsWhereTheSendersClocksAre() {
        pair(0, 1, -100, 6);
        pair(0, 2, -300, 6);
        SoundOffsets offsets = new SoundOffsets(pairs, new boolean[] {true, false, false});
        assertThat(offsets.offsetMillis(0)).isCloseTo(-200, within(1e-6));
        assertThat(offsets.offsetMillis(1)).isCloseTo(-100, within(1e-6));
        assertThat(offsets.offsetMillis(2)).isCloseTo(100, within(1e-6));
    }

    @Test
    void microphonesThatNoPairConnectsHaveNothingToDoWithEachOther() {
        pair(0, 1, -100, 6);
        pair(2, 3, 70, 6);
        SoundOffsets offsets = new SoundOffsets(pairs, new boolean[] {false, true, true, true, true});
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
        SoundOffsets offsets = new SoundOffsets(pairs, new boolean[] {false, true, true, true, true, true, true, true});
        assertThat(offsets.offsetMillis(7)).isCloseTo(70, within(0.1));
    }

    @Test
    void aPairWithTooFewWitnessesIsNotHeard() {
        pair(0, 1, -10, 4);
        assertThat(new SoundOffsets(pairs, new boolean[2]).isKnown(0)).isFalse();
    }

    private void pair(int first, int second, double lagMillis, int witnesses) {
        LagWitnesses lags = new LagWitnesses();
        for (int i = 0; i < witnesses; i++) {
            lags.add(lagMillis, i);
        }
        pairs.add(new MicrophonePair(first, second, lags));
    }
}
