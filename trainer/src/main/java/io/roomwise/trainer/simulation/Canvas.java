package io.roomwise.trainer.simulation;

/**
 * One frame in work: colours, depths and whose surface each pixel shows. Solids are drawn by casting the camera's rays
 * at one body at a time, within the rectangle that it can cover; all coordinates here are camera space.
 */
final class Canvas {
    static final int WIDTH = SimulatedRoom.WIDTH;
    static final int HEIGHT = SimulatedRoom.HEIGHT;

    final byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    final float[] depth = new float[WIDTH * HEIGHT];
    final byte[] owner = new byte[WIDTH * HEIGHT];

    private final Camera camera;
    private final double focal;
    private final int[] touched = new int[WIDTH * HEIGHT];
    private int stamp;
    private int silhouette;
    private byte drawing;
    private int minColumn;
    private int maxColumn;
    private int minRow;
    private int maxRow;
    private Light light;

    /**
     * How the thing in work is lit, in camera space.
     *
     * @param up the room's vertical
     * @param day strength of daylight; towards the window
     * @param lamp strength of the lamp at the thing; towards the lamp
     * @param tone from light to bytes, per channel
     */
    record Light(Vec3 up, double day, Vec3 toWindow, double lamp, Vec3 toLamp, ToneCurve tone) {}

    Canvas(Camera camera, Light light) {
        this.camera = camera;
        this.light = light;
        focal = camera.focal();
    }

    /** Starts a thing; pixels that it shows will belong to {@code id}, which is not 0. */
    void begin(int id, Light lit) {
        drawing = (byte) id;
        light = lit;
        stamp++;
        silhouette = 0;
    }

    /** Pixels that the thing would cover if nothing stood in front of it. */
    int silhouette() {
        return silhouette;
    }

    /**
     * A cone with round ends, in the room's coordinates.
     *
     * @param stripes bands of the second colour per length, 0 for none
     */
    void roundCone(Vec3 from, double fromRadius, Vec3 to, double toRadius, Rgb first, Rgb second, double stripes) {
        Vec3 a = camera.toCamera(from);
        Vec3 b = camera.toCamera(to);
        if (a.z() < fromRadius + 0.08 || b.z() < toRadius + 0.08) {
            return;
        }
        if (!bound(a, fromRadius, b, toRadius)) {
            return;
        }
        new RoundCone(a, fromRadius, b, toRadius).draw(first, second, stripes);
    }

    private boolean bound(Vec3 a, double ra, Vec3 b, double rb) {
        double pa = focal * ra / (a.z() - ra) + 1;
        double pb = focal * rb / (b.z() - rb) + 1;
        double ax = Camera.CENTRE_X + focal * a.x() / a.z();
        double bx = Camera.CENTRE_X + focal * b.x() / b.z();
        double ay = Camera.CENTRE_Y + focal * a.y() / a.z();
        double by = Camera.CENTRE_Y + focal * b.y() / b.z();
        minColumn = (int) Math.max(0, Math.min(ax - pa, bx - pb));
        maxColumn = (int) Math.min(WIDTH - 1, Math.max(ax + pa, bx + pb));
        minRow = (int) Math.max(0, Math.min(ay - pa, by - pb));
        maxRow = (int) Math.min(HEIGHT - 1, Math.max(ay + pa, by + pb));
        return minColumn <= maxColumn && minRow <= maxRow;
    }

    private void put(int pixel, double z, double nx, double ny, double nz, Rgb colour) {
        if (touched[pixel] != stamp) {
            touched[pixel] = stamp;
            silhouette++;
        }
        if (z >= depth[pixel]) {
            return;
        }
        depth[pixel] = (float) z;
        owner[pixel] = drawing;
        Light l = light;
        double window = Math.max(0, nx * l.toWindow.x() + ny * l.toWindow.y() + nz * l.toWindow.z());
        double upward = nx * l.up.x() + ny * l.up.y() + nz * l.up.z();
        double bulb = Math.max(0, nx * l.toLamp.x() + ny * l.toLamp.y() + nz * l.toLamp.z());
        double day = l.day * (0.5 + 0.2 * upward + 0.38 * window);
        double lamp = l.lamp * (0.2 + 0.8 * bulb);
        int at = pixel * 3;
        rgb[at] = l.tone.red(colour.r() * (day + lamp));
        rgb[at + 1] = l.tone.green(colour.g() * (day + lamp * 0.88));
        rgb[at + 2] = l.tone.blue(colour.b() * (day + lamp * 0.66));
    }

