package io.roomwise.trainer.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Hangs cameras into corners and on walls, high up, looking into the room past its middle. One of them at least sees who
 * comes through the door, as anybody would hang them who wants to know.
 */
final class CameraFitter {
    private static final double OFF_WALL = 0.12;

    private final RandomGenerator random;
    private final Floorplan.Size size;
    private final List<Solid> solids;
    private final List<Vec3> passage;

    CameraFitter(RandomGenerator random, Floorplan.Size size, List<Solid> solids, Floorplan.Door door) {
        this.random = random;
        this.size = size;
        this.solids = solids;
        passage = List.of(
                door.threshold().plus(door.inward(), 0.3).plus(Vec3.UP, 1.2),
                door.inside().plus(Vec3.UP, 0.8),
                door.inside().plus(Vec3.UP, 1.5));
    }

    /** At most so many; none if no camera sees the door. */
    List<Camera> fit(int count) {
        var mounts = new ArrayList<Vec3>();
        for (double x : new double[] {0, 0.5, 1}) {
            for (double y : new double[] {0, 0.5, 1}) {
                mounts.add(new Vec3(x, y, 0));
            }
        }
        mounts.remove(4);
        var cameras = new ArrayList<Camera>();
        while (cameras.size() < count && !mounts.isEmpty()) {
            Vec3 position = position(mounts.remove(random.nextInt(mounts.size())));
            if (isOpen(position)) {
                cameras.add(aim(position));
            }
        }
        boolean doorSeen =
                cameras.stream().anyMatch(camera -> passage.stream().allMatch(point -> isSeen(point, camera)));
        return doorSeen ? List.copyOf(cameras) : List.of();
    }

    private boolean isSeen(Vec3 point, Camera camera) {
        Vec3 seen = camera.toCamera(point);
        Ray sight = Ray.of(camera.position(), point.minus(camera.position()));
        return seen.z() > 0
                && Math.abs(seen.x()) * camera.focal() < Camera.CENTRE_X * seen.z()
                && Math.abs(seen.y()) * camera.focal() < Camera.CENTRE_Y * seen.z()
                && solids.stream().noneMatch(solid -> solid.hit(sight) < 1);
    }

    private Vec3 position(Vec3 mount) {
        double x = mount.x() == 0.5 ? between(0.35, 0.65) : mount.x();
        double y = mount.y() == 0.5 ? between(0.35, 0.65) : mount.y();
        return new Vec3(
                OFF_WALL + x * (size.width() - 2 * OFF_WALL),
                OFF_WALL + y * (size.depth() - 2 * OFF_WALL),
                between(2.0, Math.min(2.6, size.height() - 0.1)));
    }

    /** Nothing stands within half a metre. */
    private boolean isOpen(Vec3 position) {
        return solids.stream().noneMatch(solid -> {
            Vec3 low = solid.low();
            Vec3 high = solid.high();
            double dx = Math.max(0, Math.max(low.x() - position.x(), position.x() - high.x()));
            double dy = Math.max(0, Math.max(low.y() - position.y(), position.y() - high.y()));
            double dz = Math.max(0, Math.max(low.z() - position.z(), position.z() - high.z()));
            return high.z() - low.z() > 0.3 && Math.sqrt(dx * dx + dy * dy + dz * dz) < 0.4 && high.z() > 1.2;
        });
    }

    private Camera aim(Vec3 position) {
        double aside = 0.18;
        Vec3 target = new Vec3(
                size.width() * between(0.5 - aside, 0.5 + aside),
                size.depth() * between(0.5 - aside, 0.5 + aside),
                between(0.6, 1.1));
        var white = new Rgb(between(0.93, 1.07), between(0.97, 1.03), between(0.9, 1.1));
        var optics = new Camera.Optics(between(0.88, 1.15), white, between(1, 3.5), random.nextLong());
        return Camera.lookingAt(position, target, between(65, 95), optics);
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }
}
