package io.roomwise.trainer.metric;

import java.util.Comparator;
import java.util.List;

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
        boolean[] taken = new boolean[actions.size()];
        List<Span> order = actions.stream()
                .sorted(Comparator.comparingDouble(Span::endSeconds))
                .toList();
        int recognized = 0;
        int agreed = 0;
        for (double start : starts.stream().sorted().toList()) {
            int fits = first(start, order, taken);
            if (fits >= 0) {
                taken[fits] = true;
            }
            boolean counts = fits < 0 ? start >= fromSeconds : judged(order.get(fits), fromSeconds, toSeconds);
            recognized += counts ? 1 : 0;
            agreed += counts && fits >= 0 ? 1 : 0;
        }
        int happened = (int) order.stream()
                .filter(action -> judged(action, fromSeconds, toSeconds))
                .count();
        return new EventMatch(recognized, happened, agreed);
    }

    private static int first(double start, List<Span> order, boolean[] taken) {
        for (int i = 0; i < order.size(); i++) {
            Span action = order.get(i);
            if (!taken[i]
                    && start >= action.startSeconds() - EARLY_SECONDS
                    && start <= action.endSeconds() + LATE_SECONDS) {
                return i;
            }
        }
        return -1;
    }

    private static boolean judged(Span action, double from, double to) {
        return action.startSeconds() >= from && action.endSeconds() + LATE_SECONDS <= to;
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
        return recognized + happened == 0 ? 1 : 2.0 * agreed / (recognized + happened);
    }
}
