package io.roomwise.trainer.simulation;

import java.util.List;

/**
 * The room as built; nothing in it ever moves but the door's leaf and the vacuum cleaner.
 *
 * @param solids everything that stands or hangs in the room
 * @param microphones where they hang
 * @param parking where one stands to take the vacuum cleaner
 */
record Floorplan(
        Size size,
        Shell shell,
        List<Solid> solids,
        Door door,
        Window window,
        List<Seat> seats,
        Lamp lamp,
        Spot parking,
        List<Camera> cameras,
        List<Vec3> microphones,
        Walkways ways) {
    static final double DOOR_WIDTH = 0.9;
    static final double DOOR_HEIGHT = 2.02;

    /** Metres along x, y and z. */
    record Size(double width, double depth, double height) {}

    record Shell(Material wall, Material accentWall, Material floor, Material ceiling, Material corridor) {}

    /** A place to stand and where one looks there. */
    record Spot(Vec3 point, double heading) {}

    /**
     * @param threshold middle of the opening, on the floor
     * @param inward direction into the room
     */
    record Door(Vec3 threshold, Vec3 inward, Rgb colour) {
        double headingIn() {
            return Math.atan2(inward.y(), inward.x());
        }

        Vec3 along() {
            return new Vec3(-inward.y(), inward.x(), 0);
        }

        Vec3 hinge() {
            return threshold.plus(along(), -DOOR_WIDTH / 2);
        }

        Vec3 inside() {
            return threshold.plus(inward, 1.05);
        }

        Vec3 outside() {
            return threshold.plus(inward, -0.55);
        }
    }

    record Window(Vec3 centre, Vec3 inward) {}

    /**
     * @param feet where the feet stand while one sits
     * @param height of the cushion
     * @param depth from the feet back to the hips
     */
    record Seat(Spot feet, Vec3 approach, double height, double depth, boolean soft) {
        Vec3 hips() {
            return feet.point().plus(Vec3.heading(feet.heading()), -depth);
        }
    }

    /** @param stand where one stands to switch it */
    record Lamp(Vec3 bulb, Vec3 toggle, Spot stand) {}
}
