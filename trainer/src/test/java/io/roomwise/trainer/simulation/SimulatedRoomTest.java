package io.roomwise.trainer.simulation;

import static io.roomwise.trainer.simulation.Observations.first;
import static io.roomwise.trainer.simulation.Observations.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.virtual.Scene;
import io.roomwise.inference.PersonBox;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulatedRoomTest {
    private static final int BYTES = SimulatedRoom.WIDTH * SimulatedRoom.HEIGHT * 3;

    private final ByteBuffer rgb = ByteBuffer.allocateDirect(BYTES);

    @Test
    void oneSeedIsOneRoomWhateverTheOrderOfQuestions() {
        SimulatedRoom one = SimulatedRoom.of(2);
        SimulatedRoom other = SimulatedRoom.of(2);
        List<LabelledAction> early = one.actions(0, 30);
        byte[] first = picture(one, 0, 12.3);
        byte[] second = picture(one, 0, 47.1);
        short[] sound = sound(one, 46, 3200);

        other.actions(0, 300);
        assertThat(picture(other, 0, 47.1)).isEqualTo(second);
        assertThat(sound(other, 46, 3200)).isEqualTo(sound);
        assertThat(picture(other, 0, 12.3)).isEqualTo(first);
        assertThat(other.actions(0, 30)).isEqualTo(early).isNotEmpty();
    }

    @Test
    void anotherSeedIsAnotherRoom() {
        SimulatedRoom one = SimulatedRoom.of(3);
        SimulatedRoom other = SimulatedRoom.of(4);

        assertThat(picture(one, 0, 5)).isNotEqualTo(picture(other, 0, 5));
        assertThat(sound(one, 5, 1600)).isNotEqualTo(sound(other, 5, 1600));
        assertThat(one.actions(0, 60)).isNotEqualTo(other.actions(0, 60));
    }

    @Test
    void roomsHaveThreeToFiveCamerasAndOneOrTwoMicrophones() {
        for (long seed = 0; seed < 40; seed++) {
            SimulatedRoom room = SimulatedRoom.of(seed);

            assertThat(room.views()).isBetween(3, 5);
            assertThat(room.microphones()).isBetween(1, 2);
        }
    }

    @Test
    void aCameraSeesWhoComesIn() {
        for (long seed = 0; seed < 30; seed++) {
            SimulatedRoom room = SimulatedRoom.of(seed);
            LabelledAction entry = first(room, "enter");
            double inside = entry.endSeconds() - 0.1;

            double seen = IntStream.range(0, room.views())
                    .mapToObj(view -> room.paint(view, inside, rgb).get(entry.person()))
                    .filter(Objects::nonNull)
                    .mapToDouble(PersonBox::confidence)
                    .max()
                    .orElse(0);
            assertThat(seen).as("room %d", seed).isGreaterThan(0.3);
        }
    }

    @Test
    void theRoomBrightensWhenTheLampIsSwitchedOn() {
        SimulatedRoom room = SimulatedRoom.of(6);
        LabelledAction action = first(room, "lamp_on");

        assertThat(room.lampOn(action.startSeconds())).isFalse();
        assertThat(room.lampOn(action.endSeconds())).isTrue();
        for (int view = 0; view < room.views(); view++) {
            assertThat(brightness(room, view, action.endSeconds()))
                    .isGreaterThan(brightness(room, view, action.startSeconds()) + 4);
        }
    }

    @Test
    void boxesHoldTheJointsOfWhoIsSeenWhole() {
        int seen = 0;
        for (long seed : new long[] {1, 7}) {
            SimulatedRoom room = SimulatedRoom.of(seed);
            Room same = new Room(seed);
            for (double t = 5; t < 125; t += 1.7) {
                List<PersonBox> boxes = List.copyOf(room.paint(0, t, rgb).values());
                if (room.personsInside(t) == 1
                        && !boxes.isEmpty()
                        && boxes.get(0).confidence() > 0.99) {
                    seen++;
                    for (float[] joint : room.joints(t).get(0)) {
                        assertHolds(boxes.get(0), same.plan.cameras().get(0), joint);
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(10);
    }

    @Test
    void whoStandsBehindSomethingIsVisibleInPart() {
        int hidden = 0;
        int open = 0;
        for (long seed = 30; seed < 36; seed++) {
            SimulatedRoom room = SimulatedRoom.of(seed);
            Room same = new Room(seed);
            var scenery = new Scenery(same.plan.solids());
            for (int view = 0; view < room.views(); view++) {
                for (double t = 4; t < 120; t += 2.3) {
                    if (room.personsInside(t) == 1 && same.doorOpenness(t) == 0) {
                        double blocked = blocked(
                                room.joints(t).get(0), same.plan.cameras().get(view), scenery);
                        List<PersonBox> boxes =
                                List.copyOf(room.paint(view, t, rgb).values());
                        if (blocked > 0.7) {
                            hidden++;
                            assertThat(boxes).allMatch(box -> box.confidence() < 0.75);
                        } else if (blocked == 0 && !boxes.isEmpty()) {
                            open++;
                            assertThat(boxes).allMatch(box -> box.confidence() > 0.75 || isAtTheRim(box));
                        }
                    }
                }
            }
        }
        assertThat(hidden).isPositive();
        assertThat(open).isGreaterThan(50);
    }

    @Test
    void peopleWhoAreInsideHaveJointsAndOthersNone() {
        SimulatedRoom room = SimulatedRoom.of(2);

        for (double t = 0; t < 200; t += 0.5) {
            assertThat(room.joints(t)).hasSize(room.personsInside(t));
        }
        assertThat(room.personsInside(0)).isZero();
        LabelledAction exit = first(room, "exit");
        assertThat(room.personsInside(exit.startSeconds())).isPositive();
    }

    @Test
    void aSceneShowsTheRoomSinceItsEpoch() {
        long epoch = 1_700_000_000_000_000_000L;
        SimulatedRoom room = SimulatedRoom.of(5);
        Scene scene = room.scene(1, epoch, 10);
        byte[] expected = picture(room, 1, 4.5);
        short[] samples = new short[800];

        scene.paint(epoch + 4_500_000_000L, rgb);
        scene.listen(epoch + 4_500_000_000L, ShortBuffer.wrap(samples));

        assertThat(bytes()).isEqualTo(expected);
        assertThat(scene.width()).isEqualTo(SimulatedRoom.WIDTH);
        assertThat(scene.height()).isEqualTo(SimulatedRoom.HEIGHT);
        assertThat(scene.framesPerSecond()).isEqualTo(10);
        assertThat(scene.sampleRateHz()).isEqualTo(16_000);
        assertThat(samples).isNotEqualTo(new short[800]);
    }

    private byte[] picture(SimulatedRoom room, int view, double seconds) {
        room.paint(view, seconds, rgb);
        return bytes();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        rgb.get(0, bytes);
        return bytes;
    }

    private double brightness(SimulatedRoom room, int view, double seconds) {
        long sum = 0;
        for (byte value : picture(room, view, seconds)) {
            sum += value & 0xff;
        }
        return (double) sum / BYTES;
    }

    private static void assertHolds(PersonBox box, Camera camera, float[] joint) {
        Vec3 p = camera.toCamera(new Vec3(joint[0], joint[1], joint[2]));
        double x = (Camera.CENTRE_X + camera.focal() * p.x() / p.z()) / SimulatedRoom.WIDTH;
        double y = (Camera.CENTRE_Y + camera.focal() * p.y() / p.z()) / SimulatedRoom.HEIGHT;
        assertThat(x).isBetween(box.left() - 0.012, box.right() + 0.012);
        assertThat(y).isBetween(box.top() - 0.016, box.bottom() + 0.016);
    }

    /** Share of the joints that something in the room hides from a camera. */
    private static double blocked(float[][] joints, Camera camera, Scenery scenery) {
        return Arrays.stream(joints)
                .map(j -> new Vec3(j[0], j[1], j[2]).minus(camera.position()))
                .mapToInt(way ->
                        scenery.first(Ray.of(camera.position(), way), 0.97).number() >= 0 ? 1 : 0)
                .average()
                .orElseThrow();
    }

    private static boolean isAtTheRim(PersonBox box) {
        return box.left() <= 0 || box.top() <= 0 || box.right() >= 1 || box.bottom() >= 1;
    }
}
