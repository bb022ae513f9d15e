package io.roomwise.trainer.dataset;

import io.roomwise.capture.Picture;
import io.roomwise.inference.PersonBox;
import io.roomwise.inference.PersonMask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * The truth as a middling detector would tell it: edges off by some percent, hardly visible people often missed. Lets
 * the student be trained before there is a detector.
 */
public final class RoughTruth implements PersonFinder {
    private static final double EDGE = 0.06;

    private final Random random;

    public RoughTruth(Random random) {
        this.random = random;
    }

    @Override
    public PersonMask find(Picture picture, List<PersonBox> truth) {
        List<PersonBox> found = new ArrayList<>();
        for (PersonBox person : truth) {
            if (random.nextDouble() < Math.min(0.98, 2.5 * person.confidence())) {
                float width = person.right() - person.left();
                float height = person.bottom() - person.top();
                found.add(new PersonBox(
                        limited(person.left() + error(width)),
                        limited(person.top() + error(height)),
                        limited(person.right() + error(width)),
                        limited(person.bottom() + error(height)),
                        (float) (0.5 + 0.45 * random.nextDouble())));
            }
        }
        found.sort(Comparator.comparingDouble(box -> -box.confidence()));
        return new PersonMask(found);
    }

    private float error(float side) {
        return (float) (EDGE * side * random.nextGaussian());
    }

    private static float limited(float fraction) {
        return Math.max(0, Math.min(1, fraction));
    }
}