    /** Mixes pixels at the border of what was drawn with their neighbours. */
    void softenBorders() {
        for (int pixel = WIDTH; pixel < WIDTH * (HEIGHT - 1); pixel++) {
            if (owner[pixel] != owner[pixel + 1]) {
                blend(pixel, pixel + 1);
            }
            if (owner[pixel] != owner[pixel + WIDTH]) {
                blend(pixel, pixel + WIDTH);
            }
        }
    }

    private void blend(int one, int other) {
        for (int c = 0; c < 3; c++) {
            int a = rgb[one * 3 + c] & 0xff;
            int b = rgb[other * 3 + c] & 0xff;
            rgb[one * 3 + c] = (byte) ((5 * a + 3 * b) >> 3);
            rgb[other * 3 + c] = (byte) ((3 * a + 5 * b) >> 3);
        }
    }

    /** A box that may stand turned about the vertical: middle, half edges as vectors of the room. */
    void block(Vec3 middle, Vec3[] halves, Rgb colour) {
        Vec3 centre = camera.toCamera(middle);
        Vec3[] axes = new Vec3[3];
        double[] reach = new double[3];
        double radius = 0;
        for (int i = 0; i < 3; i++) {
            reach[i] = halves[i].length();
            axes[i] = camera.turn(halves[i]).unit();
            radius += reach[i] * reach[i];
        }
        radius = Math.sqrt(radius);
        if (centre.z() < 0.1 || !boundBox(centre, axes, reach, radius)) {
            return;
        }
        for (int row = minRow; row <= maxRow; row++) {
            for (int column = minColumn; column <= maxColumn; column++) {
                hitBlock(row * WIDTH + column, new Vec3(rayX(column), rayY(row), 1), centre, axes, reach, colour);
            }
        }
    }

    private boolean boundBox(Vec3 centre, Vec3[] axes, double[] reach, double radius) {
        minColumn = WIDTH;
        maxColumn = -1;
        minRow = HEIGHT;
        maxRow = -1;
        for (int i = 0; i < 8; i++) {
            Vec3 corner = centre;
            for (int k = 0; k < 3; k++) {
                corner = corner.plus(axes[k], (i >> k & 1) == 0 ? -reach[k] : reach[k]);
            }
            if (corner.z() < 0.1) {
                return bound(
                        centre.plus(new Vec3(0, 0, 1), radius), radius, centre.plus(new Vec3(0, 0, 1), radius), radius);
            }
            double column = Camera.CENTRE_X + focal * corner.x() / corner.z();
            double row = Camera.CENTRE_Y + focal * corner.y() / corner.z();
            minColumn = (int) Math.max(0, Math.min(minColumn, column));
            maxColumn = (int) Math.min(WIDTH - 1, Math.max(maxColumn, column));
            minRow = (int) Math.max(0, Math.min(minRow, row));
            maxRow = (int) Math.min(HEIGHT - 1, Math.max(maxRow, row));
        }
        return minColumn <= maxColumn && minRow <= maxRow;
    }

