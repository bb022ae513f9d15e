package io.roomwise.trainer.simulation;

/** A piece of the furnished room that never moves. */
sealed interface Solid {
    Material material();

    Vec3 low();

    Vec3 high();

    /** Distance along the ray in lengths of its way, or infinity. */
    double hit(Ray ray);

    Vec3 normalAt(double x, double y, double z);

    /** A box along the walls. */
    record Box(Vec3 low, Vec3 high, Material material) implements Solid {
        @Override
        public double hit(Ray ray) {
            return ray.enters(low, high);
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
        public Vec3 low() {
            return foot.minus(new Vec3(radius, radius, 0));
        }

        @Override
        public Vec3 high() {
            return foot.plus(new Vec3(radius, radius, height));
        }

        @Override
        public double hit(Ray ray) {
            double dx = ray.way().x();
            double dy = ray.way().y();
            double ox = ray.from().x() - foot.x();
            double oy = ray.from().y() - foot.y();
            double a = dx * dx + dy * dy;
            double b = ox * dx + oy * dy;
            double h = b * b - a * (ox * ox + oy * oy - radius * radius);
            if (h < 0) {
                return Double.POSITIVE_INFINITY;
            }
            double root = Math.sqrt(h);
            double z0 = (foot.z() - ray.from().z()) * ray.inverse().z();
            double z1 = (foot.z() + height - ray.from().z()) * ray.inverse().z();
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
