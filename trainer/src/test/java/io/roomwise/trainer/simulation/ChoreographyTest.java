package io.roomwise.trainer.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoreographyTest {
    @Test
    void headsAreAboveHipsWhileSomebodyWalksAndLowAfterAFall() {
        for (Moment moment : moments(Activity.WALK)) {
            assertThat(moment.height(Pose.HEAD)).isGreaterThan(1.3);
            assertThat(moment.height(Pose.HEAD)).isGreaterThan(moment.height(Pose.SPINE_BASE) + 0.5);
        }
        for (Moment moment : moments(Activity.LIE)) {
            assertThat(moment.height(Pose.HEAD)).isLessThan(0.45);
            assertThat(moment.height(Pose.SPINE_BASE)).isLessThan(0.4);
        }
    }

    @Test
    void whoSitsHasTheHipsOnTheSeat() {
        for (Moment moment : moments(Activity.SIT)) {
            var seat = moment.episode().seat().orElseThrow();
            assertThat(moment.height(Pose.SPINE_BASE)).isBetween(seat.height() + 0.03, seat.height() + 0.25);
            assertThat(moment.pose().joint(Pose.SPINE_BASE).floorDistance(seat.hips()))
                    .isLessThan(0.2);
        }
    }

    @Test
    void theCupComesToTheMouth() {
        for (Moment moment : moments(Activity.DRINK)) {
            var cup = moment.pose().cup().orElseThrow();
            assertThat(cup.end().minus(moment.pose().joint(Pose.HEAD)).length()).isLessThan(0.3);
        }
    }

    @Test
    void aHandIsAtTheLampWhenItIsSwitched() {
        for (Moment moment : moments(Activity.LAMP_ON)) {
            Vec3 toggle = moment.room().plan.lamp().toggle();
            double left = moment.pose().joint(Pose.HAND_TIP[0]).minus(toggle).length();
            double right = moment.pose().joint(Pose.HAND_TIP[1]).minus(toggle).length();
            assertThat(Math.min(left, right)).isLessThan(0.3);
        }
    }

    @Test
    void aHandHoldsTheVacuumCleaner() {
        for (Moment moment : moments(Activity.VACUUM)) {
            Vec3 grip = moment.pose().vacuum().orElseThrow().grip();
            double left = moment.pose().joint(Pose.WRIST[0]).minus(grip).length();
            double right = moment.pose().joint(Pose.WRIST[1]).minus(grip).length();
            assertThat(Math.min(left, right)).isLessThan(0.15);
        }
    }

    @Test
    void nothingSinksIntoTheFloor() {
        for (Activity activity : new Activity[] {Activity.FALL, Activity.LIE, Activity.GET_UP, Activity.WALK}) {
            for (Moment moment : moments(activity)) {
                assertThat(moment.pose().joints()).allMatch(joint -> joint.z() > -0.02);
            }
        }
    }

    @Test
    void bonesKeepTheirLength() {
        for (Moment moment : moments(Activity.GET_UP)) {
            for (int side = 0; side < 2; side++) {
                double thigh = moment.bone(Pose.HIP[side], Pose.KNEE[side]);
                double shank = moment.bone(Pose.KNEE[side], Pose.ANKLE[side]);
                assertThat(thigh).isBetween(0.3, 0.55);
                assertThat(shank).isCloseTo(thigh, within(0.02));
            }
        }
    }

    @Test
    void trunkAndHeadMoveWithoutJumping() {
        for (long seed = 0; seed < 6; seed++) {
            Room room = new Room(seed);
            var before = room.pose(0, 0);
            for (double t = 0.02; t < 240; t += 0.02) {
                var now = room.pose(0, t);
                if (before.isPresent() && now.isPresent()) {
                    for (int joint : new int[] {Pose.SPINE_BASE, Pose.HEAD, Pose.CHEST}) {
                        double step = now.get()
                                .joint(joint)
                                .minus(before.get().joint(joint))
                                .length();
                        assertThat(step / 0.02).isLessThan(8);
                    }
                }
                before = now;
            }
        }
    }

    /** The middle of an episode. */
    private record Moment(Room room, Episode episode, Pose pose) {
        double height(int joint) {
            return pose.joint(joint).z();
        }

        double bone(int from, int to) {
            return pose.joint(to).minus(pose.joint(from)).length();
        }
    }

    private static List<Moment> moments(Activity activity) {
        var moments = new ArrayList<Moment>();
        for (long seed = 0; seed < 6; seed++) {
            Room room = new Room(seed);
            for (Episode episode : room.life.within(0, 0, 600)) {
                if (episode.activity() == activity) {
                    double middle = (episode.start() + episode.end()) / 2;
                    moments.add(new Moment(room, episode, room.pose(0, middle).orElseThrow()));
                }
            }
        }
        assertThat(moments).hasSizeGreaterThan(5);
        return moments;
    }
}
