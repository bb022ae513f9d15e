package io.roomwise.agent.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How well what was recognized in one room agrees with what truly happened there. A pure function.
 *
 * <p>A recognized start of a class at time t fits a true action of that class if {@code start - 1 s <= t <= end + 2 s}.
 * One recognized start fits one true action and the other way round; starts are taken in the order of time and each
 * takes, of the true actions that it fits and that are still free, the one that ends first. That pairs as many as can be
 * paired.
 *
 * <p>Judged is a span of time: from when the pipeline was warm to the newest decided slot. A true action counts if it
 * begins in the span and could be decided in it ({@code end + 2 s} lies in it, too). A recognized start that fits a true
 * action outside of the span counts neither for nor against, and so does one before the span. Thus both ends of a run are
 * cut for both sides alike.
 *
 * @param events recognized starts that count
 * @param trueEvents true actions that count
 * @param agreed pairs of both
 */
public record Agreement(int events, int trueEvents, int agreed) {
    /** Recognition may be early: a person is on the way to the chair before the label begins. */
    static final long EARLY_NANOS = 1_000_000_000L;
    /** And late: the gate wants several slots. */
    static final long LATE_NANOS = 2_000_000_000L;

    public static final Agreement NONE = new Agreement(0, 0, 0);

    /** What truly happened. */
    public record TrueAction(String action, long startUtcNanos, long endUtcNanos) {}

    /** What was recognized to begin. */
    public record Start(String action, long utcNanos) {}

    /**
     * Judges one room.
     *
     * @param fromUtcNanos first instant that is judged
     * @param toUtcNanos newest decided slot
     */
    public static Agreement of(
            Collection<TrueAction> truth, Collection<Start> starts, long fromUtcNanos, long toUtcNanos) {
        List<TrueAction> byEnd = new ArrayList<>(truth);
        byEnd.sort(Comparator.comparingLong(TrueAction::endUtcNanos));
        List<Start> byTime = new ArrayList<>(starts);
        byTime.sort(Comparator.comparingLong(Start::utcNanos));

        Set<Integer> taken = new HashSet<>();
        int events = 0;
        int agreed = 0;
        for (Start start : byTime) {
            int match = firstFree(byEnd, taken, start);
            boolean countsInTruth = match >= 0 && counts(byEnd.get(match), fromUtcNanos, toUtcNanos);
            if (match >= 0) {
                taken.add(match);
            }
            boolean judged = start.utcNanos() >= fromUtcNanos && start.utcNanos() <= toUtcNanos;
            if (countsInTruth || (match < 0 && judged)) {
                events++;
            }
            if (countsInTruth) {
                agreed++;
            }
        }
        int trueEvents = (int) byEnd.stream()
                .filter(action -> counts(action, fromUtcNanos, toUtcNanos))
                .count();
        return new Agreement(events, trueEvents, agreed);
    }

    private static int firstFree(List<TrueAction> byEnd, Set<Integer> taken, Start start) {
        for (int i = 0; i < byEnd.size(); i++) {
            if (!taken.contains(i) && fits(byEnd.get(i), start)) {
                return i;
            }
        }
        return -1;
    }

    static boolean fits(TrueAction action, Start start) {
        return action.action().equals(start.action())
                && start.utcNanos() >= action.startUtcNanos() - EARLY_NANOS
                && start.utcNanos() <= action.endUtcNanos() + LATE_NANOS;
    }

    private static boolean counts(TrueAction action, long fromUtcNanos, long toUtcNanos) {
        return action.startUtcNanos() >= fromUtcNanos && action.endUtcNanos() + LATE_NANOS <= toUtcNanos;
    }

    /** Of two rooms together. */
    public Agreement plus(Agreement other) {
        return new Agreement(events + other.events, trueEvents + other.trueEvents, agreed + other.agreed);
    }

    /** Share of the recognized starts that truly happened; 1 as long as nothing was recognized. */
    public double precision() {
        return events == 0 ? 1 : (double) agreed / events;
    }

    /** Share of the true actions that were recognized; 1 as long as nothing happened. */
    public double recall() {
        return trueEvents == 0 ? 1 : (double) agreed / trueEvents;
    }
}
