package io.roomwise.trainer.method;

import io.roomwise.trainer.loss.FeatureDistillation;
import io.roomwise.trainer.loss.ViewConsistency;

/**
 * Choices that the paper leaves open, and those that its ablations change.
 *
 * @param supervision which labels are given
 * @param temperature tau of eq. 8, above 0
 * @param elements what is taken over the elements of a feature in eq. 7
 * @param consistency how eq. 9 and 10 are computed
 * @param masked whether views count only while they see a person
 */
public record DistillationSettings(
        Supervision supervision,
        double temperature,
        FeatureDistillation.Elements elements,
        ViewConsistency consistency,
        boolean masked) {
    public DistillationSettings {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature must be above 0, was " + temperature);
        }
    }

    /** The same with other labels. */
    public DistillationSettings with(Supervision other) {
        return new DistillationSettings(other, temperature, elements, consistency, masked);
    }

    /** As the paper has it, where it says; tau is 4. */
    public static DistillationSettings ofPaper(Supervision supervision) {
        return new DistillationSettings(supervision, 4, FeatureDistillation.Elements.SUM, new ViewConsistency(), true);
    }
}
