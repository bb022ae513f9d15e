package io.roomwise.trainer.simulation;

import java.util.List;
import java.util.Optional;

/** From how a body is held to where its joints are: the spine forward, the limbs backward from hands and feet. */
final class Kinematics {
    /** Half the thickness of what lies on the floor, share of the height. */
    private static final double FLESH = 0.055;

    private final Body body;

    Kinematics(Body body) {
        this.body = body;
    }

    /** A hand drawn to a point of the room. */
    record Reach(int side, Vec3 point, double weight) {}

    Pose pose(Vec3 feet, double heading, Stance stance, Reach... reaches) {
        Pose pose = solve(feet, heading, stance, reaches);
        double lift = Math.max(0, -lowest(pose.joints()));
        return lift < 1e-3 ? pose : solve(feet.plus(Vec3.UP, lift), heading, stance, reaches);
    }

    private Pose solve(Vec3 feet, double heading, Stance stance, Reach... reaches) {
        double h = body.height();
        Axes ground = Axes.facing(heading);
        Axes hips = ground.bent(stance.lean());
        Axes waist = hips.bent(stance.bend().times(0.5));
        Axes chest = hips.bent(stance.bend());
        Axes head = chest.bent(new Vec3(stance.headDown(), 0, stance.headTurn()));
        Vec3[] joints = new Vec3[25];
        Vec3 place = stance.hips();
        Vec3 centre = ground.at(feet, place.x() * h, place.y() * h, place.z() * h);
        joints[Pose.SPINE_BASE] = centre.plus(hips.up(), 0.015 * h);
        joints[Pose.SPINE_MIDDLE] = joints[Pose.SPINE_BASE].plus(waist.up(), 0.13 * h);
        joints[Pose.CHEST] = joints[Pose.SPINE_MIDDLE].plus(chest.up(), (Body.SPINE - 0.145) * h);
        joints[Pose.NECK] = joints[Pose.CHEST].plus(chest.up(), 0.025 * h);
        joints[Pose.HEAD] = head.at(joints[Pose.NECK], 0.012 * h, 0, 0.085 * h);
        for (int side = 0; side < 2; side++) {
            leg(side, centre, feet, ground, hips, stance, joints);
            arm(side, chest, stance, joints, reaches);
        }
        return new Pose(List.of(joints), hips, chest, head, Optional.empty(), Optional.empty());
    }

    private void leg(int side, Vec3 centre, Vec3 feet, Axes ground, Axes hips, Stance stance, Vec3[] joints) {
        double h = body.height();
        double sign = side == Stance.LEFT ? 1 : -1;
        Vec3 hip = hips.at(centre, 0, sign * 0.052 * h, 0);
        Vec3 place = stance.foot(side);
        Vec3 target = ground.at(feet, place.x() * h, sign * place.y() * h, place.z() * h);
        Vec3 pole = hips.forward().plus(hips.left(), 0.15 * sign).plus(ground.forward(), 0.3);
        Vec3[] bent = bend(hip, target, body.thigh(), body.shank(), pole);
        joints[Pose.HIP[side]] = hip;
        joints[Pose.KNEE[side]] = bent[0];
        joints[Pose.ANKLE[side]] = bent[1];
        Vec3 shank = bent[1].minus(bent[0]).unit();
        Vec3 ahead = pole.plus(shank, -pole.dot(shank)).unit();
        Vec3 toes = bent[1].plus(ahead, 0.105 * h).plus(shank, 0.012 * h);
        boolean planted = bent[1].z() < feet.z() + 0.075 * h && toes.z() < feet.z() + 0.12 * h;
        double floor = feet.z() + 0.02 * h;
        joints[Pose.FOOT[side]] = new Vec3(toes.x(), toes.y(), planted ? floor : Math.max(floor, toes.z()));
    }

    private void arm(int side, Axes chest, Stance stance, Vec3[] joints, Reach... reaches) {
        double h = body.height();
        double sign = side == Stance.LEFT ? 1 : -1;
        double length = body.upperArm() + body.foreArm();
        Vec3 shoulder = chest.at(joints[Pose.CHEST], 0, sign * body.shoulders() * h, -0.012 * h);
        Vec3 hand = stance.hand(side).times(length);
        Vec3 target = chest.at(shoulder, hand.x(), sign * hand.y(), hand.z());
        for (Reach reach : reaches) {
            if (reach.side() == side) {
                target = target.mix(reach.point(), reach.weight());
            }
        }
        Vec3 pole = chest.up().times(-1).plus(chest.left(), 0.25 * sign).plus(chest.forward(), -0.35);
        Vec3[] bent = bend(shoulder, target, body.upperArm(), body.foreArm(), pole);
        Vec3 along = bent[1].minus(bent[0]).unit();
        joints[Pose.SHOULDER[side]] = shoulder;
        joints[Pose.ELBOW[side]] = bent[0];
        joints[Pose.WRIST[side]] = bent[1];
        joints[Pose.HAND[side]] = bent[1].plus(along, 0.04 * h);
        joints[Pose.HAND_TIP[side]] = bent[1].plus(along, 0.09 * h);
        joints[Pose.THUMB[side]] = joints[Pose.HAND[side]].plus(chest.forward(), 0.03 * h);
    }

    /** Middle and end joint of a limb whose end goes as far to the target as it can; it bends towards the pole. */
    private static Vec3[] bend(Vec3 root, Vec3 target, double first, double second, Vec3 pole) {
        Vec3 way = target.minus(root);
        double far = Math.max(Math.abs(first - second) + 0.08, Math.min(way.length(), (first + second) * 0.998));
        Vec3 direction = way.unit();
        double along = (first * first - second * second + far * far) / (2 * far);
        double off = Math.sqrt(Math.max(0, first * first - along * along));
        Vec3 aside = pole.plus(direction, -pole.dot(direction)).unit();
        return new Vec3[] {root.plus(direction, along).plus(aside, off), root.plus(direction, far)};
    }

    /** How far the lowest joint is above the floor, less the flesh around it; metres. */
    private double lowest(List<Vec3> joints) {
        double low = Double.POSITIVE_INFINITY;
        for (int i = 0; i < joints.size(); i++) {
            boolean trunk = i <= Pose.HEAD || i == Pose.CHEST || i == 4 || i == 8 || i == 12 || i == 16;
            low = Math.min(low, joints.get(i).z() - (trunk ? FLESH : 0.018) * body.height());
        }
        return low;
    }
}
