package io.roomwise.trainer;

import io.roomwise.inference.model.MultiViewSpec;
import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.MultiViewSpec.Role;
import io.roomwise.trainer.method.DistillationMethod;
import io.roomwise.trainer.method.DistillationSettings;
import io.roomwise.trainer.method.Supervision;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run of the paper's distillation does.
 *
 * @param method a row of the paper's tables; that of a teacher makes no student
 * @param teaching by which of the teachers' rows a teacher learns, where one is trained for a student
 * @param settings what the student learns from, and how what the paper leaves open is chosen
 * @param run how long and on what
 */
public record DistillationChoices(
        DistillationMethod method,
        DistillationMethod teaching,
        Kind backbone,
        Profile profile,
        DistillationSettings settings,
        Run run) {
    /** Sizes and rates. */
    public enum Profile {
        /** ViCoKD, sec. 4.1: D = 384, Adam at 1e-4. */
        PAPER,
        /** For a processor: D = 96, a higher rate. */
        SMALL
    }

    /**
     * How long and on what.
     *
     * @param epochs of the teacher, and of the student
     * @param batch clips that are looked at together
     * @param accumulate batches whose gradients are averaged in a step
     * @param patience validations, of which there are 20, without a better figure after which a network is done; 0 for none
     * @param slots T
     * @param variants windows that are ever drawn from a clip, which come in turn; a teacher looks at each of them once
     * @param validation share of the training list on which networks are judged and thresholds chosen, 0..0.5; with 0
     *     the last weights are kept
     * @param byGroup whether clips of one folder, such as those of a day, are on the same side of that
     * @param tuned whether the encoder of pictures learns too, in the teacher and in the student
     */
    public record Run(
            int epochs,
            int batch,
            int accumulate,
            int patience,
            int slots,
            int variants,
            double validation,
            boolean byGroup,
            boolean tuned) {
        public Run {
            require(epochs >= 1 && epochs <= 100_000, "epochs must be 1..100000, was " + epochs);
            require(batch >= 1 && batch <= 256, "batch must be 1..256, was " + batch);
            require(accumulate >= 1 && accumulate <= 1000, "accumulate must be 1..1000, was " + accumulate);
            require(patience >= 0 && patience <= 20, "patience must be 0..20, was " + patience);
            require(slots >= 8 && slots <= 1000, "slots must be 8..1000, was " + slots);
            require(variants >= 1 && variants <= 1000, "variants must be 1..1000, was " + variants);
            require(validation >= 0 && validation <= 0.5, "validation must be 0..0.5, was " + validation);
        }

        /** So many in place of the epochs. */
        public Run withEpochs(int other) {
            return new Run(other, batch, accumulate, patience, slots, variants, validation, byGroup, tuned);
        }
    }

    public DistillationChoices {
        require(!teaching.isStudents(), "teaching must be a teacher's method, was " + teaching);
        teaching = method.isStudents() ? teaching : method;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** ViCoKD with MultiTSF as the paper has it, of a size for a processor; a fifth of the list is kept for judging. */
    public static DistillationChoices standard() {
        return new DistillationChoices(
                DistillationMethod.VI_CO_KD,
                DistillationMethod.TEACHER,
                Kind.MULTI_TSF,
                Profile.SMALL,
                DistillationSettings.ofPaper(Supervision.FRAMES),
                new Run(100, 12, 1, 0, 70, 10, 0.2, false, false));
    }

    DistillationChoices with(Kind other) {
        return new DistillationChoices(method, teaching, other, profile, settings, run);
    }

    DistillationChoices with(DistillationMethod other, Supervision supervision) {
        return new DistillationChoices(other, teaching, backbone, profile, settings.with(supervision), run);
    }

    MultiViewSpec network(Role role, int views, int classes) {
        if (profile == Profile.PAPER) {
            return MultiViewSpec.ofPaper(role, backbone, views, run.slots(), classes);
        }
        int layers = backbone == Kind.MULTI_ASL || backbone == Kind.MULTI_TRANS ? 1 : 2;
        return new MultiViewSpec(role, backbone, views, run.slots(), classes, 96, layers, 4);
    }

    double rate() {
        return profile == Profile.PAPER ? 1e-4 : 1e-3;
    }

    /** The rate at the end. */
    double slowest() {
        return 0.1 * rate();
    }

    /** All of it in words, by name. */
    Map<String, String> told() {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("method", method.toString());
        told.put("a teacher learns by", teaching.toString());
        told.put("backbone", backbone.toString());
        told.put("profile", profile.toString());
        told.put("supervision", settings.supervision().toString());
        told.put("temperature", Double.toString(settings.temperature()));
        told.put("elements of features", settings.elements().toString());
        told.put("consistency", settings.consistency().toString());
        told.put("views count only while they see a person", Boolean.toString(settings.masked()));
        told.put("run", run.toString());
        told.put("rate", rate() + ", by a cosine to " + slowest());
        return told;
    }
}
