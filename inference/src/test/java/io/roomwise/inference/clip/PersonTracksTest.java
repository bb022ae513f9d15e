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
        assertThat(tracks.follow(List.of(left, right))).containsExactly(left, right, PersonRegion.NOBODY);

        PersonRegion leftLater = at(0.25f);
        PersonRegion rightLater = at(0.6f);
        assertThat(tracks.follow(List.of(rightLater, leftLater)))
                .containsExactly(leftLater, rightLater, PersonRegion.NOBODY);
    }

    @Test
    void theNearestPairIsJoinedFirst() {
        tracks.follow(List.of(at(0.3f), at(0.4f)));
        PersonRegion between = at(0.36f);
        PersonRegion far = at(0.2f);
        assertThat(tracks.follow(List.of(far, between))).containsExactly(far, between, PersonRegion.NOBODY);
    }

    @Test
    void whoWasMissedIsTakenUpAgainWhereHeWas() {
        PersonRegion left = at(0.2f);
        PersonRegion right = at(0.7f);
        tracks.follow(List.of(left, right));
        tracks.follow(List.of(right));
        tracks.follow(List.of());
        assertThat(tracks.follow(List.of(left))).containsExactly(left, PersonRegion.NOBODY, PersonRegion.NOBODY);
    }

    @Test
    void aStrangerTakesTheRowThatWasEmptyForLongest() {
        tracks.follow(List.of(at(0.1f), at(0.5f), at(0.9f)));
        tracks.follow(List.of(at(0.5f), at(0.9f)));
        tracks.follow(List.of(at(0.9f)));
        PersonRegion stranger = new PersonRegion(0.3f, 0, 0.32f, 0.1f, 1, 0.9f);
        assertThat(tracks.follow(List.of(stranger)).get(0)).isEqualTo(stranger);
    }

    @Test
    void theWeakestBeyondTheNumberOfRowsAreLeftOut() {
        List<PersonRegion> people = List.of(at(0.1f), at(0.4f), at(0.7f), at(0.95f));
        assertThat(tracks.follow(people)).containsExactlyElementsOf(people.subList(0, 3));
    }

    private static PersonRegion at(float centre) {
        return new PersonRegion(centre - 0.05f, 0.2f, centre + 0.05f, 0.4f, 1, 0.5f);
    }
}
