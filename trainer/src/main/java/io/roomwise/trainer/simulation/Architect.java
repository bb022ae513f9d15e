package io.roomwise.trainer.simulation;

import io.roomwise.trainer.simulation.Floorplan.Door;
import io.roomwise.trainer.simulation.Floorplan.Lamp;
import io.roomwise.trainer.simulation.Floorplan.Seat;
import io.roomwise.trainer.simulation.Floorplan.Shell;
import io.roomwise.trainer.simulation.Floorplan.Size;
import io.roomwise.trainer.simulation.Floorplan.Spot;
import io.roomwise.trainer.simulation.Floorplan.Window;
import io.roomwise.trainer.simulation.Walkways.Footprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Builds a room: walls, then what must be there (door, lamp, seats, vacuum cleaner), then what fits. A draft in which
 * something cannot be reached on foot is thrown away and the next one drawn.
 */
final class Architect {
    /** Half the width of a body with its arms. */
    private static final double CLEARANCE = 0.25;

    private static final int TRIES = 60;

    private final RandomGenerator random;
    private final Size size;
    private final Furniture furniture;
    private final List<Seat> seats = new ArrayList<>();

    private Architect(long seed) {
        random = new SplittableRandom(seed);
        size = new Size(between(3.5, 6), between(3.5, 6), between(2.5, 2.8));
        furniture = new Furniture(random);
    }

    static Floorplan build(long seed) {
        for (long draft = 0; ; draft++) {
            Optional<Floorplan> plan = new Architect(Chance.mix(seed, draft)).draft();
            if (plan.isPresent()) {
                return plan.get();
            }
        }
    }

    private Optional<Floorplan> draft() {
        int doorWall = random.nextInt(4);
        Door door = door(doorWall);
        int windowWall = (doorWall + 1 + random.nextInt(3)) % 4;
        Window window = window(windowWall);
        Optional<Vec3> lampFoot = placeLamp();
        boolean sofa = placeSofa();
        boolean chair = placeChair();
        if (lampFoot.isEmpty() || !(sofa || chair)) {
            return Optional.empty();
        }
        placeExtras();
        Optional<Spot> parking = parking();
        var ways = new Walkways(size.width(), size.depth(), furniture.footprints(), CLEARANCE);
        int reached = ways.keepReachable(door.inside());
        if (parking.isEmpty() || reached < 350 || !ways.isFree(parking.get().point())) {
            return Optional.empty();
        }
        for (Seat seat : seats) {
            if (!ways.isFree(seat.approach())) {
                return Optional.empty();
            }
        }
        return lamp(lampFoot.get(), ways)
                .map(lamp -> finish(door, window, lamp, parking.get(), ways))
                .filter(plan -> plan.cameras().size() >= 3);
    }

