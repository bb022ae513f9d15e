package io.roomwise.agent.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What truly happened in one room beside what was recognized there. A recognized start of a class at time t fits a true
 * action of that class if {@code start - 1 s <= t <= end + 2 s}. One start is paired with one action at most: starts are
 * taken in the order of time and each takes, of the actions that it fits and that are still free, the one that ends
 * first. That pairs as many as can be paired.
 */
final class Pairing {
    /** Recognition may be early: a person is on the way to the chair before the label begins. */
    static final long EARLY_NANOS = 1_000_000_000L;
    /** And late: the gate wants several slots. */
    static final long LATE_NANOS = 2_000_000_000L;

    private Pairing() {}

    /** What truly happened. */
    record TrueAction(String action, long startUtcNanos, long endUtcNanos) {}

    /** What was recognized to begin; the grid instant of the deciding slot. */
    record Start(String action, long utcNanos) {}

    /** An action that was recognized, or missed (no start), or a false alarm (no truth). */
    record Pair(Optional<TrueAction> truth, Optional<Start> start) {
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

    /** All actions and all starts, in the order of time. */
    static List<Pair> of(Collection<TrueAction> truth, Collection<Start> starts) {
        List<TrueAction> free = new ArrayList<>(truth);
        free.sort(Comparator.comparingLong(TrueAction::endUtcNanos));
        List<Start> byTime = new ArrayList<>(starts);
        byTime.sort(Comparator.comparingLong(Start::utcNanos));
        List<Pair> pairs = new ArrayList<>();
        for (Start start : byTime) {
            TrueAction match = firstFit(free, start);
            free.remove(match);
            pairs.add(new Pair(Optional.ofNullable(match), Optional.of(start)));
        }
        free.forEach(missed -> pairs.add(new Pair(Optional.of(missed), Optional.empty())));
        pairs.sort(Comparator.comparingLong(Pair::utcNanos));
        return pairs;
    }

    private static @Nullable TrueAction firstFit(List<TrueAction> free, Start start) {
        return free.stream().filter(action -> fits(action, start)).findFirst().orElse(null);
    }

    private static boolean fits(TrueAction action, Start start) {
        return action.action().equals(start.action())
                && start.utcNanos() >= action.startUtcNanos() - EARLY_NANOS
                && start.utcNanos() <= action.endUtcNanos() + LATE_NANOS;
    }
}
