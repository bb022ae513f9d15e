package io.roomwise.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.trainer.evaluation.Recording.Action;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTunerTest {
    private static final int SLOTS = 70;

    @ParameterizedTest
    @CsvSource({"-4, -2", "-1, 1", "2, 4", "5, 7.5", "9, 12"})
    void tellsTwoStretchesApartHoweverSureTheNetworkIs(double idle, double acting) {
        GateTuner.Tuned tuned = GateTuner.tune(List.of(recording(idle, acting), recording(idle, acting)), 1);

        assertThat(tuned.report().total().precision()).isEqualTo(1);
        assertThat(tuned.report().total().recall()).isEqualTo(1);
        assertThat(tuned.report().total().happened()).isEqualTo(4);
    }

    @Test
    void ofClipsOnlyItTellsWhichHaveTheAction() {
        Recording without = new Recording(List.of("dance"), 2.5, List.of(), scores(5.8, 5.8));
        GateTuner.Tuned tuned = GateTuner.tuneOnClips(List.of(recording(5.8, 9), without), 0);

        assertThat(tuned.report().total().recognized()).isEqualTo(2);
        assertThat(tuned.rules().get(0).start()).isGreaterThan(0.997f);
    }

    /** Somebody acts from slot 20 to 29 and from 50 to 59. */
    private static Recording recording(double idle, double acting) {
        return new Recording(
                List.of("dance"), 2.5, List.of(new Action(0, 8, 12), new Action(0, 20, 24)), scores(idle, acting));
    }

    /** Scores of such logits. */
    private static StreamScores scores(double idle, double acting) {
        float[][][] scores = new float[1][SLOTS][1];
        for (int slot = 0; slot < SLOTS; slot++) {
            double logit = slot / 10 == 2 || slot / 10 == 5 ? acting : idle;
            scores[0][slot][0] = (float) (1 / (1 + Math.exp(-logit)));
        }
        return new StreamScores(scores);
    }
}
