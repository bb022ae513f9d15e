package io.roomwise.trainer.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The life of everybody in a room, written on demand: always the person whose story ends first goes on, and looks at
 * what the others will do. So the story of a seed is one, whoever asks for which time first.
 */
final class Life {
    private static final double RADIUS = 0.28;

    private final List<Resident> residents = new ArrayList<>();
    private final List<Switching> switchings = new ArrayList<>();
    private final boolean lampAtFirst;

    /** The lamp from an instant on. */
    record Switching(double seconds, boolean on) {}

    Life(Floorplan plan, long seed) {
        lampAtFirst = Chance.unit(seed, 1) < 0.4;
        int people = Chance.unit(seed, 2) < 0.34 ? 2 : 1;
        for (int person = 0; person < people; person++) {
            residents.add(new Resident(plan, this, person, Chance.mix(seed, 10 + person)));
        }
    }

    int people() {
        return residents.size();
    }

    /** What a person does at an instant. */
    Episode at(int person, double seconds) {
        writeUntil(seconds);
        return residents.get(person).at(seconds);
    }

    /** What a person does within a span of time. */
    List<Episode> within(int person, double from, double to) {
        writeUntil(to);
        return residents.get(person).within(from, to);
    }

    boolean lampOn(double seconds) {
        writeUntil(seconds);
        return lampPlanned(seconds);
    }

    /** 0..1, with the short glow of the filament. */
    double lampLevel(double seconds) {
        writeUntil(seconds);
        boolean now = lampPlanned(seconds);
        double since = lastSwitching(seconds).map(s -> seconds - s.seconds()).orElse(9.0);
        double ramp = Angles.smooth(since / 0.15);
        return now ? ramp : 1 - (lastSwitching(seconds).isPresent() ? ramp : 1);
    }

    List<Switching> switchings(double from, double to) {
        writeUntil(to);
        return switchings.stream()
                .filter(s -> s.seconds() >= from && s.seconds() < to)
                .toList();
    }

    private void writeUntil(double seconds) {
        while (true) {
            Resident next = residents.stream()
                    .min(Comparator.comparingDouble(Resident::until))
                    .orElseThrow();
            if (next.until() > seconds) {
                return;
            }
            next.goOn();
        }
    }

    private Optional<Switching> lastSwitching(double seconds) {
        for (int i = switchings.size() - 1; i >= 0; i--) {
            if (switchings.get(i).seconds() <= seconds) {
                return Optional.of(switchings.get(i));
            }
        }
        return Optional.empty();
    }

    private boolean lampPlanned(double seconds) {
        return lastSwitching(seconds).map(Switching::on).orElse(lampAtFirst);
    }

    /** The lamp's state after everything that is written so far. */
    boolean lampAtLast() {
        return lampPlanned(Double.POSITIVE_INFINITY);
    }

    double lastSwitched() {
        return switchings.isEmpty()
                ? -10
                : switchings.get(switchings.size() - 1).seconds();
    }

    void switchLamp(double seconds, boolean on) {
        switchings.add(new Switching(seconds, on));
    }

    boolean isTaken(Floorplan.Seat seat, int person) {
        return residents.stream().anyMatch(r -> r.person() != person && r.holds(seat));
    }

    /** True if nobody else is, as far as is written, too near on the way through these episodes. */
    boolean isClear(int person, List<Episode> plan) {
        for (Resident other : residents) {
            if (other.person() != person && plan.stream().anyMatch(episode -> collides(episode, other))) {
                return false;
            }
        }
        return true;
    }

    private static boolean collides(Episode episode, Resident other) {
        if (episode.activity() == Activity.OUTSIDE) {
            return false;
        }
        for (double t = episode.start(); t <= episode.end() + 0.3; t += 0.15) {
            Episode theirs = other.at(Math.min(t, other.until()));
            double enough = radius(episode) + radius(theirs);
            if (theirs.activity() != Activity.OUTSIDE && centre(episode, t).floorDistance(centre(theirs, t)) < enough) {
                return true;
            }
        }
        return false;
    }

    private static Vec3 centre(Episode episode, double seconds) {
        return episode.activity().isSeated() ? episode.seat().orElseThrow().hips() : episode.feet(seconds);
    }

    private static double radius(Episode episode) {
        return switch (episode.activity()) {
            case FALL, LIE, GET_UP -> 1.1;
            case VACUUM -> 0.75;
            default -> RADIUS;
        };
    }
}
