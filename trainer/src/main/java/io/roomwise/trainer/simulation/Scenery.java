package io.roomwise.trainer.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The solids of a room in a tree of boxes, so that a ray meets few of them. */
final class Scenery {
    private static final int LEAF = 3;

    private final Solid[] solids;
    private final Node root;

    /** A box around some solids: two halves, or the numbers of the solids themselves. */
    private static final class Node {
        final Vec3 low;
        final Vec3 high;
        final Node[] halves;
        final int[] numbers;

        Node(Vec3 low, Vec3 high, Node[] halves, int... numbers) {
            this.low = low;
            this.high = high;
            this.halves = halves;
            this.numbers = numbers;
        }
    }

    /** The first solid that a ray meets; number -1 if it is none nearer than the limit asked for. */
    record Hit(int number, double distance) {}

    Scenery(List<Solid> all) {
        solids = all.toArray(Solid[]::new);
        root = split(IntStream.range(0, solids.length).boxed().toList());
    }

    private Node split(List<Integer> numbers) {
        Vec3 low = solids[numbers.get(0)].low();
        Vec3 high = solids[numbers.get(0)].high();
        for (int number : numbers) {
            Vec3 a = solids[number].low();
            Vec3 b = solids[number].high();
            low = new Vec3(Math.min(low.x(), a.x()), Math.min(low.y(), a.y()), Math.min(low.z(), a.z()));
            high = new Vec3(Math.max(high.x(), b.x()), Math.max(high.y(), b.y()), Math.max(high.z(), b.z()));
        }
        if (numbers.size() <= LEAF) {
            return new Node(
                    low,
                    high,
                    new Node[0],
                    numbers.stream().mapToInt(Integer::intValue).toArray());
        }
        Comparator<Integer> along = high.x() - low.x() > high.y() - low.y()
                ? Comparator.comparingDouble(
                        n -> solids[n].low().x() + solids[n].high().x())
                : Comparator.comparingDouble(
                        n -> solids[n].low().y() + solids[n].high().y());
        List<Integer> sorted = numbers.stream().sorted(along).toList();
        int half = sorted.size() / 2;
        return new Node(
                low, high, new Node[] {split(sorted.subList(0, half)), split(sorted.subList(half, sorted.size()))});
    }

    Hit first(Ray ray, double limit) {
        return first(root, ray, new Hit(-1, limit));
    }

    private Hit first(Node node, Ray ray, Hit best) {
        Hit nearest = best;
        if (ray.meets(node.low, node.high, nearest.distance())) {
            for (Node half : node.halves) {
                nearest = first(half, ray, nearest);
            }
            for (int number : node.numbers) {
                double hit = solids[number].hit(ray);
                nearest = hit < nearest.distance() ? new Hit(number, hit) : nearest;
            }
        }
        return nearest;
    }

    /** True if something that does not shine lies on the way, before its end. */
    boolean blocks(Ray ray) {
        return blocks(root, ray);
    }

    private boolean blocks(Node node, Ray ray) {
        if (!ray.meets(node.low, node.high, 1)) {
            return false;
        }
        for (Node half : node.halves) {
            if (blocks(half, ray)) {
                return true;
            }
        }
        for (int number : node.numbers) {
            if (solids[number].material().glow() == Material.Glow.NONE && solids[number].hit(ray) < 1) {
                return true;
            }
        }
        return false;
    }
}
