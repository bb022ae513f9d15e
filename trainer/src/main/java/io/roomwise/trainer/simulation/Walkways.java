package io.roomwise.trainer.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Where one can walk: a grid of the floor, kept clear of walls and furniture by the width of a body. */
final class Walkways {
    private static final double CELL = 0.1;
    private static final double DIAGONAL = Math.sqrt(2);

    private final int columns;
    private final int rows;
    private final boolean[] free;

    /** Something that stands on the floor. */
    record Footprint(double x0, double y0, double x1, double y1) {
        double distance(double x, double y) {
            double dx = Math.max(0, Math.max(x0 - x, x - x1));
            double dy = Math.max(0, Math.max(y0 - y, y - y1));
            return Math.hypot(dx, dy);
        }

        boolean overlaps(Footprint other, double margin) {
            return x0 - margin < other.x1 && other.x0 < x1 + margin && y0 - margin < other.y1 && other.y0 < y1 + margin;
        }
    }

    Walkways(double width, double depth, List<Footprint> obstacles, double clearance) {
        columns = (int) (width / CELL);
        rows = (int) (depth / CELL);
        free = new boolean[columns * rows];
        for (int cell = 0; cell < free.length; cell++) {
            double x = centreX(cell);
            double y = centreY(cell);
            boolean clear = Math.min(Math.min(x, width - x), Math.min(y, depth - y)) > clearance;
            for (int i = 0; clear && i < obstacles.size(); i++) {
                clear = obstacles.get(i).distance(x, y) > clearance;
            }
            free[cell] = clear;
        }
    }

    boolean isFree(Vec3 point) {
        int cell = cellOf(point);
        return cell >= 0 && free[cell];
    }

    /** Marks what cannot be reached from a point as not free; returns the number of cells that stay free. */
    int keepReachable(Vec3 from) {
        boolean[] seen = new boolean[free.length];
        var queue = new ArrayDeque<Integer>();
        int start = cellOf(from);
        if (start >= 0 && free[start]) {
            queue.add(start);
            seen[start] = true;
        }
        int reached = 0;
        while (!queue.isEmpty()) {
            int cell = queue.remove();
            reached++;
            for (int direction = 0; direction < 4; direction++) {
                int next = neighbour(cell, direction);
                if (next >= 0 && free[next] && !seen[next]) {
                    seen[next] = true;
                    queue.add(next);
                }
            }
        }
        System.arraycopy(seen, 0, free, 0, free.length);
        return reached;
    }

    /** True if a body can go straight from one point to the other. */
    boolean isStraight(Vec3 from, Vec3 to) {
        int steps = (int) Math.ceil(from.floorDistance(to) / (CELL * 0.5)) + 1;
        for (int i = 0; i <= steps; i++) {
            if (!isFree(from.mix(to, (double) i / steps))) {
                return false;
            }
        }
        return true;
    }

    /** Corner points of a short way; both ends may lie beside the free cells, as the edge of a sofa does. */
    List<Vec3> way(Vec3 from, Vec3 to) {
        int start = nearestFree(from);
        int goal = nearestFree(to);
        int[] previous = search(start, goal);
        var points = new ArrayList<Vec3>();
        points.add(to.onFloor());
        for (int cell = goal; cell >= 0; cell = previous[cell]) {
            points.add(0, new Vec3(centreX(cell), centreY(cell), 0));
        }
        points.add(0, from.onFloor());
        return straightened(points);
    }

    private List<Vec3> straightened(List<Vec3> points) {
        var corners = new ArrayList<Vec3>();
        corners.add(points.get(0));
        int at = 0;
        while (at < points.size() - 1) {
            int next = at + 1;
            for (int i = points.size() - 1; i > next; i--) {
                if (isStraight(points.get(at), points.get(i))) {
                    next = i;
                }
            }
            corners.add(points.get(next));
            at = next;
        }
        return corners;
    }

    /** A* over eight neighbours; per cell the one before it, -1 at the start and -2 where it never came. */
    private int[] search(int start, int goal) {
        record Open(int cell, double cost) {}
        double[] cost = new double[free.length];
        int[] previous = new int[free.length];
        java.util.Arrays.fill(cost, Double.POSITIVE_INFINITY);
        java.util.Arrays.fill(previous, -1);
        cost[start] = 0;
        var open = new PriorityQueue<Open>(java.util.Comparator.comparingDouble(Open::cost));
        open.add(new Open(start, 0));
        while (!open.isEmpty()) {
            int cell = open.remove().cell();
            if (cell == goal) {
                break;
            }
            for (int direction = 0; direction < 8; direction++) {
                int next = neighbour(cell, direction);
                double through = cost[cell] + (direction < 4 ? 1 : DIAGONAL);
                if (next >= 0 && free[next] && through < cost[next] - 1e-9) {
                    cost[next] = through;
                    previous[next] = cell;
                    double rest = Math.hypot(next % columns - goal % columns, next / columns - goal / columns);
                    open.add(new Open(next, through + rest));
                }
            }
        }
        return previous;
    }

    private int nearestFree(Vec3 point) {
        int best = 0;
        double nearest = Double.POSITIVE_INFINITY;
        for (int cell = 0; cell < free.length; cell++) {
            double distance = Math.hypot(centreX(cell) - point.x(), centreY(cell) - point.y());
            if (free[cell] && distance < nearest) {
                nearest = distance;
                best = cell;
            }
        }
        return best;
    }

    private int neighbour(int cell, int direction) {
        int column = cell % columns + new int[] {1, -1, 0, 0, 1, 1, -1, -1}[direction];
        int row = cell / columns + new int[] {0, 0, 1, -1, 1, -1, 1, -1}[direction];
        return column < 0 || row < 0 || column >= columns || row >= rows ? -1 : row * columns + column;
    }

    private int cellOf(Vec3 point) {
        int column = (int) Math.floor(point.x() / CELL);
        int row = (int) Math.floor(point.y() / CELL);
        return column < 0 || row < 0 || column >= columns || row >= rows ? -1 : row * columns + column;
    }

    private double centreX(int cell) {
        return (cell % columns + 0.5) * CELL;
    }

    private double centreY(int cell) {
        int row = cell / columns;
        return (row + 0.5) * CELL;
    }
}
