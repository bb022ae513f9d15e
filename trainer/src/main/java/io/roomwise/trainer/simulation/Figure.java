package io.roomwise.trainer.simulation;

/** Puts flesh and clothes on a pose: about two dozen round cones. */
final class Figure {
    private static final Rgb TUBE = new Rgb(0.55, 0.56, 0.58);

    private final Body body;
    private final Body.Clothes clothes;
    private final double unit;
    private final Rgb vacuum;

    Figure(Body body, Rgb vacuum) {
        this.body = body;
        this.vacuum = vacuum;
        clothes = body.clothes();
        unit = body.height() * body.build();
    }

    void draw(Canvas canvas, Pose pose) {
        trunk(canvas, pose);
        head(canvas, pose);
        for (int side = 0; side < 2; side++) {
            leg(canvas, pose, side);
            arm(canvas, pose, side);
        }
    }

    private void trunk(Canvas canvas, Pose pose) {
        double h = body.height();
        Vec3 hips = pose.joint(Pose.SPINE_BASE).plus(pose.hips().up(), -0.01 * h);
        Vec3 chest = pose.joint(Pose.CHEST).plus(pose.chest().up(), -0.055 * h);
        Vec3 belly = pose.joint(Pose.SPINE_MIDDLE);
        Rgb shirt = clothes.shirt();
        double stripes = clothes.stripes() ? 5 : 0;
        canvas.roundCone(chest, 0.061 * unit, belly, 0.058 * unit, shirt, clothes.second(), stripes);
        for (int side = 0; side < 2; side++) {
            double sign = side == Stance.LEFT ? 1 : -1;
            Vec3 upper = chest.plus(pose.chest().left(), sign * 0.052 * h);
            Vec3 lower = belly.plus(pose.hips().left(), sign * 0.033 * h);
            Vec3 base = hips.plus(pose.hips().left(), sign * 0.042 * h);
            Vec3 belt = base.plus(pose.hips().up(), 0.03 * h);
            canvas.roundCone(upper, 0.054 * unit, lower, 0.055 * unit, shirt, clothes.second(), stripes);
            canvas.roundCone(lower, 0.055 * unit, belt, 0.06 * unit, shirt, clothes.second(), stripes);
            cone(canvas, base, 0.062, pose.joint(Pose.HIP[side]), 0.06, clothes.trousers());
        }
        cone(canvas, pose.joint(Pose.SHOULDER[0]), 0.033, pose.joint(Pose.SHOULDER[1]), 0.033, shirt);
        if (clothes.skirt()) {
            Vec3 knees = pose.joint(Pose.KNEE[0]).mix(pose.joint(Pose.KNEE[1]), 0.5);
            cone(canvas, hips, 0.08, hips.mix(knees, 0.85), 0.1, clothes.trousers());
        }
    }

    /** A cone of one colour; radii as shares of the body's height, thicker or thinner by its build. */
    private void cone(Canvas canvas, Vec3 from, double fromRadius, Vec3 to, double toRadius, Rgb colour) {
        canvas.roundCone(from, fromRadius * unit, to, toRadius * unit, colour, colour, 0);
    }

    private void head(Canvas canvas, Pose pose) {
        double h = body.height();
        Vec3 head = pose.joint(Pose.HEAD);
        Axes axes = pose.head();
        canvas.roundCone(pose.joint(Pose.CHEST), 0.034 * unit, head, 0.034 * h, clothes.skin(), clothes.skin(), 0);
        canvas.roundCone(
                axes.at(head, 0.006 * h, 0, -0.018 * h),
                0.042 * h,
                axes.at(head, 0, 0, 0.014 * h),
                0.05 * h,
                clothes.skin(),
                clothes.skin(),
                0);
        Vec3 nose = axes.at(head, 0.054 * h, 0, -0.008 * h);
        canvas.roundCone(nose, 0.009 * h, nose, 0.009 * h, clothes.skin(), clothes.skin(), 0);
        if (clothes.hair() > 0) {
            double volume = 0.051 + 0.004 * clothes.hair();
            Vec3 top = axes.at(head, -0.012 * h, 0, 0.022 * h);
            Vec3 back = axes.at(head, -0.022 * h, 0, (0.01 - 0.04 * clothes.hair()) * h);
            canvas.roundCone(top, volume * h, back, 0.045 * h, clothes.hairColour(), clothes.hairColour(), 0);
        }
    }

    private void leg(Canvas canvas, Pose pose, int side) {
        Vec3 knee = pose.joint(Pose.KNEE[side]);
        Vec3 ankle = pose.joint(Pose.ANKLE[side]);
        Vec3 foot = pose.joint(Pose.FOOT[side]);
        boolean bare = clothes.bareLegs() || clothes.skirt();
        Rgb thigh = clothes.skirt() ? clothes.skin() : clothes.trousers();
        Rgb shank = bare ? clothes.skin() : clothes.trousers();
        canvas.roundCone(pose.joint(Pose.HIP[side]), 0.056 * unit, knee, 0.036 * unit, thigh, thigh, 0);
        canvas.roundCone(knee, 0.036 * unit, ankle, (bare ? 0.022 : 0.028) * unit, shank, shank, 0);
        Vec3 heel = ankle.plus(ankle.minus(knee).unit(), 0.018 * body.height());
        canvas.roundCone(heel, 0.026 * unit, foot, 0.02 * unit, clothes.shoes(), clothes.shoes(), 0);
    }

    private void arm(Canvas canvas, Pose pose, int side) {
        Vec3 shoulder = pose.joint(Pose.SHOULDER[side]);
        Vec3 elbow = pose.joint(Pose.ELBOW[side]);
        Vec3 wrist = pose.joint(Pose.WRIST[side]);
        Rgb sleeve = clothes.shirt();
        Rgb low = clothes.bareArms() ? clothes.skin() : sleeve;
        canvas.roundCone(shoulder, 0.034 * unit, shoulder.mix(elbow, 0.6), 0.03 * unit, sleeve, sleeve, 0);
        canvas.roundCone(shoulder.mix(elbow, 0.5), 0.027 * unit, elbow, 0.024 * unit, low, low, 0);
        canvas.roundCone(elbow, 0.024 * unit, wrist, 0.019 * unit, low, low, 0);
        canvas.roundCone(
                wrist,
                0.019 * unit,
                pose.joint(Pose.HAND[side]).mix(pose.joint(Pose.HAND_TIP[side]), 0.5),
                0.022 * unit,
                clothes.skin(),
                clothes.skin(),
                0);
    }

    void drawCup(Canvas canvas, Pose.Tool cup) {
        canvas.roundCone(cup.grip(), 0.034, cup.end(), 0.04, body.cup(), body.cup(), 0);
    }

    void drawVacuum(Canvas canvas, Pose.Tool tool) {
        drawVacuum(canvas, tool, vacuum);
    }

    static void drawVacuum(Canvas canvas, Pose.Tool tool, Rgb colour) {
        Vec3 along = tool.end().minus(tool.grip()).unit();
        Vec3 aside = along.cross(Vec3.UP).unit().times(0.13);
        canvas.roundCone(tool.grip(), 0.022, tool.end(), 0.02, TUBE, TUBE, 0);
        Vec3 motor = tool.grip().plus(along, 0.2);
        canvas.roundCone(motor.plus(along, -0.06), 0.06, motor.plus(along, 0.16), 0.05, colour, colour, 0);
        canvas.roundCone(tool.end().minus(aside), 0.04, tool.end().plus(aside), 0.04, colour, colour, 0);
    }
}
