package io.roomwise.trainer.simulation;

import io.roomwise.trainer.simulation.Floorplan.Seat;
import io.roomwise.trainer.simulation.Kinematics.Reach;
import io.roomwise.trainer.simulation.Pose.Tool;
import java.util.Optional;

/** How each activity is moved. All begin and end upright, seated or lying, so that one follows from the other. */
final class Choreography {
    private static final int LEFT = Stance.LEFT;
    private static final int RIGHT = Stance.RIGHT;

    private final Floorplan plan;
    private final Body body;
    private final Kinematics kinematics;
    private final Tumble tumble;
    private final long seed;

    Choreography(Floorplan plan, Body body, long seed) {
        this.plan = plan;
        this.body = body;
        this.seed = seed;
        kinematics = new Kinematics(body);
        tumble = new Tumble(body);
    }

    Pose pose(Episode episode, double seconds) {
        return switch (episode.activity()) {
            case OUTSIDE, STAND -> standing(episode, seconds);
            case WALK -> onFoot(episode, seconds, walking(episode, seconds));
            case ENTER, EXIT -> throughTheDoor(episode, seconds);
            case SIT_DOWN -> onFoot(episode, seconds, sittingDown(episode, episode.progress(seconds)));
            case STAND_UP -> onFoot(episode, seconds, standingUp(episode, episode.progress(seconds)));
            case SIT -> sitting(episode, seconds);
            case DRINK -> drinking(episode, seconds, idle(upright(), seconds));
            case DRINK_SEATED ->
                drinking(episode, seconds, idle(seated(episode.seat().orElseThrow()), seconds));
            case LAMP_ON, LAMP_OFF -> switching(episode, seconds);
            case VACUUM -> vacuuming(episode, seconds);
            case FALL, LIE, GET_UP -> onFoot(episode, seconds, tumble.stance(episode, seconds));
        };
    }

    private Pose onFoot(Episode episode, double seconds, Stance stance, Reach... reaches) {
        return kinematics.pose(episode.feet(seconds), episode.headingAt(seconds), stance, reaches);
    }

    private Stance upright() {
        return Stance.upright(body);
    }

    /** Nobody stands quite still. */
    private Stance idle(Stance stance, double seconds) {
        double sway = Chance.wander(seed, seconds * 0.4);
        double look = Chance.wander(seed + 1, seconds * 0.35);
        double breath = Math.sin(seconds * 1.6);
        return stance.addHips(0.004 * sway, 0.01 * sway, -0.002)
                .addBend(0.012 * breath, -0.03 * sway, 0.08 * look)
                .addHead(0.06 * Chance.wander(seed + 2, seconds * 0.5), 0.45 * look)
                .addHand(LEFT, 0.04 * look, 0.01 * breath, 0)
                .addHand(RIGHT, -0.04 * look, 0.01 * breath, 0);
    }

    private Pose standing(Episode episode, double seconds) {
        Stance stance = idle(upright(), seconds);
        return episode.cup() ? withCup(episode, seconds, stance, 0) : onFoot(episode, seconds, stance);
    }

    private Pose sitting(Episode episode, double seconds) {
        Stance stance = idle(seated(episode.seat().orElseThrow()), seconds);
        return episode.cup() ? withCup(episode, seconds, stance, 0) : onFoot(episode, seconds, stance);
    }

