package io.roomwise.trainer.simulation;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * How one person is built and dressed. Lengths are shares of the height unless said otherwise.
 *
 * @param height metres
 * @param build factor on the thickness of everything
 * @param leftHanded 1 if the left hand takes the cup, 0 else
 */
record Body(
        double height,
        double build,
        double shoulders,
        double arms,
        double legs,
        boolean leftHanded,
        Clothes clothes,
        Rgb cup) {
    static final double ANKLE = 0.045;
    static final double SPINE = 0.285;

    /** @param hair volume of the hair, 0 for a bald head
     *  @param bareArms the sleeves end above the elbow
     *  @param bareLegs the trousers end at the knee
     *  @param skirt a skirt to the knee is worn over the legs
     *  @param stripes the shirt has stripes of the second colour */
    record Clothes(
            Rgb skin,
            Rgb hairColour,
            double hair,
            Rgb shirt,
            Rgb second,
            boolean stripes,
            Rgb trousers,
            Rgb shoes,
            boolean bareArms,
            boolean bareLegs,
            boolean skirt) {}

    static Body of(long seed) {
        var random = new SplittableRandom(seed);
        return new Body(
                1.52 + 0.38 * random.nextDouble(),
                0.88 + 0.3 * random.nextDouble(),
                0.105 + 0.02 * random.nextDouble(),
                0.96 + 0.08 * random.nextDouble(),
                0.97 + 0.06 * random.nextDouble(),
                random.nextInt(100) < 20,
                dress(random),
                Rgb.hsv(random.nextDouble(), 0.6 + 0.4 * random.nextDouble(), 0.75 + 0.25 * random.nextDouble()));
    }

    private static Clothes dress(RandomGenerator random) {
        Rgb pale = new Rgb(0.95, 0.78, 0.67);
        Rgb dark = new Rgb(0.38, 0.25, 0.18);
        Rgb[] hairs = {
            new Rgb(0.1, 0.08, 0.07), new Rgb(0.3, 0.2, 0.12), new Rgb(0.62, 0.46, 0.25), new Rgb(0.6, 0.6, 0.6)
        };
        return new Clothes(
                pale.mix(dark, random.nextDouble()),
                hairs[random.nextInt(hairs.length)],
                random.nextInt(100) < 10 ? 0 : 0.5 + random.nextDouble(),
                Rgb.random(random, 0.9, 0.2, 0.95),
                Rgb.random(random, 0.8, 0.2, 0.95),
                random.nextInt(100) < 35,
                Rgb.random(random, 0.6, 0.12, 0.7),
                Rgb.random(random, 0.4, 0.1, 0.8),
                random.nextInt(100) < 45,
                random.nextInt(100) < 15,
                random.nextInt(100) < 15);
    }

    double thigh() {
        return 0.245 * legs * height;
    }

    double shank() {
        return 0.245 * legs * height;
    }

    double upperArm() {
        return 0.172 * arms * height;
    }

    double foreArm() {
        return 0.15 * arms * height;
    }

    /** Height of the hips above the floor when standing straight, metres. */
    double standing() {
        return ANKLE * height + (thigh() + shank()) * 0.995;
    }
}
