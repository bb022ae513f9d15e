package io.roomwise.trainer.simulation;

import io.roomwise.trainer.simulation.Floorplan.Seat;
import io.roomwise.trainer.simulation.Floorplan.Spot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The story of one person, who chooses next what is possible and has been rare so far. */
final class Resident {
    private static final int TRIES = 10;

    private final Floorplan plan;
    private final Life life;
    private final int person;
    private final RandomGenerator random;
    private final double pace;
    private final List<Episode> story = new ArrayList<>();
    private final Map<Intent, Integer> done = new EnumMap<>(Intent.class);
    private int doneThisVisit;

    /** What one can set out to do. */
    private enum Intent {
        SIT,
        DRINK,
        VACUUM,
        LAMP,
        FALL,
        LEAVE,
        WANDER
    }

    Resident(Floorplan plan, Life life, int person, long seed) {
        this.plan = plan;
        this.life = life;
        this.person = person;
        random = new SplittableRandom(seed);
        pace = between(0.8, 1.25);
        double wait = person == 0 ? between(0.6, 2.2) : between(6, 20);
        var outside = new Spot(plan.door().outside(), plan.door().headingIn());
        story.add(Episode.onTheSpot(Activity.OUTSIDE, 0, wait, outside, Optional.empty(), random.nextLong()));
    }

    int person() {
        return person;
    }

    /** End of what is written. */
    double until() {
        return last().end();
    }

    Episode at(double seconds) {
        return story.get(indexAt(seconds));
    }

    List<Episode> within(double from, double to) {
        var found = new ArrayList<Episode>();
        for (int i = indexAt(from); i < story.size() && story.get(i).start() < to; i++) {
            found.add(story.get(i));
        }
        return found;
    }

    boolean holds(Seat seat) {
        return last().activity().isSeated()
                && last().seat().filter(seat::equals).isPresent();
    }

    /** Writes what comes next; where somebody is in the way of everything thought of, the person waits. */
    void goOn() {
        for (int i = 0; i < TRIES; i++) {
            var plot = new Plot(plan, random, pace, last());
            Optional<Intent> intent = think(plot);
            if (life.isClear(person, plot.episodes())) {
                commit(plot, intent);
                return;
            }
        }
        var waiting = new Plot(plan, random, pace, last());
        waiting.linger(between(0.5, 1));
        commit(waiting, Optional.empty());
    }

    private void commit(Plot plot, Optional<Intent> intent) {
        intent.ifPresent(chosen -> done.merge(chosen, 1, Integer::sum));
        plot.switching().ifPresent(seconds -> life.switchLamp(seconds, !life.lampAtLast()));
        doneThisVisit = last().activity() == Activity.OUTSIDE ? 0 : doneThisVisit + 1;
        story.addAll(plot.episodes());
    }

    private Optional<Intent> think(Plot plot) {
        switch (last().activity()) {
            case OUTSIDE -> plot.enter();
            case SIT_DOWN, SIT, DRINK_SEATED -> {
                return goOnSitting(plot);
            }
            default -> {
                Intent intent = choose();
                carryOut(intent, plot);
                return Optional.of(intent);
            }
        }
        return Optional.empty();
    }

    private Optional<Intent> goOnSitting(Plot plot) {
        plot.linger(between(1, 3.5));
        boolean thirsty = random.nextInt(100) < 45;
        if (thirsty) {
            plot.drinkSeated();
        }
        if (random.nextInt(100) < 65) {
            plot.standUp();
        }
        return thirsty ? Optional.of(Intent.DRINK) : Optional.empty();
    }

    /** A draw in which each intent loses weight with every time it was carried out (Gumbel's trick). */
    private Intent choose() {
        Intent chosen = Intent.WANDER;
        double best = Double.NEGATIVE_INFINITY;
        for (Intent candidate : Intent.values()) {
            double luck = -Math.log(-Math.log(Math.max(1e-12, random.nextDouble())));
            double need = eagerness(candidate, done.getOrDefault(candidate, 0)) + luck;
            if (isPossible(candidate) && need > best) {
                best = need;
                chosen = candidate;
            }
        }
        return chosen;
    }

    /** The lamp stands for two classes, so it tires half as fast. */
    private double eagerness(Intent candidate, int times) {
        return switch (candidate) {
            case LEAVE -> (doneThisVisit < 4 ? -9 : doneThisVisit > 10 ? 9 : 0.4) - 0.8 * times;
            case WANDER -> -0.5 - 0.8 * times;
            case LAMP -> -0.4 * times;
            case SIT, DRINK, VACUUM, FALL -> -0.8 * times;
        };
    }

    private boolean isPossible(Intent candidate) {
        return switch (candidate) {
            case LAMP -> life.lastSwitched() + 4 < until();
            case SIT -> !freeSeats().isEmpty();
            case DRINK, VACUUM, FALL, LEAVE, WANDER -> true;
        };
    }

    private List<Seat> freeSeats() {
        return plan.seats().stream().filter(seat -> !life.isTaken(seat, person)).toList();
    }

    private void carryOut(Intent intent, Plot plot) {
        switch (intent) {
            case SIT -> {
                List<Seat> free = freeSeats();
                plot.sit(free.get(random.nextInt(free.size())));
            }
            case DRINK -> plot.drinkStanding();
            case VACUUM -> plot.vacuum();
            case LAMP -> plot.switchLamp(life.lampAtLast());
            case FALL -> plot.fall();
            case LEAVE -> plot.leave();
            case WANDER -> plot.wander();
        }
    }

    private Episode last() {
        return story.get(story.size() - 1);
    }

    private int indexAt(double seconds) {
        int low = 0;
        int high = story.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (story.get(middle).start() <= seconds) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }
}
