package io.roomwise.agent.demo;

import io.roomwise.trainer.metric.EventMatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What truly happened in one room beside what was recognized there; a pure function of both. The rule by which a start
 * fits an action, and what counts at the ends of a run, is {@link EventMatch}'s: training and demo are judged alike.
 */
record Agreement(List<Pair> pairs, EventMatch match) {
    /** What truly happened. */
    record TrueAction(String action, long startUtcNanos, long endUtcNanos) {
        private EventMatch.Span span() {
            return new EventMatch.Span(startUtcNanos / 1e9, endUtcNanos / 1e9);
        }
    }

    /** What was recognized to begin; the grid instant of the deciding slot. */
    record Start(String action, long utcNanos) {}

    /**
     * What is judged: from when the pipeline was warm to the newest decided slot. What lies outside counts neither for
     * nor against, on both sides alike.
     */
    record Judged(long fromUtcNanos, long toUtcNanos) {
        private boolean covers(TrueAction action) {
            return EventMatch.judged(action.span(), fromUtcNanos / 1e9, toUtcNanos / 1e9);
        }
    }

    /**
     * An action that was recognized, or missed (no start), or a false alarm (no truth).
     *
     * @param settled false as long as a missing start may still come
     */
    record Pair(Optional<TrueAction> truth, Optional<Start> start, boolean settled) {
        /** When it began, truly or else by recognition. */
        long utcNanos() {
            return truth.map(TrueAction::startUtcNanos)
                    .or(() -> start.map(Start::utcNanos))
                    .orElse(0L);
        }

        String action() {
            return truth.map(TrueAction::action)
                    .or(() -> start.map(Start::action))
                    .orElse("");
        }
    }

    Agreement {
        pairs = List.copyOf(pairs);
    }

    static Agreement of(Collection<TrueAction> truth, Collection<Start> starts, Judged judged) {
        Set<String> classes = new LinkedHashSet<>();
        truth.forEach(action -> classes.add(action.action()));
        starts.forEach(start -> classes.add(start.action()));
        List<Pair> pairs = new ArrayList<>();
        EventMatch match = EventMatch.NOTHING;
        for (String action : classes) {
            List<TrueAction> happened =
                    truth.stream().filter(some -> some.action().equals(action)).toList();
            List<Start> recognized =
                    starts.stream().filter(some -> some.action().equals(action)).toList();
            List<EventMatch.Span> spans =
                    happened.stream().map(TrueAction::span).toList();
            List<Double> seconds =
                    recognized.stream().map(start -> start.utcNanos() / 1e9).toList();
            match = match.plus(EventMatch.of(seconds, spans, judged.fromUtcNanos() / 1e9, judged.toUtcNanos() / 1e9));
            pairs.addAll(pair(happened, recognized, EventMatch.pairs(seconds, spans), judged));
        }
        pairs.sort(Comparator.comparingLong(Pair::utcNanos));
        return new Agreement(pairs, match);
    }

    private static List<Pair> pair(List<TrueAction> happened, List<Start> recognized, int[] matches, Judged judged) {
        List<Pair> pairs = new ArrayList<>();
        Set<TrueAction> missed = new LinkedHashSet<>(happened);
        for (int i = 0; i < matches.length; i++) {
            Optional<TrueAction> truth = matches[i] < 0 ? Optional.empty() : Optional.of(happened.get(matches[i]));
            truth.ifPresent(missed::remove);
            pairs.add(new Pair(truth, Optional.of(recognized.get(i)), true));
        }
        missed.forEach(action -> pairs.add(new Pair(Optional.of(action), Optional.empty(), judged.covers(action))));
        return pairs;
    }
}