    /** One stride lets both feet step once; a foot is on the floor for six tenths of it and then swings. */
    private Stance walking(Episode episode, double seconds) {
        double gone = episode.gone(seconds);
        double stride = body.height() * 0.72 * episode.vary(1, 0.92, 1.08);
        double effort = Math.min(1, episode.speed(seconds) / 0.8);
        double phase = gone / stride + episode.vary(2, 0, 1);
        Stance stance = upright();
        double reach = 0.6 * 0.72 / 2 * effort;
        for (int side = 0; side < 2; side++) {
            double p = fraction(phase + side * 0.5);
            double swing = Math.max(0, (p - 0.6) / 0.4);
            double x = p < 0.6 ? reach * (1 - 2 * p / 0.6) : reach * (2 * Angles.smooth(swing) - 1);
            double lift = p < 0.6 ? 0 : 0.055 * effort * Math.sin(Math.PI * Math.sqrt(swing));
            stance.foot(side, x, 0.045, Body.ANKLE + lift + heel(p) * effort);
            double arm = Math.sin(2 * Math.PI * (p + 0.42)) * effort;
            stance.hand(side, 0.08 + 0.34 * arm, 0.12, -0.93 + 0.06 * Math.abs(arm));
        }
        double bob = Math.cos(4 * Math.PI * (phase + 0.05));
        double sway = Math.sin(2 * Math.PI * (phase + 0.2));
        double turn = Math.cos(2 * Math.PI * phase);
        return turningSteps(episode, seconds, stance)
                .addHips(0, 0.012 * sway * effort, effort * (-0.014 - 0.008 * bob))
                .lean(0.03 * effort, 0, -0.07 * turn * effort)
                .bend(0.05 * effort, -0.02 * sway * effort, 0.15 * turn * effort)
                .head(0.03 + 0.05 * Chance.wander(seed, seconds), -0.08 * turn * effort);
    }

    /** The heel leaves the floor before the foot does. */
    private static double heel(double phase) {
        return phase > 0.45 && phase < 0.6 ? 0.04 * (phase - 0.45) / 0.15 : phase >= 0.6 ? 0.04 * (1 - phase) / 0.4 : 0;
    }

    /** Who turns on the spot lifts one foot after the other. */
    private Stance turningSteps(Episode episode, double seconds, Stance stance) {
        double turning = Math.abs(Angles.between(episode.headingAt(seconds - 0.05), episode.headingAt(seconds + 0.05)));
        double slow = 1 - Math.min(1, episode.speed(seconds) / 0.4);
        double lift = 0.04 * Math.min(1, turning / 0.15) * slow;
        double beat = Math.sin(seconds * 2 * Math.PI * 1.6);
        Vec3 left = stance.foot(LEFT);
        Vec3 right = stance.foot(RIGHT);
        return stance.foot(LEFT, left.x(), left.y(), left.z() + lift * Math.max(0, beat))
                .foot(RIGHT, right.x(), right.y(), right.z() + lift * Math.max(0, -beat));
    }

    private static double fraction(double x) {
        return x - Math.floor(x);
    }

    private Stance seated(Seat seat) {
        double h = body.height();
        double height = (seat.height() + 0.055 * h) / h;
        double back = seat.soft() ? -0.28 : -0.1;
        return upright()
                .hips(-seat.depth() / h, 0, height)
                .lean(back * 0.6, 0, 0)
                .bend(-back * 0.35, 0, 0)
                .head(0.08, 0)
                .hand(LEFT, 0.5, 0.04, -0.62)
                .hand(RIGHT, 0.5, 0.0, -0.62)
                .foot(LEFT, 0.02, 0.075, Body.ANKLE)
                .foot(RIGHT, 0.0, 0.07, Body.ANKLE);
    }

    private Stance sittingDown(Episode episode, double progress) {
        Seat seat = episode.seat().orElseThrow();
        double h = body.height();
        double bow = episode.vary(1, 0.45, 0.8);
        Stance end = seated(seat);
        Stance half = upright()
                .hips(
                        -0.55 * seat.depth() / h,
                        0,
                        0.62 * upright().hips().z() + 0.38 * end.hips().z())
                .lean(bow * 0.7, 0, 0)
                .bend(bow * 0.4, 0, 0)
                .head(-0.15, 0)
                .hand(LEFT, 0.45, 0.15, -0.75)
                .hand(RIGHT, 0.45, 0.15, -0.75);
        Stance touch = end.copy().lean(bow * 0.45, 0, 0).bend(0.15, 0, 0).hand(LEFT, 0.6, 0.1, -0.6);
        return Stance.along(progress, new double[] {0, 0.42, 0.74, 1}, upright(), half, touch, end);
    }

