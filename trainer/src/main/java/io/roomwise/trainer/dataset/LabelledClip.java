package io.roomwise.trainer.dataset;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A clip with what was made of it.
 *
 * @param crops its people, where an encoder learns from them
 * @param masks confidence of the people in the rows of each view, in place of what the detector found; empty for that
 */
public record LabelledClip(MultiViewClip clip, ClipFeatures features, Optional<ClipCrops> crops, List<float[]> masks) {
    public LabelledClip {
        masks = List.copyOf(masks);
    }

    public LabelledClip(MultiViewClip clip, ClipFeatures features) {
        this(clip, features, Optional.empty(), List.of());
    }

    /** Mean confidence of the people in a view, 0 where there are none. */
    public float people(int view, int row) {
        return masks.isEmpty() ? features.people(view, row) : masks.get(view)[row];
    }

    /** Numbers of the views that any of the clips has, ascending: the order of N. */
    public static List<Integer> views(List<LabelledClip> clips) {
        TreeSet<Integer> numbers = new TreeSet<>();
        clips.forEach(clip -> numbers.addAll(clip.features().header().views()));
        return List.copyOf(numbers);
    }
}
