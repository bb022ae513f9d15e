package io.roomwise.trainer.simulation;

/** The soft dark spots that a body leaves on the floor under its feet, hips and chest. */
final class Shadows {
    private static final int[] CASTERS = {Pose.ANKLE[0], Pose.ANKLE[1], Pose.SPINE_BASE, Pose.CHEST};
    private static final double REACH = 0.34;

    private final Camera camera;
    private final Canvas canvas;
    private final float[] backdrop;

    Shadows(Camera camera, Canvas canvas, float[] backdrop) {
        this.camera = camera;
        this.canvas = canvas;
        this.backdrop = backdrop;
    }

    void cast(Pose pose) {
        for (int caster : CASTERS) {
            Vec3 joint = pose.joint(caster);
            double strength = 0.5 / (1 + 3.5 * Math.max(0, joint.z() - 0.08));
            spot(joint.onFloor(), strength);
        }
    }

    private void spot(Vec3 centre, double strength) {
        Vec3 p = camera.toCamera(centre);
        if (p.z() < 0.4) {
            return;
        }
        double reach = camera.focal() * REACH / p.z() * 1.15;
        double column = Camera.CENTRE_X + camera.focal() * p.x() / p.z();
        double row = Camera.CENTRE_Y + camera.focal() * p.y() / p.z();
        int firstRow = (int) Math.max(0, row - reach);
        int lastRow = (int) Math.min(Canvas.HEIGHT - 1, row + reach);
        int firstColumn = (int) Math.max(0, column - reach);
        int lastColumn = (int) Math.min(Canvas.WIDTH - 1, column + reach);
        for (int y = firstRow; y <= lastRow; y++) {
            for (int x = firstColumn; x <= lastColumn; x++) {
                darken(y * Canvas.WIDTH + x, x, y, centre, strength);
            }
        }
    }

    private void darken(int pixel, int x, int y, Vec3 centre, double strength) {
        double depth = backdrop[pixel];
        double rx = canvas.rayX(x);
        double ry = canvas.rayY(y);
        double z = camera.position().z()
                + depth
                        * (camera.forward().z()
                                + rx * camera.right().z()
                                + ry * camera.down().z());
        if (z > 0.03) {
            return;
        }
        double dx = camera.position().x()
                + depth
                        * (camera.forward().x()
                                + rx * camera.right().x()
                                + ry * camera.down().x())
                - centre.x();
        double dy = camera.position().y()
                + depth
                        * (camera.forward().y()
                                + rx * camera.right().y()
                                + ry * camera.down().y())
                - centre.y();
        double share = 1 - (dx * dx + dy * dy) / (REACH * REACH);
        if (share > 0) {
            int factor = (int) (256 * (1 - strength * share * share));
            for (int i = pixel * 3; i < pixel * 3 + 3; i++) {
                canvas.rgb[i] = (byte) (((canvas.rgb[i] & 0xff) * factor) >> 8);
            }
        }
    }
}
