package io.roomwise.inference.clip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tells the people of one view apart from slot to slot, so that what one of them does stands in one row. Each detection
 * goes on with the track that was nearest to it when last seen, nearest pairs first; faint ones go on with the tracks
 * that are left, as ByteTrack does (Zhang et al., ECCV 2022). A detection that is near to none takes the track that has
 * been empty for longest, a faint one begins none. Who was seen just before and is missed is taken to be where he was.
 * Owned by one thread; serving and training both go through it.
 */
public final class PersonTracks {
    /** Between two slots a centre moves by this share of the box's longer side at most: 1.4 m of a standing person. */
    private static final float REACH = 0.8f;

    /** A missed person is taken to be where he was for this many slots, 1.6 s. */
    private static final int HOLD = 4;

    private final PersonRegion[] last;
    private final long[] seen;
    private long now = HOLD;

    /** @param most how many people are followed */
    public PersonTracks(int most) {
        last = new PersonRegion[most];
        seen = new long[most];
        Arrays.fill(last, PersonRegion.NOBODY);
    }

    /**
     * @param people of the next slot, strongest first; those beyond the number of tracks are left out
     * @param faint detections that alone are not believed
     * @return one for each track, with confidence 0 where the person was missed; {@link PersonRegion#NOBODY} where there
     *     is none
     */
    public List<PersonRegion> follow(List<PersonRegion> people, List<PersonRegion> faint) {
        now++;
        PersonRegion[] row = new PersonRegion[last.length];
        Arrays.fill(row, PersonRegion.NOBODY);
        List<PersonRegion> strongest = people.subList(0, Math.min(people.size(), last.length));
        for (PersonRegion stranger : goOn(strongest, row)) {
            place(stranger, longestEmpty(), row);
        }
        goOn(faint, row);
        for (int t = 0; t < row.length; t++) {
            if (row[t].persons() == 0 && last[t].persons() > 0 && now - seen[t] <= HOLD) {
                PersonRegion there = last[t];
                row[t] = new PersonRegion(there.left(), there.top(), there.right(), there.bottom(), there.persons(), 0);
            }
        }
        return List.of(row);
    }

    /** Places whoever is near to a track. @return the others */
    private List<PersonRegion> goOn(List<PersonRegion> people, PersonRegion[] row) {
        List<PersonRegion> left = new ArrayList<>(people);
        while (true) {
            float nearest = REACH;
            int person = -1;
            int track = -1;
            for (int i = 0; i < left.size(); i++) {
                for (int t = 0; t < last.length; t++) {
                    float distance = seen[t] == now ? REACH : distance(left.get(i), last[t]);
                    if (distance < nearest) {
                        nearest = distance;
                        person = i;
                        track = t;
                    }
                }
            }
            if (person < 0) {
                return left;
            }
            place(left.remove(person), track, row);
        }
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
