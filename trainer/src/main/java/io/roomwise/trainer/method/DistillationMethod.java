package io.roomwise.trainer.method;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of the paper's tables: what a network learns from. */
public enum DistillationMethod {
    TEACHER(Term.LABELS),
    /** Table 3. */
    CONSISTENT_TEACHER(Term.LABELS, Term.CONSISTENCY),
    STUDENT(Term.LABELS),
    LOGIT_KD(Term.LABELS, Term.LOGITS),
    MODAL_KD(Term.LABELS, Term.MODALITIES),
    DUAL_KD(Term.LABELS, Term.FUSED, Term.LOGITS),
    CO_KD(Term.LABELS, Term.FEATURES, Term.LOGITS),
    VI_CO_KD(Term.LABELS, Term.FEATURES, Term.LOGITS, Term.CONSISTENCY),
    /** Table 4. */
    VI_CO_KD_WITHOUT_FEATURES(Term.LABELS, Term.LOGITS, Term.CONSISTENCY),
    /** Table 4. */
    VI_CO_KD_WITHOUT_LOGITS(Term.LABELS, Term.FEATURES, Term.CONSISTENCY);

    private final List<Term> terms;

    DistillationMethod(Term... terms) {
        this.terms = List.of(terms);
    }

    /** Whether it needs somebody to learn from. */
    public boolean isTaught() {
        return terms.stream().anyMatch(term -> term != Term.LABELS && term != Term.CONSISTENCY);
    }

    /** Named losses of a step; their sum is what is lowered. */
    public Map<String, NDArray> losses(Lesson lesson, DistillationSettings settings) {
        Map<String, NDArray> losses = new LinkedHashMap<>();
        terms.forEach(term -> term.add(lesson, settings, losses));
        return losses;
    }
}