    private void hitBlock(int pixel, Vec3 ray, Vec3 centre, Vec3[] axes, double[] reach, Rgb colour) {
        double near = 0;
        double far = Double.POSITIVE_INFINITY;
        int side = 0;
        double sign = 1;
        for (int k = 0; k < 3; k++) {
            double d = ray.dot(axes[k]);
            double o = centre.dot(axes[k]);
            double t0 = (o - reach[k]) / d;
            double t1 = (o + reach[k]) / d;
            double enter = Math.min(t0, t1);
            if (enter > near) {
                near = enter;
                side = k;
                sign = d > 0 ? -1 : 1;
            }
            far = Math.min(far, Math.max(t0, t1));
        }
        if (near < far && near > 0) {
            put(pixel, near, sign * axes[side].x(), sign * axes[side].y(), sign * axes[side].z(), colour);
        }
    }

    double rayX(int column) {
        return (column + 0.5 - Camera.CENTRE_X) / focal;
    }

    double rayY(int row) {
        return (row + 0.5 - Camera.CENTRE_Y) / focal;
    }

    /** Rays from the origin against a cone with round ends; a quadratic equation after Inigo Quilez. */
    private final class RoundCone {
        private final Vec3 a;
        private final Vec3 b;
        private final double ra;
        private final double rb;
        private final Vec3 axis;
        private final double taper;
        private final double along;
        private final double flank;
        private final double k0;

        RoundCone(Vec3 a, double ra, Vec3 b, double rb) {
            this.a = a;
            this.b = b;
            this.ra = ra;
            this.rb = rb;
            axis = b.minus(a);
            taper = ra - rb;
            along = -axis.dot(a);
            flank = axis.dot(axis) - taper * taper;
            k0 = flank * a.dot(a) - along * along + along * taper * ra * 2 - axis.dot(axis) * ra * ra;
        }

        void draw(Rgb first, Rgb second, double stripes) {
            for (int row = minRow; row <= maxRow; row++) {
                double y = rayY(row);
                for (int column = minColumn; column <= maxColumn; column++) {
                    double x = rayX(column);
                    double dz = 1 / Math.sqrt(x * x + y * y + 1);
                    hit(row * WIDTH + column, x * dz, y * dz, dz, first, second, stripes);
                }
            }
        }

        /** @param dx to dz: the ray, of length 1 */
        private void hit(int pixel, double dx, double dy, double dz, Rgb first, Rgb second, double stripes) {
            double m2 = axis.x() * dx + axis.y() * dy + axis.z() * dz;
            double m3 = -(dx * a.x() + dy * a.y() + dz * a.z());
            double k2 = flank - m2 * m2;
            double k1 = flank * m3 - along * m2 + m2 * taper * ra;
            double h = k1 * k1 - k0 * k2;
            if (h < 0) {
                return;
            }
            double t = (-Math.sqrt(h) - k1) / k2;
            double y = along - ra * taper + t * m2;
            if (flank > 0 && y > 0 && y < flank) {
                double nx = flank * (t * dx - a.x()) - axis.x() * y;
                double ny = flank * (t * dy - a.y()) - axis.y() * y;
                double nz = flank * (t * dz - a.z()) - axis.z() * y;
                double scale = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz);
                boolean band = stripes > 0 && ((int) (y / flank * stripes) & 1) == 1;
                put(pixel, t * dz, nx * scale, ny * scale, nz * scale, band ? second : first);
                return;
            }
            double m6 = -(dx * b.x() + dy * b.y() + dz * b.z());
            double ta = ball(m3, a, ra);
            double tb = ball(m6, b, rb);
            double nearest = Math.min(ta, tb);
            if (nearest > 0 && nearest < Double.POSITIVE_INFINITY) {
                Vec3 centre = ta < tb ? a : b;
                double inverse = 1 / (ta < tb ? ra : rb);
                double nx = (nearest * dx - centre.x()) * inverse;
                double ny = (nearest * dy - centre.y()) * inverse;
                double nz = (nearest * dz - centre.z()) * inverse;
                put(pixel, nearest * dz, nx, ny, nz, first);
            }
        }

        private static double ball(double m, Vec3 centre, double radius) {
            double h = m * m - centre.dot(centre) + radius * radius;
            return h > 0 ? -m - Math.sqrt(h) : Double.POSITIVE_INFINITY;
        }
    }
}
