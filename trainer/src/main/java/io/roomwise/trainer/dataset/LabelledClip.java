package io.roomwise.trainer.dataset;

import java.util.List;
import java.util.TreeSet;

/** A clip with what was made of it. */
public record LabelledClip(MultiViewClip clip, ClipFeatures features) {
    /** Numbers of the views that any of the clips has, ascending: the order of N. */
    public static List<Integer> views(List<LabelledClip> clips) {
        TreeSet<Integer> numbers = new TreeSet<>();
        clips.forEach(clip -> numbers.addAll(clip.features().header().views()));
        return List.copyOf(numbers);
    }
}