    private Stance standingUp(Episode episode, double progress) {
        Seat seat = episode.seat().orElseThrow();
        double h = body.height();
        double bow = episode.vary(1, 0.6, 0.95);
        Stance start = seated(seat);
        Stance ready = start.copy()
                .addHips(0.03, 0, 0)
                .lean(bow * 0.75, 0, 0)
                .bend(0.2, 0, 0)
                .head(-0.2, 0)
                .hand(LEFT, 0.55, 0.05, -0.55)
                .hand(RIGHT, 0.55, 0.05, -0.55);
        Stance half = upright()
                .hips(
                        -0.35 * seat.depth() / h,
                        0,
                        0.55 * upright().hips().z() + 0.45 * start.hips().z())
                .lean(bow * 0.6, 0, 0)
                .bend(0.2, 0, 0)
                .head(-0.1, 0)
                .hand(LEFT, 0.45, 0.1, -0.7)
                .hand(RIGHT, 0.45, 0.1, -0.7);
        return Stance.along(progress, new double[] {0, 0.3, 0.58, 1}, start, ready, half, upright());
    }

    /** The cup goes up to the mouth, is tilted once to three times, and goes down. */
    private Pose drinking(Episode episode, double seconds, Stance stance) {
        double progress = episode.progress(seconds);
        double raised = Angles.plateau(progress, episode.vary(1, 0.25, 0.33), episode.vary(2, 0.68, 0.76));
        int sips = 1 + (int) (episode.vary(3, 0, 1) * (episode.length() > 3.2 ? 3 : 2));
        double sip =
                progress > 0.3 && progress < 0.72 ? Math.pow(Math.sin(Math.PI * (progress - 0.3) / 0.42 * sips), 2) : 0;
        return withCup(episode, seconds, stance.addHead(-0.34 * sip * raised, -0.3 * stance.headTurn()), raised, sip);
    }

    private Pose withCup(Episode episode, double seconds, Stance stance, double raised) {
        return withCup(episode, seconds, stance, raised, 0);
    }

    private Pose withCup(Episode episode, double seconds, Stance stance, double raised, double sip) {
        int side = body.leftHanded() ? LEFT : RIGHT;
        boolean drinks = !episode.activity().label().isEmpty();
        double lifted = drinks
                ? Math.max(raised, Angles.plateau(episode.progress(seconds), 0.12, 0.88))
                : Angles.plateau(episode.progress(seconds), 0.25, 0.75);
        Stance held = stance.mix(stance.copy().hand(side, 0.52, 0.02, -0.42), lifted);
        Pose low = onFoot(episode, seconds, held);
        Pose pose =
                raised > 0 ? onFoot(episode, seconds, held, new Reach(side, atTheMouth(low, side, sip), raised)) : low;
        Vec3 hand = pose.joint(Pose.HAND[side]).plus(pose.chest().forward(), 0.02);
        Vec3 mouth = pose.joint(Pose.HEAD).minus(hand).onFloor().unit();
        double tilt = 1.2 * sip * raised;
        Vec3 opening = Vec3.UP.times(Math.cos(tilt)).plus(mouth, Math.sin(tilt));
        var cup = new Tool(hand.plus(opening, -0.035), hand.plus(opening, 0.055));
        return new Pose(pose.joints(), pose.hips(), pose.chest(), pose.head(), Optional.of(cup), Optional.empty());
    }

    /** Where the wrist is while one drinks: before the mouth and a little aside, nearest during a sip. */
    private Vec3 atTheMouth(Pose pose, int side, double sip) {
        double h = body.height();
        double outward = (side == LEFT ? 1 : -1) * 0.05 * h;
        return pose.head().at(pose.joint(Pose.HEAD), (0.1 - 0.02 * sip) * h, outward, (-0.06 + 0.015 * sip) * h);
    }

