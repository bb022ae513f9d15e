package io.roomwise.trainer.simulation;

/** Falling, lying and getting up again: forward, backward or to a side. */
final class Tumble {
    private static final int LEFT = Stance.LEFT;
    private static final int RIGHT = Stance.RIGHT;

    private final Body body;

    /** Where to. */
    private enum Way {
        FORWARD,
        BACKWARD,
        TO_THE_LEFT,
        TO_THE_RIGHT
    }

    Tumble(Body body) {
        this.body = body;
    }

    /** The three episodes of one fall share a seed, and so the way. */
    Stance stance(Episode episode, double seconds) {
        Way way = Way.values()[(int) episode.vary(20, 0, 4)];
        double progress = episode.progress(seconds);
        return switch (episode.activity()) {
            case FALL -> falling(way, progress);
            case GET_UP -> gettingUp(way, progress);
            default -> resting(way, seconds, episode);
        };
    }

    private Stance resting(Way way, double seconds, Episode episode) {
        double edge = Math.min(1, Math.min(seconds - episode.start(), episode.end() - seconds) * 2);
        double stir = edge * Chance.wander(episode.seed(), seconds * 0.8);
        return lying(way)
                .addBend(0.03 * stir, 0.02 * stir, 0)
                .addHead(0.1 * stir, 0.2 * stir)
                .addHand(RIGHT, 0.08 * stir, 0.05 * stir, 0.1 * stir);
    }

    private Stance falling(Way way, double progress) {
        Stance up = Stance.upright(body);
        double side = sideways(way);
        double ahead = way == Way.FORWARD ? 1 : way == Way.BACKWARD ? -1 : 0.15;
        Stance stagger = up.copy()
                .addHips(0.03 * ahead, 0.03 * side, -0.03)
                .lean(0.2 * ahead, 0.2 * side, 0)
                .bend(0.15, 0.1 * side, 0)
                .hand(LEFT, 0.4, 0.5, -0.5)
                .hand(RIGHT, 0.35, 0.55, -0.45);
        Stance buckle = up.copy()
                .hips(0.1 * ahead, 0.12 * side, 0.33)
                .lean(0.6 * ahead, 0.65 * side, 0)
                .bend(way == Way.BACKWARD ? 0.3 : 0.25, 0.2 * side, 0)
                .head(way == Way.BACKWARD ? 0.4 : -0.3, 0)
                .hand(LEFT, way == Way.BACKWARD ? -0.3 : 0.7, 0.4, way == Way.BACKWARD ? -0.7 : 0)
                .hand(RIGHT, way == Way.BACKWARD ? -0.3 : 0.65, 0.45, way == Way.BACKWARD ? -0.65 : 0.1)
                .foot(LEFT, -0.05 * ahead, 0.07, Body.ANKLE + 0.01)
                .foot(RIGHT, -0.08 * ahead, 0.07, Body.ANKLE);
        Stance hit = lying(way).addBend(0.12, 0, 0).addHips(0, 0, 0.02);
        return Stance.along(
                easeIn(progress), new double[] {0, 0.22, 0.55, 0.88, 1}, up, stagger, buckle, hit, lying(way));
    }

    /** Slow at first, then with gravity. */
    private static double easeIn(double progress) {
        return 0.55 * progress + 0.45 * progress * progress;
    }

    private static double sideways(Way way) {
        return way == Way.TO_THE_LEFT ? 1 : way == Way.TO_THE_RIGHT ? -1 : 0;
    }

    private Stance lying(Way way) {
        double low = 0.06;
        Stance up = Stance.upright(body);
        return switch (way) {
            case FORWARD ->
                up.hips(0.2, 0, low)
                        .lean(1.5, 0, 0)
                        .bend(0.02, 0, 0)
                        .head(-0.25, 0.8)
                        .hand(LEFT, 0.12, 0.6, 0.5)
                        .hand(RIGHT, 0.12, 0.75, -0.15)
                        .foot(LEFT, -0.34, 0.08, 0.04)
                        .foot(RIGHT, -0.32, 0.13, 0.04);
            case BACKWARD ->
                up.hips(-0.2, 0, low)
                        .lean(-1.52, 0, 0)
                        .bend(0.05, 0, 0)
                        .head(0.15, 0.4)
                        .hand(LEFT, -0.05, 0.75, -0.55)
                        .hand(RIGHT, 0.2, 0.4, -0.75)
                        .foot(LEFT, 0.27, 0.09, 0.04)
                        .foot(RIGHT, 0.12, 0.06, 0.04);
            case TO_THE_LEFT, TO_THE_RIGHT -> {
                double side = sideways(way);
                int under = side > 0 ? LEFT : RIGHT;
                yield up.hips(0, 0.2 * side, 0.075)
                        .lean(0.1, 1.5 * side, 0)
                        .bend(0.25, -0.05 * side, 0)
                        .head(0.15, 0)
                        .hand(under, 0.75, -0.15, 0.3)
                        .hand(1 - under, 0.55, -0.25, -0.35)
                        .foot(under, 0.12, -0.22, 0.04)
                        .foot(1 - under, 0.02, 0.25, 0.07);
            }
        };
    }

    private Stance gettingUp(Way way, double progress) {
        Stance up = Stance.upright(body);
        Stance kneel = up.copy()
                .hips(0.0, 0, 0.2)
                .lean(0.75, 0, 0)
                .bend(0.35, 0, 0)
                .head(-0.2, 0)
                .hand(LEFT, 0.65, 0.2, -0.7)
                .hand(RIGHT, 0.65, 0.2, -0.7)
                .foot(LEFT, -0.05, 0.08, Body.ANKLE)
                .foot(RIGHT, -0.22, 0.08, Body.ANKLE + 0.01);
        Stance crouch = up.copy()
                .hips(-0.03, 0, 0.34)
                .lean(0.65, 0, 0)
                .bend(0.3, 0, 0)
                .head(-0.2, 0)
                .hand(LEFT, 0.5, 0.1, -0.75)
                .hand(RIGHT, 0.55, 0.1, -0.75)
                .foot(LEFT, 0.06, 0.07, Body.ANKLE)
                .foot(RIGHT, -0.12, 0.07, Body.ANKLE + 0.02);
        return Stance.along(
                progress, new double[] {0, 0.25, 0.5, 0.72, 1}, lying(way), propped(way), kneel, crouch, up);
    }

    /** Half up, on hands or on the seat. */
    private Stance propped(Way way) {
        Stance up = Stance.upright(body);
        if (way == Way.BACKWARD) {
            return up.hips(-0.12, 0, 0.07)
                    .lean(-0.35, 0, 0)
                    .bend(0.5, 0, 0.2)
                    .head(0.2, 0)
                    .hand(LEFT, -0.35, 0.25, -0.8)
                    .hand(RIGHT, -0.2, 0.35, -0.8)
                    .foot(LEFT, 0.2, 0.08, Body.ANKLE)
                    .foot(RIGHT, 0.1, 0.08, Body.ANKLE);
        }
        double side = sideways(way);
        return up.hips(0.05, 0.1 * side, 0.15)
                .lean(1.0, 0.4 * side, 0)
                .bend(0.1, 0, 0)
                .head(-0.4, 0)
                .hand(LEFT, 0.85, 0.2, 0.1)
                .hand(RIGHT, 0.85, 0.2, 0.1)
                .foot(LEFT, -0.16, 0.09, 0.045)
                .foot(RIGHT, -0.24, 0.09, 0.045);
    }
}
