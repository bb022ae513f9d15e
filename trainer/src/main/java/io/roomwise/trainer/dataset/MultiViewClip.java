package io.roomwise.trainer.dataset;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A recording of one room by several cameras at once, with what happens in it.
 *
 * @param id no two clips of a data set have the same
 * @param videos by number of the view
 * @param sounds by number of the microphone; empty where each video has its sound inside
 * @param kinds indices of the classes that occur, which may be all that is known
 * @param actions when what happens, where that is known
 */
public record MultiViewClip(
        String id,
        SortedMap<Integer, Path> videos,
        SortedMap<Integer, Path> sounds,
        SortedSet<Integer> kinds,
        List<Action> actions) {
    /**
     * What happens for a while.
     *
     * @param kind index of the class
     * @param startSeconds since the clip's begin, included
     * @param endSeconds included
     */
    public record Action(int kind, double startSeconds, double endSeconds) {
        public Action {
            if (!(startSeconds >= 0 && endSeconds >= startSeconds && endSeconds < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "must start at 0 or later and end after that, was " + startSeconds + " to " + endSeconds);
            }
        }
    }

    public MultiViewClip {
        videos = Collections.unmodifiableSortedMap(new TreeMap<>(videos));
        sounds = Collections.unmodifiableSortedMap(new TreeMap<>(sounds));
        kinds = Collections.unmodifiableSortedSet(new TreeSet<>(kinds));
        actions = List.copyOf(actions);
    }

    /** With the sound inside the videos and known times. */
    static MultiViewClip of(String id, SortedMap<Integer, Path> videos, List<Action> actions) {
        SortedSet<Integer> kinds = new TreeSet<>();
        actions.forEach(action -> kinds.add(action.kind()));
        return new MultiViewClip(id, videos, new TreeMap<>(), kinds, actions);
    }

    /**
     * What was recorded together, such as on one day: the folder of a clip, or else its name up to the last underscore, which
     * is MM-Office's recording.
     */
    String group() {
        int end = id.contains("/") ? id.lastIndexOf('/') : id.lastIndexOf('_');
        return end < 0 ? id : id.substring(0, end);
    }

    /**
     * What happens in each row of the grid; what goes on beyond the last row is cut.
     *
     * @param length rows of the clip
     * @return [length, classes]
     */
    public boolean[][] labels(FrameGrid grid, int length, int classes) {
        boolean[][] labels = new boolean[length][classes];
        for (Action action : actions) {
            int last = Math.min(length - 1, grid.row(action.endSeconds()));
            for (int row = grid.row(action.startSeconds()); row <= last; row++) {
                labels[row][action.kind()] = true;
            }
        }
        return labels;
    }

    /** Whether a class occurs at all, [classes]. */
    public boolean[] labels(int classes) {
        boolean[] labels = new boolean[classes];
        kinds.forEach(kind -> labels[kind] = true);
        return labels;
    }
}
