package io.roomwise.trainer.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How well recognized starts agree with true actions. A start at {@code t} fits an action of its class if
 * {@code start - 1 s <= t <= end + 2 s}, one to one; starts are taken in the order of time and each takes, of the free
 * actions that it fits, the one that ends first, which pairs as many as can be paired.
 *
 * @param recognized starts that count
 * @param happened true actions that count
 * @param agreed pairs of both
 */
public record EventMatch(int recognized, int happened, int agreed) {
    public static final EventMatch NOTHING = new EventMatch(0, 0, 0);
    private static final double EARLY_SECONDS = 1;
    private static final double LATE_SECONDS = 2;

    /** A true action of one class. */
    public record Span(double startSeconds, double endSeconds) {}

    /**
     * Judges one class in one room over a span of time. Actions that begin before it, or cannot be decided within it,
     * do not count, nor do starts that fit them.
     */
    public static EventMatch of(List<Double> starts, List<Span> actions, double fromSeconds, double toSeconds) {
        int[] pairs = pairs(starts, actions);
        int recognized = 0;
        int agreed = 0;
        for (int i = 0; i < pairs.length; i++) {
            boolean fits = pairs[i] >= 0;
            boolean counts =
                    fits ? judged(actions.get(pairs[i]), fromSeconds, toSeconds) : starts.get(i) >= fromSeconds;
            recognized += counts ? 1 : 0;
            agreed += counts && fits ? 1 : 0;
        }
        int happened = (int) actions.stream()
                .filter(action -> judged(action, fromSeconds, toSeconds))
                .count();
        return new EventMatch(recognized, happened, agreed);
    }

    /** For each start, the index of the action with which it is paired; -1 for none. */
    public static int[] pairs(List<Double> starts, List<Span> actions) {
        List<Integer> byTime = indices(starts.size(), Comparator.comparingDouble(starts::get));
        List<Integer> free = indices(
                actions.size(), Comparator.comparingDouble(i -> actions.get(i).endSeconds()));
        int[] pairs = new int[starts.size()];
        for (int start : byTime) {
            Optional<Integer> match = free.stream()
                    .filter(action -> fits(starts.get(start), actions.get(action)))
                    .findFirst();
            match.ifPresent(free::remove);
            pairs[start] = match.orElse(-1);
        }
        return pairs;
    }

    private static List<Integer> indices(int size, Comparator<Integer> order) {
        return IntStream.range(0, size).boxed().sorted(order).collect(Collectors.toCollection(ArrayList::new));
    }

    private static boolean fits(double start, Span action) {
        return start >= action.startSeconds() - EARLY_SECONDS && start <= action.endSeconds() + LATE_SECONDS;
    }

    /** Whether an action begins within a span of time and can be decided within it. */
    public static boolean judged(Span action, double fromSeconds, double toSeconds) {
        return action.startSeconds() >= fromSeconds && action.endSeconds() + LATE_SECONDS <= toSeconds;
    }

    public EventMatch plus(EventMatch other) {
        return new EventMatch(recognized + other.recognized, happened + other.happened, agreed + other.agreed);
    }

    /** 1 where nothing was recognized. */
    public double precision() {
        return recognized == 0 ? 1 : agreed / (double) recognized;
    }

    /** 1 where nothing happened. */
    public double recall() {
        return happened == 0 ? 1 : agreed / (double) happened;
    }

    /** Harmonic mean of precision and recall. */
    public double f1() {
        return f(1);
    }

    /** Harmonic mean of precision and recall in which recall weighs so many times as much: beta squared of F-beta. */
    public double f(double recallWeight) {
        return recognized + happened == 0 ? 1 : (1 + recallWeight) * agreed / (recognized + recallWeight * happened);
    }
}
