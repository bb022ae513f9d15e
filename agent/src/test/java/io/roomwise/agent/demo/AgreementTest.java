package io.roomwise.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.agent.demo.Agreement.Judged;
import io.roomwise.agent.demo.Agreement.Pair;
import io.roomwise.agent.demo.Agreement.Start;
import io.roomwise.agent.demo.Agreement.TrueAction;
import io.roomwise.trainer.metric.EventMatch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void pairsAStartWithTheActionItFallsInto() {
        assertThat(judge(List.of(action("drink", 10, 13)), List.of(start("drink", 11))))
                .isEqualTo(new EventMatch(1, 1, 1));
    }

    @Test
    void acceptsAStartOneSecondEarlyAndTwoSecondsLateButNoMore() {
        List<TrueAction> truth = List.of(action("drink", 10, 13));
        assertThat(judge(truth, List.of(start("drink", 9))).agreed()).isEqualTo(1);
        assertThat(judge(truth, List.of(start("drink", 15))).agreed()).isEqualTo(1);
        assertThat(judge(truth, List.of(start("drink", 8.9)))).isEqualTo(new EventMatch(1, 1, 0));
        assertThat(judge(truth, List.of(start("drink", 15.1)))).isEqualTo(new EventMatch(1, 1, 0));
    }

    @Test
    void countsAnotherClassAsFalseAlarmAndAsMiss() {
        EventMatch agreement = judge(List.of(action("drink", 10, 13)), List.of(start("fall", 11)));
        assertThat(agreement).isEqualTo(new EventMatch(1, 1, 0));
        assertThat(agreement.precision()).isZero();
        assertThat(agreement.recall()).isZero();
    }

    @Test
    void pairsOneToOne() {
        assertThat(judge(List.of(action("drink", 10, 13)), List.of(start("drink", 11), start("drink", 12))))
                .isEqualTo(new EventMatch(2, 1, 1));
        assertThat(judge(List.of(action("drink", 10, 13), action("drink", 11, 14)), List.of(start("drink", 12))))
                .isEqualTo(new EventMatch(1, 2, 1));
    }

    @Test
    void pairsAsManyAsPossibleWhenActionsOverlap() {
        // the early start fits both actions, the late one only the second: taking the second first would lose a pair
        List<TrueAction> truth = List.of(action("drink", 11, 20), action("drink", 10, 12));
        assertThat(judge(truth, List.of(start("drink", 18), start("drink", 11.5))))
                .isEqualTo(new EventMatch(2, 2, 2));
    }

    @Test
    void leavesOutTrueActionsThatCouldNotBeDecidedYetAndTheStartsThatFitThem() {
        List<TrueAction> truth = List.of(action("vacuum", 95, 105));
        assertThat(judge(truth, List.of())).isEqualTo(EventMatch.NOTHING);
        assertThat(judge(truth, List.of(start("vacuum", 97)))).isEqualTo(EventMatch.NOTHING);
    }

    @Test
    void leavesOutTrueActionsBeforeThePipelineWasWarmAndTheStartsThatFitThem() {
        List<TrueAction> truth = List.of(action("vacuum", -3, 8));
        assertThat(judge(truth, List.of(start("vacuum", 2)))).isEqualTo(EventMatch.NOTHING);
        assertThat(judge(List.of(), List.of(start("fall", -1)))).isEqualTo(EventMatch.NOTHING);
    }

    @Test
    void addsRooms() {
        EventMatch both = new EventMatch(4, 5, 3).plus(new EventMatch(1, 1, 1));
        assertThat(both.precision()).isEqualTo(0.8);
        assertThat(both.recall()).isEqualTo(4 / 6.0);
    }

    @Test
    void isPerfectAsLongAsNothingHappened() {
        assertThat(EventMatch.NOTHING.precision()).isEqualTo(1);
        assertThat(EventMatch.NOTHING.recall()).isEqualTo(1);
    }

    @Test
    void tellsWhatWasRecognizedMissedFalseOrMayStillCome() {
        List<TrueAction> truth = List.of(action("fall", 98, 99.5), action("drink", 10, 13), action("sit_down", 30, 31));
        List<Start> starts = List.of(start("vacuum", 20), start("drink", 11));
        assertThat(Agreement.of(truth, starts, new Judged(0, 100 * SECOND)).pairs())
                .containsExactly(
                        new Pair(Optional.of(truth.get(1)), Optional.of(starts.get(1)), true),
                        new Pair(Optional.empty(), Optional.of(starts.get(0)), true),
                        new Pair(Optional.of(truth.get(2)), Optional.empty(), true),
                        new Pair(Optional.of(truth.get(0)), Optional.empty(), false));
    }

    private static EventMatch judge(List<TrueAction> truth, List<Start> starts) {
        return Agreement.of(truth, starts, new Judged(0, 100 * SECOND)).match();
    }

    private static TrueAction action(String action, double startSeconds, double endSeconds) {
        return new TrueAction(action, (long) (startSeconds * SECOND), (long) (endSeconds * SECOND));
    }

    private static Start start(String action, double seconds) {
        return new Start(action, (long) (seconds * SECOND));
    }
}
