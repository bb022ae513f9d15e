package io.roomwise.trainer.method;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of the paper's tables: what a network learns from. */
public enum DistillationMethod {
    TEACHER,
    /** Table 3. */
    CONSISTENT_TEACHER,
    STUDENT,
    LOGIT_KD,
    MODAL_KD,
    DUAL_KD,
    CO_KD,
    VI_CO_KD,
    /** Table 4. */
    VI_CO_KD_WITHOUT_FEATURES,
    /** Table 4. */
    VI_CO_KD_WITHOUT_LOGITS;

    private List<Term> terms() {
        return switch (this) {
            case TEACHER, STUDENT -> List.of(Term.LABELS);
            case CONSISTENT_TEACHER -> List.of(Term.LABELS, Term.CONSISTENCY);
            case LOGIT_KD -> List.of(Term.LABELS, Term.LOGITS);
            case MODAL_KD -> List.of(Term.LABELS, Term.MODALITIES);
            case DUAL_KD -> List.of(Term.LABELS, Term.FUSED, Term.LOGITS);
            case CO_KD -> List.of(Term.LABELS, Term.FEATURES, Term.LOGITS);
            case VI_CO_KD -> List.of(Term.LABELS, Term.FEATURES, Term.LOGITS, Term.CONSISTENCY);
            case VI_CO_KD_WITHOUT_FEATURES -> List.of(Term.LABELS, Term.LOGITS, Term.CONSISTENCY);
            case VI_CO_KD_WITHOUT_LOGITS -> List.of(Term.LABELS, Term.FEATURES, Term.CONSISTENCY);
        };
    }

    /** Whether it is for a network that does not hear. */
    public boolean isStudents() {
        return this != TEACHER && this != CONSISTENT_TEACHER;
    }

    /** Whether it needs somebody to learn from. */
    public boolean isTaught() {
        return terms().stream().anyMatch(term -> term != Term.LABELS && term != Term.CONSISTENCY);
    }

    /** Named losses of a step; their sum is what is lowered. */
    public Map<String, NDArray> losses(Lesson lesson, DistillationSettings settings) {
        Map<String, NDArray> losses = new LinkedHashMap<>();
        terms().forEach(term -> term.add(lesson, settings, losses));
        return losses;
    }
}
