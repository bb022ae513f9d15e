package io.roomwise.inference.clip;

import java.util.Arrays;
import java.util.List;

/**
 * Tells the people of one view apart from slot to slot, so that what one of them does stands in one row. Each detection
 * goes on with the track that was nearest to it when last seen, nearest pairs first; one that is near to none takes the
 * track that has been empty for longest. Whoever was missed for a while is taken up again where he was. Owned by one
 * thread; serving and training both go through it.
 */
public final class PersonTracks {
    /** Between two slots a centre moves by this share of the box's longer side at most: 1.4 m of a standing person. */
    private static final float REACH = 0.8f;

    private final PersonRegion[] last;
    private final long[] seen;
    private long now;

    /** @param most how many people are followed */
    public PersonTracks(int most) {
        last = new PersonRegion[most];
        seen = new long[most];
        Arrays.fill(last, PersonRegion.NOBODY);
    }

    /**
     * @param people of the next slot, strongest first; those beyond the number of tracks are left out
     * @return one for each track, {@link PersonRegion#NOBODY} where the person is not visible
     */
    public List<PersonRegion> follow(List<PersonRegion> people) {
        now++;
        PersonRegion[] row = new PersonRegion[last.length];
        Arrays.fill(row, PersonRegion.NOBODY);
        boolean[] placed = new boolean[Math.min(people.size(), last.length)];
        while (goOn(people, placed, row)) {
            // each turn places the nearest pair that is left
        }
        for (int i = 0; i < placed.length; i++) {
            if (!placed[i]) {
                place(people.get(i), longestEmpty(), row);
            }
        }
        return List.of(row);
    }

    private boolean goOn(List<PersonRegion> people, boolean[] placed, PersonRegion[] row) {
        float nearest = REACH;
        int person = -1;
        int track = -1;
        for (int i = 0; i < placed.length; i++) {
            for (int t = 0; t < last.length && !placed[i]; t++) {
                float distance = seen[t] == now ? REACH : distance(people.get(i), last[t]);
                if (distance < nearest) {
                    nearest = distance;
                    person = i;
                    track = t;
                }
            }
        }
        if (person < 0) {
            return false;
        }
        placed[person] = true;
        place(people.get(person), track, row);
        return true;
    }

    private void place(PersonRegion person, int track, PersonRegion[] row) {
        row[track] = person;
        last[track] = person;
        seen[track] = now;
    }

    private int longestEmpty() {
        int track = 0;
        for (int t = 1; t < seen.length; t++) {
            if (seen[t] < seen[track]) {
                track = t;
            }
        }
        return track;
    }

    /** Between the centres, in longer sides of the larger box; infinite from nobody. */
    private static float distance(PersonRegion a, PersonRegion b) {
        if (b.persons() == 0) {
            return Float.POSITIVE_INFINITY;
        }
        float side = Math.max(side(a), side(b));
        float x = (a.left() + a.right() - b.left() - b.right()) / 2;
        float y = (a.top() + a.bottom() - b.top() - b.bottom()) / 2;
        return (float) Math.hypot(x, y) / side;
    }

    private static float side(PersonRegion region) {
        return Math.max(region.right() - region.left(), region.bottom() - region.top());
    }
}
