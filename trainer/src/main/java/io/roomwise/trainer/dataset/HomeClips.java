package io.roomwise.trainer.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The clips of one home after {@link ClipPerception}, by what they are for.
 *
 * @param home what was perceived
 * @param learned clips that networks learn from
 * @param judged clips of the training list that are kept for choosing weights and thresholds; may be empty
 * @param tested clips of the test list; may be empty
 * @param views numbers of the views that any of them has, ascending: the order of N
 */
public record HomeClips(
        HomeData home,
        List<LabelledClip> learned,
        List<LabelledClip> judged,
        List<LabelledClip> tested,
        List<Integer> views) {
    public HomeClips {
        learned = List.copyOf(learned);
        judged = List.copyOf(judged);
        tested = List.copyOf(tested);
        views = List.copyOf(views);
    }

    /**
     * Divides the training list.
     *
     * @param clips those of the training list, then those of the test list
     * @param validation share of the training list that is kept for choosing
     * @param whole whether clips of one {@link MultiViewClip#group} stay together
     */
    public static HomeClips of(HomeData home, List<LabelledClip> clips, double validation, boolean whole, long seed) {
        int[] parts = home.split(validation, seed, whole);
        List<LabelledClip> learned = new ArrayList<>();
        List<LabelledClip> judged = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            (parts[i] == 0 ? learned : judged).add(clips.get(i));
        }
        return new HomeClips(
                home, learned, judged, clips.subList(parts.length, clips.size()), LabelledClip.views(clips));
    }

    /** What networks are shown on: the test list, where there is one. */
    public List<LabelledClip> shown() {
        return Stream.of(tested, judged, learned)
                .filter(clips -> !clips.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** What thresholds are chosen on. */
    public List<LabelledClip> chosenOn() {
        return judged.isEmpty() ? learned : judged;
    }

    /** Memory for {@code windows} of {@code slots}; {@code hears} whether somebody listens. */
    public ClipBatch batch(int windows, int slots, boolean hears) {
        return new ClipBatch(
                home.grid(),
                new ClipBatch.Sizes(views, windows, slots, home.classes().size(), hears),
                shown().get(0).features().header());
    }
}
