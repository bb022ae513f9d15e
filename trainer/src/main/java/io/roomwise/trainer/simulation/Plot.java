package io.roomwise.trainer.simulation;

import io.roomwise.trainer.simulation.Floorplan.Door;
import io.roomwise.trainer.simulation.Floorplan.Seat;
import io.roomwise.trainer.simulation.Floorplan.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A few episodes that belong together: the way to a thing and what is done with it. */
final class Plot {
    private final Floorplan plan;
    private final RandomGenerator random;
    private final double pace;
    private final Episode last;
    private final List<Episode> episodes = new ArrayList<>();
    private Optional<Double> switching = Optional.empty();

    /**
     * @param pace metres per second of this person's walk
     * @param last episode before these
     */
    Plot(Floorplan plan, RandomGenerator random, double pace, Episode last) {
        this.plan = plan;
        this.random = random;
        this.pace = pace;
        this.last = last;
    }

    List<Episode> episodes() {
        return episodes;
    }

    /** When the lamp is switched, if it is. */
    Optional<Double> switching() {
        return switching;
    }

    /** Goes on standing, sitting or being out. */
    void linger(double seconds) {
        rest(seconds, false);
    }

    void enter() {
        Door door = plan.door();
        Vec3 aside = door.along().times(between(-0.3, 0.3));
        Path path = Path.through(
                List.of(door.outside(), door.threshold(), door.inside().plus(aside)));
        move(Activity.ENTER, between(2.2, 3.5), path, door.headingIn(), path.headingAt(path.length()));
        wander();
    }

    void leave() {
        Door door = plan.door();
        double out = door.headingIn() + Math.PI;
        walk(door.inside(), Optional.of(out));
        Path path = Path.through(List.of(door.inside(), door.threshold(), door.outside()));
        move(Activity.EXIT, between(2.3, 3.5), path, out, out);
        add(Activity.OUTSIDE, between(3, 16), Optional.empty());
    }

    void wander() {
        walk(anywhere(), Optional.empty());
        linger(between(0.3, 1.3));
    }

    void sit(Seat seat) {
        walk(seat.approach(), Optional.empty());
        walk(seat.feet().point(), Optional.of(seat.feet().heading()));
        add(Activity.SIT_DOWN, between(1.4, 2.4), Optional.of(seat));
    }

    void standUp() {
        add(Activity.STAND_UP, between(1.2, 2.2), before().seat());
        linger(between(0.3, 1));
    }

    void drinkStanding() {
        if (random.nextInt(100) < 70) {
            wander();
        }
        drink(Activity.DRINK);
    }

    void drinkSeated() {
        drink(Activity.DRINK_SEATED);
    }

    /** A cup in the hand does not mean drinking: at times it is held before and after. */
    private void drink(Activity activity) {
        if (random.nextInt(100) < 50) {
            rest(between(0.8, 2.5), true);
        }
        Episode before = before();
        episodes.add(Episode.onTheSpot(
                        activity, before.end(), between(2.5, 4.5), before.last(), before.seat(), random.nextLong())
                .withCup());
        if (random.nextInt(100) < 30) {
            rest(between(0.5, 1.5), true);
        }
        linger(between(0.5, 1.2));
    }

    /** From where the vacuum cleaner leans, around, and back there. */
    void vacuum() {
        Spot parking = plan.parking();
        walk(parking.point(), Optional.of(parking.heading()));
        var corners = new ArrayList<Vec3>();
        corners.add(parking.point());
        Vec3 at = parking.point();
        for (int i = 0; i < 40 && corners.size() < 4; i++) {
            Vec3 next = at.plus(Vec3.heading(random.nextDouble() * 2 * Math.PI), between(0.5, 1.3));
            if (plan.ways().isStraight(at, next) && next.floorDistance(parking.point()) < 1.6) {
                corners.add(next);
                at = next;
            }
        }
        List<Vec3> back = plan.ways().way(at, parking.point());
        corners.addAll(back.subList(1, back.size()));
        Path path = Path.through(corners);
        double seconds = Math.max(5, Math.min(12, path.length() / between(0.4, 0.6) + 1.5));
        move(Activity.VACUUM, seconds, path, parking.heading(), parking.heading());
        linger(between(0.4, 1));
    }

