package io.roomwise.trainer.simulation;

import io.roomwise.trainer.simulation.Floorplan.Seat;
import io.roomwise.trainer.simulation.Floorplan.Spot;
import java.util.Optional;

/**
 * One activity of one person, from its first to its last instant.
 *
 * @param path of the feet; a single point for what is done on the spot
 * @param from heading at the start
 * @param to heading at the end
 * @param cup a cup is in the hand all the time
 * @param seed of everything that varies from one repetition to the next
 */
record Episode(
        Activity activity,
        double start,
        double end,
        Path path,
        double from,
        double to,
        Optional<Seat> seat,
        boolean cup,
        long seed) {
    /** Seconds at each end in which a walker turns on the spot, per radian. */
    private static final double TURN_SECONDS = 0.22;

    private static final double EASE_SECONDS = 0.45;

    static Episode onTheSpot(
            Activity activity, double start, double seconds, Spot spot, Optional<Seat> seat, long seed) {
        Path path = Path.at(spot.point());
        return new Episode(activity, start, start + seconds, path, spot.heading(), spot.heading(), seat, false, seed);
    }

    Episode withCup() {
        return new Episode(activity, start, end, path, from, to, seat, true, seed);
    }

    double length() {
        return end - start;
    }

    /** Progress through the episode, 0..1. */
    double progress(double seconds) {
        return Math.max(0, Math.min(1, (seconds - start) / (end - start)));
    }

    double vary(int key, double low, double high) {
        return Chance.between(seed, key, low, high);
    }

    Spot last() {
        return new Spot(path.end(), to);
    }

    /** Metres gone, easing in and out; turning to the first and from the last step of the path comes on top. */
    double gone(double seconds) {
        double first = firstStep();
        double moving = end - lastTurn() - first;
        double ease = Math.min(EASE_SECONDS, moving / 2);
        double t = Math.max(0, Math.min(moving, seconds - first));
        double speed = path.length() / Math.max(1e-6, moving - ease);
        if (t < ease) {
            return speed * t * t / (2 * ease);
        }
        if (t > moving - ease) {
            double left = moving - t;
            return path.length() - speed * left * left / (2 * ease);
        }
        return speed * (t - ease / 2);
    }

    double speed(double seconds) {
        return (gone(seconds + 0.02) - gone(seconds - 0.02)) / 0.04;
    }

    double headingAt(double seconds) {
        if (path.length() < 0.05) {
            return from + Angles.between(from, to) * Angles.smooth(progress(seconds));
        }
        double begin = path.headingAt(0);
        double done = path.headingAt(path.length());
        double along = path.headingAt(gone(seconds));
        double leaving = Angles.between(from, begin) * (1 - Angles.smooth((seconds - start) / (2 * firstTurn())));
        double arriving = Angles.between(done, to) * Angles.smooth(1 - (end - seconds) / (2 * lastTurn()));
        return along - leaving + arriving;
    }

    Vec3 feet(double seconds) {
        return path.pointAt(gone(seconds));
    }

    /** Seconds that a walk takes beyond its length divided by its speed. */
    static double turning(double from, Path path, double to) {
        double first = Math.abs(Angles.between(from, path.headingAt(0)));
        double last = Math.abs(Angles.between(path.headingAt(path.length()), to));
        return EASE_SECONDS + 0.2 + TURN_SECONDS * (first + last);
    }

    private double firstStep() {
        return activity == Activity.WALK ? start + firstTurn() : start + startDelay();
    }

    private double firstTurn() {
        return 0.1 + TURN_SECONDS * Math.abs(Angles.between(from, path.headingAt(0)));
    }

    private double lastTurn() {
        return activity == Activity.WALK
                ? 0.1 + TURN_SECONDS * Math.abs(Angles.between(path.headingAt(path.length()), to))
                : activity == Activity.VACUUM ? startDelay() : 0.1;
    }

    /** At the door the leaf comes first; with the vacuum cleaner the grip. */
    private double startDelay() {
        return switch (activity) {
            case ENTER -> 0.5;
            case EXIT -> 0.7;
            case VACUUM -> 0.6;
            default -> 0;
        };
    }
}