    private Floorplan finish(Door door, Window window, Lamp lamp, Spot parking, Walkways ways) {
        Rgb wall = Rgb.random(random, 0.3, 0.5, 0.95);
        var shell = new Shell(
                Material.random(random, wall, random.nextBoolean() ? 0.08 : 0),
                Material.random(random, Rgb.random(random, 0.6, 0.35, 0.95), 0.15),
                Material.random(random, Rgb.random(random, 0.5, 0.25, 0.75), 0.35),
                Material.plain(Rgb.random(random, 0.08, 0.8, 1)),
                Material.plain(Rgb.random(random, 0.3, 0.25, 0.6)));
        decorate(door);
        List<Solid> solids = List.copyOf(furniture.solids());
        List<Camera> cameras = new CameraFitter(random, size, solids, door).fit(3 + random.nextInt(3));
        var microphones = new ArrayList<Vec3>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            microphones.add(new Vec3(between(0.3, size.width() - 0.3), between(0.3, size.depth() - 0.3), 2.2));
        }
        return new Floorplan(size, shell, solids, door, window, seats, lamp, parking, cameras, microphones, ways);
    }

    private Door door(int wall) {
        double centre = between(0.75, wallLength(wall) - 0.75);
        Vec3 threshold = onWall(wall, centre, 0, 0);
        furniture.keepFree(footprint(wall, centre - 0.6, centre + 0.6, 0, 1.45));
        return new Door(threshold, inward(wall), Rgb.random(random, 0.5, 0.35, 0.95));
    }

    private Window window(int wall) {
        double half = between(0.45, 0.9);
        double centre = between(half + 0.2, wallLength(wall) - half - 0.2);
        double sill = between(0.8, 1.1);
        double top = between(1.9, 2.2);
        Rgb sky = Rgb.hsv(0.58, between(0.05, 0.25), 1);
        furniture.hang(
                box(wall, centre - half - 0.06, centre + half + 0.06, 0, 0.03, sill - 0.06, top + 0.06, frame()));
        furniture.hang(box(
                wall, centre - half, centre + half, 0, 0.04, sill, top, Material.glowing(sky, Material.Glow.DAYLIGHT)));
        furniture.hang(box(wall, centre - 0.025, centre + 0.025, 0, 0.05, sill, top, frame()));
        return new Window(onWall(wall, centre, 0, (sill + top) / 2), inward(wall));
    }

    private Optional<Vec3> placeLamp() {
        for (int i = 0; i < TRIES; i++) {
            int wall = random.nextInt(4);
            double along = between(0.35, wallLength(wall) - 0.35);
            double off = between(0.3, 0.5);
            if (furniture.place(footprint(wall, along - 0.18, along + 0.18, off - 0.18, off + 0.18), 0.25)) {
                return Optional.of(onWall(wall, along, off, 0));
            }
        }
        return Optional.empty();
    }

    private Optional<Lamp> lamp(Vec3 foot, Walkways ways) {
        double height = between(1.45, 1.75);
        Vec3 bulb = foot.plus(Vec3.UP, height);
        for (double radius = 0.42; radius < 0.7; radius += 0.05) {
            for (int i = 0; i < 24; i++) {
                Vec3 point = foot.plus(Vec3.heading(i * Math.PI / 12), radius);
                if (ways.isFree(point)) {
                    furniture.standLamp(foot, height);
                    Vec3 towards = foot.minus(point);
                    Vec3 toggle = foot.plus(towards.unit(), -0.06).plus(Vec3.UP, between(1.05, 1.25));
                    return Optional.of(new Lamp(bulb, toggle, new Spot(point, Math.atan2(towards.y(), towards.x()))));
                }
            }
        }
        return Optional.empty();
    }

    private boolean placeSofa() {
        double length = between(1.3, 2.0);
        double seatHeight = between(0.40, 0.46);
        for (int i = 0; i < TRIES; i++) {
            int wall = random.nextInt(4);
            double from = between(0.05, wallLength(wall) - length - 0.05);
            if (furniture.place(footprint(wall, from, from + length, 0, 0.85), 0.05)) {
                buildSofa(wall, from, length, seatHeight);
                return true;
            }
        }
        return false;
    }

    private void buildSofa(int wall, double from, double length, double seatHeight) {
        Material cloth = Material.random(random, Rgb.random(random, 0.8, 0.25, 0.9), 0.2);
        furniture.hang(box(wall, from, from + length, 0.03, 0.85, 0.08, seatHeight, cloth));
        furniture.hang(box(wall, from, from + length, 0.0, 0.26, 0.1, seatHeight + 0.4, cloth));
        furniture.hang(box(wall, from, from + 0.16, 0.03, 0.83, 0.1, seatHeight + 0.2, cloth));
        furniture.hang(box(wall, from + length - 0.16, from + length, 0.03, 0.83, 0.1, seatHeight + 0.2, cloth));
        int places = length > 1.55 ? 2 : 1;
        for (int i = 0; i < places; i++) {
            double along = from + length * (i + 1) / (places + 1.0);
            addSeat(onWall(wall, along, 0.9, 0), inward(wall), seatHeight, 0.45, true);
        }
        furniture.keepFree(footprint(wall, from, from + length, 0.85, 1.5));
    }

    private boolean placeChair() {
        boolean placed = false;
        int chairs = 1 + random.nextInt(2);
        for (int i = 0; i < TRIES && chairs > 0; i++) {
            Vec3 centre = new Vec3(between(0.4, size.width() - 0.4), between(0.4, size.depth() - 0.4), 0);
            int side = random.nextInt(4);
            Vec3 facing = inward(side);
            Vec3 approach = centre.plus(facing, 0.62);
            boolean room = approach.x() > 0.4
                    && approach.y() > 0.4
                    && approach.x() < size.width() - 0.4
                    && approach.y() < size.depth() - 0.4;
            if (room && furniture.place(around(centre, 0.22), 0.12)) {
                furniture.standChair(centre, facing);
                addSeat(centre.plus(facing, 0.4), facing, 0.45, 0.42, false);
                furniture.keepFree(around(centre.plus(facing, 0.5), 0.3));
                placed = true;
                chairs--;
            }
        }
        return placed;
    }

    private void addSeat(Vec3 feet, Vec3 facing, double height, double depth, boolean soft) {
        var spot = new Spot(feet, Math.atan2(facing.y(), facing.x()));
        seats.add(new Seat(spot, feet.plus(facing, 0.3), height, depth, soft));
    }

    private void placeExtras() {
        for (int i = 0; i < 2; i++) {
            against(between(0.7, 1.2), between(0.25, 0.4), 0.05)
                    .ifPresent(print -> furniture.standShelf(print, between(0.8, 1.9)));
        }
        if (random.nextInt(100) < 35) {
            against(0.1, between(0.9, 1.5), 0.5).ifPresent(print -> furniture.standPartition(print, between(1.1, 2.1)));
        }
        Vec3 centre = new Vec3(between(0.9, size.width() - 0.9), between(0.9, size.depth() - 0.9), 0);
        double reach = between(0.3, 0.5);
        var table = new Footprint(centre.x() - 0.55, centre.y() - reach, centre.x() + 0.55, centre.y() + reach);
        if (furniture.place(table, 0.45)) {
            furniture.standTable(table, random.nextBoolean() ? 0.74 : 0.45);
        } else {
            against(1.1, 0.6, 0.05).ifPresent(print -> furniture.standTable(print, 0.74));
        }
    }

    private Optional<Footprint> against(double length, double reach, double margin) {
        for (int i = 0; i < TRIES; i++) {
            int wall = random.nextInt(4);
            double from = between(0.02, wallLength(wall) - length - 0.02);
            Footprint print = footprint(wall, from, from + length, 0, reach);
            if (furniture.place(print, margin)) {
                return Optional.of(print);
            }
        }
        return Optional.empty();
    }

    /** The vacuum cleaner leans at a wall: a person's width of it is kept free. */
    private Optional<Spot> parking() {
        for (int i = 0; i < TRIES; i++) {
            int wall = random.nextInt(4);
            double along = between(0.5, wallLength(wall) - 0.5);
            if (furniture.place(footprint(wall, along - 0.25, along + 0.25, 0, 0.3), 0.1)) {
                furniture.forgetLast();
                Vec3 in = inward(wall);
                return Optional.of(new Spot(onWall(wall, along, 0.55, 0), Math.atan2(-in.y(), -in.x())));
            }
        }
        return Optional.empty();
    }

    private void decorate(Door door) {
        for (int i = 0; i < 4; i++) {
            int wall = random.nextInt(4);
            double along = between(0.4, wallLength(wall) - 0.4);
            if (onWall(wall, along, 0, 0).floorDistance(door.threshold()) > 0.9) {
                double half = between(0.12, 0.3);
                Material picture = Material.random(random, Rgb.random(random, 0.9, 0.2, 0.9), 0.8);
                furniture.hang(box(wall, along - half, along + half, 0, 0.02, 1.35, 1.35 + 2 * half, picture));
            }
        }
        Vec3 middle = new Vec3(between(1.2, size.width() - 1.2), between(1.2, size.depth() - 1.2), 0);
        Vec3 reach = new Vec3(between(0.4, 0.9), between(0.4, 0.9), 0);
        Material rug = Material.random(random, Rgb.random(random, 0.8, 0.25, 0.9), 0.4);
        furniture.hang(new Solid.Box(middle.minus(reach), middle.plus(reach).plus(Vec3.UP, 0.008), rug));
    }

    private Material frame() {
        return Material.plain(new Rgb(0.85, 0.85, 0.83));
    }

    private Footprint around(Vec3 centre, double half) {
        return new Footprint(centre.x() - half, centre.y() - half, centre.x() + half, centre.y() + half);
    }

    private Footprint footprint(int wall, double from, double to, double near, double far) {
        Vec3 a = onWall(wall, from, near, 0);
        Vec3 b = onWall(wall, to, far, 0);
        return new Footprint(
                Math.min(a.x(), b.x()), Math.min(a.y(), b.y()), Math.max(a.x(), b.x()), Math.max(a.y(), b.y()));
    }

    private Solid box(
            int wall, double from, double to, double near, double far, double low, double high, Material material) {
        return Furniture.block(footprint(wall, from, to, near, far), low, high, material);
    }

    /** A point at a distance along a wall and off it. */
    private Vec3 onWall(int wall, double along, double off, double z) {
        return switch (wall) {
            case 0 -> new Vec3(along, off, z);
            case 1 -> new Vec3(size.width() - off, along, z);
            case 2 -> new Vec3(along, size.depth() - off, z);
            default -> new Vec3(off, along, z);
        };
    }

    private static Vec3 inward(int wall) {
        return switch (wall) {
            case 0 -> new Vec3(0, 1, 0);
            case 1 -> new Vec3(-1, 0, 0);
            case 2 -> new Vec3(0, -1, 0);
            default -> new Vec3(1, 0, 0);
        };
    }

    private double wallLength(int wall) {
        return wall % 2 == 0 ? size.width() : size.depth();
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }
}
