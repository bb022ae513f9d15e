package io.roomwise.agent.demo;

import io.roomwise.agent.demo.Pairing.Pair;
import io.roomwise.agent.demo.Pairing.TrueAction;
import java.util.List;

/**
 * How well what was recognized agrees with what truly happened. A pure function of the {@link Pairing}.
 *
 * <p>Judged is a span of time: from when the pipeline was warm to the newest decided slot. A true action counts if it
 * begins in the span and could be decided in it ({@code end + 2 s} lies in it, too). A recognized start that is paired
 * with a true action outside of the span counts neither for nor against, and so does an unpaired one before the span.
 * Thus both ends of a run are cut for both sides alike.
 *
 * @param events recognized starts that count
 * @param trueEvents true actions that count
 * @param agreed pairs of both
 */
record Agreement(int events, int trueEvents, int agreed) {
    static final Agreement NONE = new Agreement(0, 0, 0);

    /** First judged instant and newest decided slot. */
    record Span(long fromUtcNanos, long toUtcNanos) {
        /** Whether a true action counts. */
        boolean counts(TrueAction action) {
            return action.startUtcNanos() >= fromUtcNanos && action.endUtcNanos() + Pairing.LATE_NANOS <= toUtcNanos;
        }

        /** Whether a pair counts for one side or both. */
        boolean counts(Pair pair) {
            return pair.truth()
                    .map(this::counts)
                    .orElseGet(() -> pair.utcNanos() >= fromUtcNanos && pair.utcNanos() <= toUtcNanos);
        }
    }

    /** Judges one room. */
    static Agreement of(List<Pair> pairs, Span span) {
        List<Pair> counted = pairs.stream().filter(span::counts).toList();
        int events =
                (int) counted.stream().filter(pair -> pair.start().isPresent()).count();
        int trueEvents =
                (int) counted.stream().filter(pair -> pair.truth().isPresent()).count();
        return new Agreement(events, trueEvents, events + trueEvents - counted.size());
    }

    /** Of two rooms together. */
    Agreement plus(Agreement other) {
        return new Agreement(events + other.events, trueEvents + other.trueEvents, agreed + other.agreed);
    }

    /** Share of the recognized starts that truly happened; 1 as long as nothing was recognized. */
    double precision() {
        return events == 0 ? 1 : (double) agreed / events;
    }

    /** Share of the true actions that were recognized; 1 as long as nothing happened. */
    double recall() {
        return trueEvents == 0 ? 1 : (double) agreed / trueEvents;
    }
}
