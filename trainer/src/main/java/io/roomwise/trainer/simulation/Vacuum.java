package io.roomwise.trainer.simulation;

import io.roomwise.trainer.simulation.Pose.Tool;

/** The vacuum cleaner: a handle, a tube and a floor head. */
final class Vacuum {
    private Vacuum() {}

    /** Leaning at the wall where it belongs. */
    static Tool parked(Floorplan plan) {
        Vec3 towards = Vec3.heading(plan.parking().heading());
        Vec3 stand = plan.parking().point();
        return new Tool(
                stand.plus(towards, 0.47).plus(Vec3.UP, 1.0),
                stand.plus(towards, 0.33).plus(Vec3.UP, 0.04));
    }
}
