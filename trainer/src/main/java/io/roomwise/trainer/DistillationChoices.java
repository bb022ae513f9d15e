package io.roomwise.trainer;

import io.roomwise.inference.model.MultiViewSpec;
import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.MultiViewSpec.Role;
import io.roomwise.trainer.method.DistillationMethod;
import io.roomwise.trainer.method.DistillationSettings;
import io.roomwise.trainer.method.Supervision;

/**
 * What a run of the paper's distillation does.
 *
 * @param method a row of the paper's tables
 * @param supervision which labels the student is given; a teacher is given all
 * @param epochs of the teacher, and of the student
 * @param windows clips of a step
 * @param slots T
 * @param validation share of the training list on which runs are judged and thresholds chosen, 0..0.5; with 0 the last
 *     weights are kept
 */
public record DistillationChoices(
        DistillationMethod method,
        Kind backbone,
        Supervision supervision,
        Profile profile,
        long seed,
        int epochs,
        int windows,
        int slots,
        double validation) {
    /** Sizes and rates. */
    public enum Profile {
        /** ViCoKD, sec. 4.1: D = 384, Adam at 1e-4, 100 epochs. */
        PAPER,
        /** For a processor: D = 96, a higher rate. */
        SMALL
    }

    public DistillationChoices {
        require(epochs >= 1 && epochs <= 100_000, "epochs", epochs);
        require(windows >= 1 && windows <= 256, "windows", windows);
        require(slots >= 8 && slots <= 1000, "slots", slots);
        require(validation >= 0 && validation <= 0.5, "validation", validation);
        require(method.isStudents(), "method", method);
    }

    private static void require(boolean holds, String name, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " cannot be " + value);
        }
    }

    MultiViewSpec network(Role role, int views, int classes) {
        if (profile == Profile.PAPER) {
            return MultiViewSpec.ofPaper(role, backbone, views, slots, classes);
        }
        int layers = backbone == Kind.MULTI_ASL || backbone == Kind.MULTI_TRANS ? 1 : 2;
        return new MultiViewSpec(role, backbone, views, slots, classes, 96, layers, 4);
    }

    double rate() {
        return profile == Profile.PAPER ? 1e-4 : 1e-3;
    }

    /** What the teacher learns: consistently only where the student is compared with one of Table 3. */
    DistillationMethod teaching() {
        return DistillationMethod.TEACHER;
    }

    DistillationSettings settings(Role role) {
        return DistillationSettings.ofPaper(role == Role.TEACHER ? Supervision.FRAMES : supervision);
    }
}
