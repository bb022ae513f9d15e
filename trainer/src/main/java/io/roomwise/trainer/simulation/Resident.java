package io.roomwise.trainer.simulation;

import io.roomwise.trainer.simulation.Floorplan.Door;
import io.roomwise.trainer.simulation.Floorplan.Seat;
import io.roomwise.trainer.simulation.Floorplan.Spot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The story of one person: chooses what to do next from what is possible and has been rare so far. */
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
        var outside = new Spot(plan.door().outside(), heading(plan.door().inward()));
        story.add(spot(Activity.OUTSIDE, 0, wait, outside, Optional.empty(), false));
    }

    int person() {
        return person;
    }

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
                && last().seat().filter(seat::equals).isPresent()
                && last().activity() != Activity.STAND_UP;
    }

    void goOn() {
        Draft draft = new Draft();
        boolean clear = false;
        for (int i = 0; i < TRIES && !clear; i++) {
            draft = draft();
            clear = life.isClear(person, draft.episodes);
        }
        if (!clear) {
            draft = new Draft();
            draft.linger(between(0.5, 1));
        }
        draft.intent.ifPresent(intent -> done.merge(intent, 1, Integer::sum));
        draft.switchAt.ifPresent(seconds -> life.switchLamp(seconds, !life.lampAtLast()));
        story.addAll(draft.episodes);
    }

    private Draft draft() {
        var draft = new Draft();
        switch (last().activity()) {
            case OUTSIDE -> draft.enter();
            case SIT_DOWN, SIT, DRINK_SEATED -> draft.goOnSitting();
            default -> draft.choose();
        }
        return draft;
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

    private Episode spot(Activity activity, double start, double seconds, Spot at, Optional<Seat> seat, boolean cup) {
        return new Episode(
                activity,
                start,
                start + seconds,
                Path.at(at.point()),
                at.heading(),
                at.heading(),
                seat,
                cup,
                random.nextLong());
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private static double heading(Vec3 direction) {
        return Math.atan2(direction.y(), direction.x());
    }

    /** A few episodes that belong together, told only if nobody is in the way. */
    private final class Draft {
        final List<Episode> episodes = new ArrayList<>();
        Optional<Intent> intent = Optional.empty();
        Optional<Double> switchAt = Optional.empty();

        private Episode before() {
            return episodes.isEmpty() ? last() : episodes.get(episodes.size() - 1);
        }

        private void add(Activity activity, double seconds) {
            Episode before = before();
            Optional<Seat> seat = before.seat();
            episodes.add(spot(activity, before.end(), seconds, before.last(), seat, false));
        }

        void linger(double seconds) {
            Episode before = before();
            Activity same = before.activity() == Activity.OUTSIDE
                    ? Activity.OUTSIDE
                    : before.activity().isSeated() && before.activity() != Activity.STAND_UP
                            ? Activity.SIT
                            : Activity.STAND;
            add(same, seconds);
        }

        void enter() {
            doneThisVisit = 0;
            Door door = plan.door();
            double in = heading(door.inward());
            double seconds = between(2, 3.5);
            Vec3 aside = door.along().times(between(-0.3, 0.3));
            Path path = Path.through(
                    List.of(door.outside(), door.threshold(), door.inside().plus(aside)));
            double to = path.headingAt(path.length());
            episodes.add(new Episode(
                    Activity.ENTER,
                    before().end(),
                    before().end() + seconds,
                    path,
                    in,
                    to,
                    Optional.empty(),
                    false,
                    random.nextLong()));
            wander(1);
        }

        void goOnSitting() {
            add(Activity.SIT, between(1.0, 3.5));
            if (random.nextInt(100) < 45) {
                intent = Optional.of(Intent.DRINK);
                drink(Activity.DRINK_SEATED, Activity.SIT);
            }
            if (random.nextInt(100) < 65) {
                add(Activity.STAND_UP, between(1.2, 2.2));
                add(Activity.STAND, between(0.3, 1));
                Episode stood = before();
                episodes.set(
                        episodes.size() - 1,
                        spot(Activity.STAND, stood.start(), stood.length(), stood.last(), Optional.empty(), false));
            }
        }

        void choose() {
            Intent chosen = Intent.WANDER;
            double best = Double.NEGATIVE_INFINITY;
            for (Intent candidate : Intent.values()) {
                double need = -0.8 * done.getOrDefault(candidate, 0)
                        + eagerness(candidate)
                        - Math.log(-Math.log(Math.max(1e-12, random.nextDouble())));
                if (isPossible(candidate) && need > best) {
                    best = need;
                    chosen = candidate;
                }
            }
            intent = Optional.of(chosen);
            doneThisVisit++;
            begin(chosen);
        }

        private double eagerness(Intent candidate) {
            return switch (candidate) {
                case LEAVE -> doneThisVisit < 3 ? -9 : doneThisVisit > 9 ? 9 : 0.4;
                case WANDER -> -0.5;
                case LAMP -> 0.4 * done.getOrDefault(candidate, 0);
                default -> 0;
            };
        }

        private boolean isPossible(Intent candidate) {
            return switch (candidate) {
                case LAMP -> life.lastSwitched() + 4 < before().end();
                case SIT -> plan.seats().stream().anyMatch(seat -> !life.isTaken(seat, person));
                default -> true;
            };
        }

        private void begin(Intent chosen) {
            switch (chosen) {
                case SIT -> sit();
                case DRINK -> {
                    wander(0.7);
                    drink(Activity.DRINK, Activity.STAND);
                }
                case VACUUM -> vacuum();
                case LAMP -> lamp();
                case FALL -> fall();
                case LEAVE -> leave();
                case WANDER -> wander(1);
            }
        }

        private void wander(double chance) {
            if (random.nextDouble() < chance) {
                Vec3 goal = anywhere();
                walk(goal, Optional.empty(), Optional.empty());
            }
            add(Activity.STAND, between(0.3, 1.3));
        }

        private Vec3 anywhere() {
            Vec3 goal = plan.door().inside();
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
            return goal;
        }

        private void walk(Vec3 goal, Optional<Double> heading, Optional<Seat> seat) {
            Episode before = before();
            Vec3 start = before.path().end();
            Path path = Path.through(plan.ways().way(start, goal));
            double from = before.to();
            if (path.length() < 0.1) {
                double to = heading.orElse(from);
                double seconds = 0.3 + 0.35 * Math.abs(Angles.between(from, to));
                episodes.add(new Episode(
                        Activity.WALK,
                        before.end(),
                        before.end() + seconds,
                        Path.at(start),
                        from,
                        to,
                        seat,
                        false,
                        random.nextLong()));
                return;
            }
            double to = heading.orElse(path.headingAt(path.length()));
            double speed = pace * between(0.85, 1.15);
            double seconds = path.length() / speed + Episode.turning(from, path, to);
            episodes.add(new Episode(
                    Activity.WALK,
                    before.end(),
                    before.end() + seconds,
                    path,
                    from,
                    to,
                    seat,
                    false,
                    random.nextLong()));
        }

        private void sit() {
            var free = plan.seats().stream()
                    .filter(seat -> !life.isTaken(seat, person))
                    .toList();
            Seat seat = free.get(random.nextInt(free.size()));
            walk(seat.approach(), Optional.empty(), Optional.empty());
            walk(seat.feet().point(), Optional.of(seat.feet().heading()), Optional.of(seat));
            add(Activity.SIT_DOWN, between(1.4, 2.4));
        }

        private void drink(Activity activity, Activity rest) {
            if (random.nextInt(100) < 50) {
                addWithCup(rest, between(0.8, 2.5));
            }
            addWithCup(activity, between(2.5, 4.5));
            if (random.nextInt(100) < 30) {
                addWithCup(rest, between(0.5, 1.5));
            }
            add(rest, between(0.5, 1.2));
        }

        private void addWithCup(Activity activity, double seconds) {
            Episode before = before();
            episodes.add(spot(activity, before.end(), seconds, before.last(), before.seat(), true));
        }

        private void vacuum() {
            Spot parking = plan.parking();
            walk(parking.point(), Optional.of(parking.heading()), Optional.empty());
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
            var back = new ArrayList<>(plan.ways().way(at, parking.point()));
            corners.addAll(back.subList(1, back.size()));
            Path path = Path.through(corners);
            double seconds = Math.max(5, Math.min(12, path.length() / between(0.4, 0.6) + 1.5));
            Episode before = before();
            episodes.add(new Episode(
                    Activity.VACUUM,
                    before.end(),
                    before.end() + seconds,
                    path,
                    parking.heading(),
                    parking.heading(),
                    Optional.empty(),
                    false,
                    random.nextLong()));
            add(Activity.STAND, between(0.4, 1));
        }

        private void lamp() {
            Spot stand = plan.lamp().stand();
            walk(stand.point(), Optional.of(stand.heading()), Optional.empty());
            add(life.lampAtLast() ? Activity.LAMP_OFF : Activity.LAMP_ON, between(1.6, 2.6));
            switchAt = Optional.of(before().start() + before().length() * between(0.45, 0.55));
            add(Activity.STAND, between(0.3, 0.9));
        }

        private void fall() {
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
            if (goal.floorDistance(before().path().end()) > 0.1) {
                walk(goal, Optional.of(heading), Optional.empty());
            }
            add(Activity.FALL, between(1, 1.8));
            long kind = before().seed();
            addOfKind(Activity.LIE, between(2, 6), kind);
            addOfKind(Activity.GET_UP, between(1.7, 2.4), kind);
            add(Activity.STAND, between(0.6, 1.5));
        }

        private boolean hasRoomToLie(Vec3 point, double heading) {
            Vec3 towards = Vec3.heading(heading);
            Vec3 aside = Vec3.heading(heading + Math.PI / 2);
            return plan.ways().isStraight(point.plus(towards, -0.6), point.plus(towards, 0.8))
                    && plan.ways().isStraight(point.plus(aside, -0.5), point.plus(aside, 0.5));
        }

        private void addOfKind(Activity activity, double seconds, long seed) {
            Episode b = before();
            episodes.add(
                    new Episode(activity, b.end(), b.end() + seconds, b.path(), b.to(), b.to(), b.seat(), false, seed));
        }

        private void leave() {
            Door door = plan.door();
            double out = heading(door.inward().times(-1));
            walk(door.inside(), Optional.of(out), Optional.empty());
            Path path = Path.through(List.of(door.inside(), door.threshold(), door.outside()));
            Episode b = before();
            episodes.add(new Episode(
                    Activity.EXIT,
                    b.end(),
                    b.end() + between(2, 3.5),
                    path,
                    out,
                    out,
                    Optional.empty(),
                    false,
                    random.nextLong()));
            var outside = new Spot(door.outside(), heading(door.inward()));
            episodes.add(spot(Activity.OUTSIDE, before().end(), between(3, 16), outside, Optional.empty(), false));
        }
    }
}
