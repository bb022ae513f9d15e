package io.roomwise.trainer.simulation;

/** A piece of the furnished room that never moves. */
sealed interface Solid {
    Material material();

    /** Distance along the ray in units of its direction, or infinity. */
    double hit(Vec3 origin, double dx, double dy, double dz);

    Vec3 normalAt(double x, double y, double z);

    /** A box along the walls. */
    record Box(Vec3 low, Vec3 high, Material material) implements Solid {
        @Override
        public double hit(Vec3 o, double dx, double dy, double dz) {
            double ix = 1 / dx;
            double iy = 1 / dy;
            double iz = 1 / dz;
            double x0 = (low.x() - o.x()) * ix;
            double x1 = (high.x() - o.x()) * ix;
            double y0 = (low.y() - o.y()) * iy;
            double y1 = (high.y() - o.y()) * iy;
            double z0 = (low.z() - o.z()) * iz;
            double z1 = (high.z() - o.z()) * iz;
            double near = Math.max(Math.max(Math.min(x0, x1), Math.min(y0, y1)), Math.min(z0, z1));
            double far = Math.min(Math.min(Math.max(x0, x1), Math.max(y0, y1)), Math.max(z0, z1));
            return near <= far && near > 1e-4 ? near : Double.POSITIVE_INFINITY;
        }

        @Override
        public Vec3 normalAt(double x, double y, double z) {
            double[] gaps = {x - low.x(), high.x() - x, y - low.y(), high.y() - y, z - low.z(), high.z() - z};
            int best = 0;
            for (int i = 1; i < gaps.length; i++) {
                best = Math.abs(gaps[i]) < Math.abs(gaps[best]) ? i : best;
            }
            double sign = best % 2 == 0 ? -1 : 1;
            return new Vec3(best / 2 == 0 ? sign : 0, best / 2 == 1 ? sign : 0, best / 2 == 2 ? sign : 0);
        }
    }

    /** An upright cylinder. */
    record Pole(Vec3 foot, double height, double radius, Material material) implements Solid {
        @Override
        public double hit(Vec3 o, double dx, double dy, double dz) {
            double ox = o.x() - foot.x();
            double oy = o.y() - foot.y();
            double a = dx * dx + dy * dy;
            double b = ox * dx + oy * dy;
            double h = b * b - a * (ox * ox + oy * oy - radius * radius);
            if (h < 0) {
                return Double.POSITIVE_INFINITY;
            }
            double root = Math.sqrt(h);
            double z0 = (foot.z() - o.z()) / dz;
            double z1 = (foot.z() + height - o.z()) / dz;
            double near = Math.max((-b - root) / a, Math.min(z0, z1));
            double far = Math.min((-b + root) / a, Math.max(z0, z1));
            return near <= far && near > 1e-4 ? near : Double.POSITIVE_INFINITY;
        }

        @Override
        public Vec3 normalAt(double x, double y, double z) {
            if (z > foot.z() + height - 1e-3) {
                return Vec3.UP;
            }
            return z < foot.z() + 1e-3 ? Vec3.UP.times(-1) : new Vec3(x - foot.x(), y - foot.y(), 0).unit();
        }
    }
}
