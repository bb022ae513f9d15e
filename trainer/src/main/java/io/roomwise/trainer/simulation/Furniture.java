package io.roomwise.trainer.simulation;

import io.roomwise.trainer.simulation.Walkways.Footprint;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What stands in the room so far, and the floor that it takes. */
final class Furniture {
    private final RandomGenerator random;
    private final List<Solid> solids = new ArrayList<>();
    private final List<Footprint> taken = new ArrayList<>();
    private final List<Footprint> keptFree = new ArrayList<>();

    Furniture(RandomGenerator random) {
        this.random = random;
    }

    List<Solid> solids() {
        return solids;
    }

    List<Footprint> footprints() {
        return taken;
    }

    /** Takes a part of the floor, if it is free with a margin around it. */
    boolean place(Footprint print, double margin) {
        boolean clash = taken.stream().anyMatch(other -> other.overlaps(print, margin))
                || keptFree.stream().anyMatch(other -> other.overlaps(print, 0));
        if (!clash) {
            taken.add(print);
        }
        return !clash;
    }

    /** The last thing placed does not stand in the way after all. */
    void forgetLast() {
        keptFree.add(taken.remove(taken.size() - 1));
    }

    void keepFree(Footprint print) {
        keptFree.add(print);
    }

    void hang(Solid solid) {
        solids.add(solid);
    }

    static Solid block(Footprint print, double low, double high, Material material) {
        return new Solid.Box(new Vec3(print.x0(), print.y0(), low), new Vec3(print.x1(), print.y1(), high), material);
    }

    void standLamp(Vec3 foot, double height) {
        Material metal = Material.plain(Rgb.random(random, 0.3, 0.15, 0.6));
        hang(new Solid.Pole(foot, 0.03, 0.15, metal));
        hang(new Solid.Pole(foot, height - 0.05, 0.018, metal));
        Rgb shade = Rgb.hsv(0.08 + 0.08 * random.nextDouble(), 0.15 + 0.3 * random.nextDouble(), 0.8);
        hang(new Solid.Pole(
                foot.plus(Vec3.UP, height - 0.16), 0.32, 0.19, Material.glowing(shade, Material.Glow.LAMP)));
    }

    void standChair(Vec3 centre, Vec3 facing) {
        Material wood = Material.plain(Rgb.random(random, 0.7, 0.2, 0.85));
        Vec3 side = new Vec3(-facing.y(), facing.x(), 0);
        hang(upright(centre, 0.21, 0.21, 0.41, 0.45, wood));
        for (int i = 0; i < 4; i++) {
            Vec3 leg = centre.plus(facing, i % 2 == 0 ? 0.18 : -0.18).plus(side, i < 2 ? 0.18 : -0.18);
            hang(upright(leg, 0.02, 0.02, 0, i % 2 == 0 ? 0.42 : 0.9, wood));
        }
        Vec3 back = centre.plus(facing, -0.19);
        double alongX = Math.abs(facing.x()) > 0.5 ? 0.015 : 0.19;
        double alongY = Math.abs(facing.x()) > 0.5 ? 0.19 : 0.015;
        hang(upright(back, alongX, alongY, 0.62, 0.92, wood));
    }

    void standTable(Footprint print, double height) {
        Material wood = Material.random(random, Rgb.random(random, 0.6, 0.25, 0.85), 0.25);
        hang(block(print, height - 0.04, height, wood));
        for (int i = 0; i < 4; i++) {
            double x = i % 2 == 0 ? print.x0() + 0.04 : print.x1() - 0.04;
            double y = i < 2 ? print.y0() + 0.04 : print.y1() - 0.04;
            hang(upright(new Vec3(x, y, 0), 0.025, 0.025, 0, height - 0.04, wood));
        }
    }

    void standShelf(Footprint print, double height) {
        Material wood = Material.random(random, Rgb.random(random, 0.5, 0.25, 0.9), 0.1);
        hang(block(print, 0, height, wood));
        double alongX = print.x1() - print.x0();
        double alongY = print.y1() - print.y0();
        for (double z = 0.12; z + 0.22 < height; z += 0.34) {
            Material books = new Material(
                    Material.Pattern.SPECKLE,
                    Rgb.random(random, 0.9, 0.2, 0.9),
                    Rgb.random(random, 0.9, 0.1, 0.5),
                    0.4 + random.nextDouble(),
                    Material.Glow.NONE);
            Footprint front = alongX > alongY
                    ? new Footprint(print.x0() + 0.05, print.y0() - 0.005, print.x1() - 0.05, print.y1() + 0.005)
                    : new Footprint(print.x0() - 0.005, print.y0() + 0.05, print.x1() + 0.005, print.y1() - 0.05);
            hang(block(front, z, z + 0.22, books));
        }
    }

    void standPartition(Footprint print, double height) {
        hang(block(print, 0, height, Material.random(random, Rgb.random(random, 0.4, 0.4, 0.95), 0.1)));
    }

    private static Solid upright(Vec3 at, double halfX, double halfY, double low, double high, Material material) {
        return block(
                new Footprint(at.x() - halfX, at.y() - halfY, at.x() + halfX, at.y() + halfY), low, high, material);
    }
}
