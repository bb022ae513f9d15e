package io.roomwise.trainer.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LifeTest {
    private static final double TEN_MINUTES = 600;

    @Test
    void everyClassOccursWithinTenMinutes() {
        for (long seed = 0; seed < 8; seed++) {
            List<String> seen = SimulatedRoom.of(seed).actions(0, TEN_MINUTES).stream()
                    .map(LabelledAction::action)
                    .distinct()
                    .toList();

            assertThat(seen)
                    .containsExactlyInAnyOrderElementsOf(SimulatedRoom.classes().names());
        }
    }

    @Test
    void somebodyComesWithinThreeSeconds() {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(SimulatedRoom.of(seed).actions(0, 3))
                    .extracting(LabelledAction::action)
                    .contains("enter");
        }
    }

    @Test
    void oneActionFollowsTheOtherWithoutTouchingIt() {
        for (long seed = 0; seed < 8; seed++) {
            List<LabelledAction> actions = SimulatedRoom.of(seed).actions(0, TEN_MINUTES);
            for (int i = 1; i < actions.size(); i++) {
                LabelledAction before = actions.get(i - 1);
                LabelledAction after = actions.get(i);
                if (before.person() == after.person()) {
                    assertThat(after.startSeconds()).isGreaterThanOrEqualTo(before.endSeconds() + 0.25);
                }
            }
        }
    }

    @Test
    void actionsComeInAnOrderThatMakesSense() {
        for (long seed = 0; seed < 8; seed++) {
            Life life = new Room(seed).life;
            for (int person = 0; person < life.people(); person++) {
                List<Episode> story = life.within(person, 0, TEN_MINUTES);
                for (int i = 1; i < story.size(); i++) {
                    assertThat(story.get(i).start()).isEqualTo(story.get(i - 1).end());
                    assertFollows(story.get(i - 1), story.get(i));
                }
            }
        }
    }

    private static void assertFollows(Episode before, Episode after) {
        switch (after.activity()) {
            case ENTER -> assertThat(before.activity()).isEqualTo(Activity.OUTSIDE);
            case SIT, DRINK_SEATED, STAND_UP ->
                assertThat(before.activity()).isIn(Activity.SIT_DOWN, Activity.SIT, Activity.DRINK_SEATED);
            case LIE -> assertThat(before.activity()).isEqualTo(Activity.FALL);
            case GET_UP -> assertThat(before.activity()).isEqualTo(Activity.LIE);
            case OUTSIDE -> assertThat(before.activity()).isIn(Activity.EXIT, Activity.OUTSIDE);
            default ->
                assertThat(before.activity()).isNotIn(Activity.SIT, Activity.SIT_DOWN, Activity.LIE, Activity.OUTSIDE);
        }
    }

    @Test
    void theLampIsSwitchedAsTheLabelSays() {
        for (long seed = 0; seed < 8; seed++) {
            SimulatedRoom room = SimulatedRoom.of(seed);
            for (LabelledAction action : room.actions(0, TEN_MINUTES)) {
                if (action.action().startsWith("lamp_")) {
                    boolean on = action.action().equals("lamp_on");
                    assertThat(room.lampOn(action.startSeconds())).isEqualTo(!on);
                    assertThat(room.lampOn(action.endSeconds())).isEqualTo(on);
                }
            }
        }
    }

    @Test
    void nobodyWalksThroughFurniture() {
        for (long seed = 0; seed < 12; seed++) {
            Room room = new Room(seed);
            for (Episode episode : room.life.within(0, 0, TEN_MINUTES)) {
                for (double t = episode.start(); t < episode.end(); t += 0.2) {
                    Vec3 feet = episode.feet(t);
                    assertThat(room.plan.solids()).noneMatch(solid -> isIn(solid, feet));
                }
            }
        }
    }

    private static boolean isIn(Solid solid, Vec3 feet) {
        boolean stands = solid.low().z() < 0.6 && solid.high().z() > 0.1;
        return stands
                && feet.x() > solid.low().x()
                && feet.x() < solid.high().x()
                && feet.y() > solid.low().y()
                && feet.y() < solid.high().y();
    }

    @Test
    void peopleKeepOutOfEachOthersWay() {
        int together = 0;
        for (long seed = 0; seed < 12; seed++) {
            SimulatedRoom room = SimulatedRoom.of(seed);
            for (double t = 0; t < TEN_MINUTES; t += 0.25) {
                List<float[][]> people = room.joints(t);
                if (people.size() == 2) {
                    together++;
                    assertThat(distance(people.get(0)[Pose.SPINE_BASE], people.get(1)[Pose.SPINE_BASE]))
                            .isGreaterThan(0.35);
                }
            }
        }
        assertThat(together).isGreaterThan(100);
    }

    private static double distance(float[] one, float[] other) {
        return Math.hypot(one[0] - other[0], one[1] - other[1]);
    }
}
