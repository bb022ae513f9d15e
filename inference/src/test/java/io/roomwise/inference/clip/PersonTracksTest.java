package io.roomwise.inference.clip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PersonTracksTest {
    private final PersonTracks tracks = new PersonTracks(3);

    @Test
    void peopleKeepTheirRowsWhoeverIsStronger() {
        PersonRegion left = at(0.2f);
        PersonRegion right = at(0.7f);
        assertThat(follow(List.of(left, right))).containsExactly(left, right, PersonRegion.NOBODY);

        PersonRegion leftLater = at(0.25f);
        PersonRegion rightLater = at(0.6f);
        assertThat(follow(List.of(rightLater, leftLater))).containsExactly(leftLater, rightLater, PersonRegion.NOBODY);
    }

    @Test
    void theNearestPairIsJoinedFirst() {
        follow(List.of(at(0.3f), at(0.4f)));
        PersonRegion between = at(0.36f);
        PersonRegion far = at(0.2f);
        assertThat(follow(List.of(far, between))).containsExactly(far, between, PersonRegion.NOBODY);
    }

    @Test
    void whoIsMissedIsTakenToBeWhereHeWasForAWhile() {
        PersonRegion left = at(0.2f);
        follow(List.of(left));
        for (int slot = 0; slot < 4; slot++) {
            assertThat(follow(List.of()).get(0))
                    .isEqualTo(new PersonRegion(left.left(), left.top(), left.right(), left.bottom(), 1, 0));
        }
        assertThat(follow(List.of())).containsOnly(PersonRegion.NOBODY);
        assertThat(follow(List.of(left)).get(0)).isEqualTo(left);
    }

    @Test
    void aFaintDetectionGoesOnWithATrackButBeginsNone() {
        PersonRegion left = at(0.2f);
        PersonRegion faint = at(0.22f);
        PersonRegion elsewhere = at(0.8f);
        follow(List.of(left));
        assertThat(tracks.follow(List.of(), List.of(elsewhere, faint)))
                .containsExactly(faint, PersonRegion.NOBODY, PersonRegion.NOBODY);
    }

    @Test
    void aFaintDetectionIsNotPreferredToASureOne() {
        PersonRegion farther = at(0.26f);
        follow(List.of(at(0.2f)));
        assertThat(tracks.follow(List.of(farther), List.of(at(0.2f)))).startsWith(farther);
    }

    @Test
    void aStrangerTakesTheRowThatWasEmptyForLongest() {
        follow(List.of(at(0.1f), at(0.5f), at(0.9f)));
        follow(List.of(at(0.5f), at(0.9f)));
        follow(List.of(at(0.9f)));
        PersonRegion stranger = new PersonRegion(0.3f, 0, 0.32f, 0.1f, 1, 0.9f);
        assertThat(follow(List.of(stranger, at(0.9f)))).startsWith(stranger);
    }

    @Test
    void theWeakestBeyondTheNumberOfRowsAreLeftOut() {
        List<PersonRegion> people = List.of(at(0.1f), at(0.4f), at(0.7f), at(0.95f));
        assertThat(follow(people)).containsExactlyElementsOf(people.subList(0, 3));
    }

    private List<PersonRegion> follow(List<PersonRegion> people) {
        return tracks.follow(people, List.of());
    }

    private static PersonRegion at(float centre) {
        return new PersonRegion(centre - 0.05f, 0.2f, centre + 0.05f, 0.4f, 1, 0.5f);
    }
}