    void switchLamp(boolean burning) {
        Spot stand = plan.lamp().stand();
        walk(stand.point(), Optional.of(stand.heading()));
        add(burning ? Activity.LAMP_OFF : Activity.LAMP_ON, between(1.6, 2.6), Optional.empty());
        switching = Optional.of(before().start() + before().length() * between(0.45, 0.55));
        linger(between(0.3, 0.9));
    }

    void fall() {
        Vec3 goal = before().path().end();
        double heading = before().to();
        for (int i = 0; i < 60; i++) {
            Vec3 point = i == 0 ? goal : anywhere();
            double towards = random.nextDouble() * 2 * Math.PI;
            if (hasRoomToLie(point, towards)) {
                goal = point;
                heading = towards;
                break;
            }
        }
        walk(goal, Optional.of(heading));
        long kind = random.nextLong();
        tumble(Activity.FALL, between(1, 1.8), kind);
        tumble(Activity.LIE, between(2, 6), kind);
        tumble(Activity.GET_UP, between(1.7, 2.4), kind);
        linger(between(0.6, 1.5));
    }

    private void tumble(Activity activity, double seconds, long kind) {
        episodes.add(Episode.onTheSpot(activity, before().end(), seconds, before().last(), Optional.empty(), kind));
    }

    private boolean hasRoomToLie(Vec3 point, double heading) {
        Vec3 towards = Vec3.heading(heading);
        Vec3 aside = Vec3.heading(heading + Math.PI / 2);
        return plan.ways().isStraight(point.plus(towards, -0.6), point.plus(towards, 0.8))
                && plan.ways().isStraight(point.plus(aside, -0.5), point.plus(aside, 0.5));
    }

    private Vec3 anywhere() {
        for (int i = 0; i < 40; i++) {
            Vec3 point = new Vec3(
                    between(0.3, plan.size().width() - 0.3),
                    between(0.3, plan.size().depth() - 0.3),
                    0);
            double far = point.floorDistance(before().path().end());
            if (plan.ways().isFree(point) && far > 0.9 && far < 3.5) {
                return point;
            }
        }
        return plan.door().inside();
    }

    /** @param heading at the end; without it, the way's own */
    private void walk(Vec3 goal, Optional<Double> heading) {
        Vec3 start = before().path().end();
        double from = before().to();
        Path path = Path.through(plan.ways().way(start, goal));
        if (start.floorDistance(goal) < 0.1) {
            double to = heading.orElse(from);
            move(Activity.WALK, 0.3 + 0.35 * Math.abs(Angles.between(from, to)), Path.at(start), from, to);
            return;
        }
        double to = heading.orElse(path.headingAt(path.length()));
        double speed = pace * between(0.85, 1.15);
        move(Activity.WALK, path.length() / speed + Episode.turning(from, path, to), path, from, to);
    }

    private void move(Activity activity, double seconds, Path path, double from, double to) {
        double start = before().end();
        episodes.add(new Episode(
                activity, start, start + seconds, path, from, to, Optional.empty(), false, random.nextLong()));
    }

    private void rest(double seconds, boolean cup) {
        Activity before = before().activity();
        boolean sits = before.isSeated() && before != Activity.STAND_UP;
        Activity rest = before == Activity.OUTSIDE ? Activity.OUTSIDE : sits ? Activity.SIT : Activity.STAND;
        add(rest, seconds, sits ? before().seat() : Optional.empty());
        if (cup) {
            episodes.add(episodes.remove(episodes.size() - 1).withCup());
        }
    }

    private void add(Activity activity, double seconds, Optional<Seat> seat) {
        Episode before = before();
        episodes.add(Episode.onTheSpot(activity, before.end(), seconds, before.last(), seat, random.nextLong()));
    }

    private Episode before() {
        return episodes.isEmpty() ? last : episodes.get(episodes.size() - 1);
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }
}