    private Pose switching(Episode episode, double seconds) {
        double progress = episode.progress(seconds);
        double reach = Angles.plateau(progress, 0.36, 0.62);
        int side = episode.vary(1, 0, 1) < (body.leftHanded() ? 0.7 : 0.2) ? LEFT : RIGHT;
        double press = Math.pow(Math.max(0, 1 - Math.abs(progress - 0.5) / 0.09), 2);
        Stance stance = idle(upright(), seconds)
                .lean(0.13 * reach, 0, 0)
                .bend(0.14 * reach, 0, (side == LEFT ? -0.25 : 0.25) * reach)
                .head(0.1 * reach, 0);
        Vec3 toggle = plan.lamp().toggle().plus(Vec3.heading(episode.to()), 0.03 * press - 0.06);
        return onFoot(episode, seconds, stance, new Reach(side, toggle, reach));
    }

    private Pose throughTheDoor(Episode episode, double seconds) {
        Stance stance = walking(episode, seconds);
        boolean entering = episode.activity() == Activity.ENTER;
        double since = seconds - episode.start();
        double push = entering ? Angles.plateau(since / 0.7, 0.3, 0.5) : Angles.plateau(since / 1.1, 0.35, 0.55);
        double angle = DoorLeaf.WIDEST * DoorLeaf.openness(episode, seconds);
        var door = plan.door();
        Vec3 leaf = door.along().times(Math.cos(angle)).plus(door.inward(), Math.sin(angle));
        Vec3 handle = door.hinge().plus(leaf, 0.8).plus(Vec3.UP, 1.02);
        double far = handle.floorDistance(episode.feet(seconds));
        return onFoot(
                episode, seconds, stance, new Reach(entering ? LEFT : RIGHT, handle, push * Math.min(1, 0.85 / far)));
    }

    /** Pushes the floor head to and fro while walking slowly; one hand leads, the other helps or hangs. */
    private Pose vacuuming(Episode episode, double seconds) {
        double t = seconds - episode.start();
        double used = Math.min(Angles.smooth(t / 0.9), Angles.smooth((episode.end() - seconds) / 0.9));
        double rate = episode.vary(1, 0.65, 0.95);
        double stroke = Math.sin(2 * Math.PI * rate * t);
        double side = Math.sin(2 * Math.PI * rate * 0.31 * t + 1);
        int hand = body.leftHanded() ? LEFT : RIGHT;
        double h = body.height();
        Stance stance = walking(episode, seconds);
        stance.addHips(0.02 * stroke * used, 0, -0.02 * used)
                .lean(0.1 * used + 0.06 * stroke * used, 0, 0.2 * side * used)
                .bend(episode.vary(2, 0.2, 0.38) * used + 0.1 * stroke * used, 0, 0.15 * side * used)
                .head(0.25 * used, 0);
        double heading = episode.headingAt(seconds);
        Axes axes = Axes.facing(heading + 0.3 * side * used);
        Vec3 feet = episode.feet(seconds);
        double handed = hand == LEFT ? 0.07 : -0.07;
        Vec3 grip = axes.at(feet, (0.19 + 0.085 * stroke) * h, handed * h, (0.53 - 0.02 * stroke) * h);
        Vec3 head = axes.at(feet, 0.75 + 0.26 * stroke, handed * 0.5, 0.04);
        Tool parked = Vacuum.parked(plan);
        var tool = new Tool(parked.grip().mix(grip, used), parked.end().mix(head, used));
        double hold = Math.min(1, Math.min(t / 0.5, (episode.end() - seconds) / 0.5));
        Vec3 lower = tool.grip().mix(tool.end(), 0.28);
        boolean both = episode.vary(3, 0, 1) < 0.6;
        Pose pose = onFoot(
                episode,
                seconds,
                stance,
                new Reach(hand, tool.grip(), Angles.smooth(hold)),
                new Reach(1 - hand, lower, both ? used : 0));
        return new Pose(pose.joints(), pose.hips(), pose.chest(), pose.head(), Optional.empty(), Optional.of(tool));
    }
}
