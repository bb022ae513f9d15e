package io.roomwise.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.model.Backbone.Recognition;
import io.roomwise.inference.model.Backbone.Selection;
import io.roomwise.trainer.loss.FeatureDistillation;
import io.roomwise.trainer.loss.GeneralizedCrossEntropy;
import io.roomwise.trainer.loss.HumanCrossEntropy;
import io.roomwise.trainer.loss.LogitDistillation;
import io.roomwise.trainer.loss.TwoWayLoss;
import io.roomwise.trainer.loss.ViewConsistency;
import java.util.Map;

/** What a loss is made of; all terms weigh the same (ViCoKD, sec. 4.1). */
enum Term {
    /** The labels: L_F where they are given and L_S (eq. 5), each Two-way, and what the backbone adds. */
    LABELS {
        @Override
        void add(Lesson lesson, DistillationSettings settings, Map<String, NDArray> losses) {
            Recognition recognition = lesson.learner().recognition();
            if (settings.supervision() == Supervision.FRAMES) {
                losses.put("frame", frames(recognition.frames(), lesson));
            }
            NDArray everyWindow =
                    lesson.sequenceLabels().max(new int[] {1}, true).onesLike();
            for (int i = 0; i < recognition.sequences().size(); i++) {
                losses.put(
                        i == 0 ? "sequence" : "sequence" + (i + 1),
                        TwoWayLoss.of(recognition.sequences().get(i), lesson.sequenceLabels(), everyWindow));
            }
            recognition.people().ifPresent(people -> losses.put("people", people(people, lesson)));
            recognition.selection().ifPresent(selection -> losses.put("actionness", actionness(selection, lesson)));
        }
    },
    /** L_FD: F^attn and F^AV (eq. 7). */
    FEATURES {
        @Override
        void add(Lesson lesson, DistillationSettings settings, Map<String, NDArray> losses) {
            losses.put(
                    "features",
                    distance(
                                    lesson,
                                    settings,
                                    lesson.learner().attended(),
                                    lesson.taught().attended())
                            .add(distance(
                                    lesson,
                                    settings,
                                    lesson.learner().fused(),
                                    lesson.taught().fused())));
        }
    },
    /** F^V and F^A: ModalKD. */
    MODALITIES {
        @Override
        void add(Lesson lesson, DistillationSettings settings, Map<String, NDArray> losses) {
            losses.put(
                    "modalities",
                    distance(
                                    lesson,
                                    settings,
                                    lesson.learner().visual(),
                                    lesson.taught().visual())
                            .add(distance(
                                    lesson,
                                    settings,
                                    lesson.learner().audio(),
                                    lesson.taught().audio())));
        }
    },
    /** F^AV alone: DualKD. */
    FUSED {
        @Override
        void add(Lesson lesson, DistillationSettings settings, Map<String, NDArray> losses) {
            losses.put(
                    "fused",
                    distance(
                            lesson,
                            settings,
                            lesson.learner().fused(),
                            lesson.taught().fused()));
        }
    },
    /** L_LD: the room's frame logits (eq. 8). */
    LOGITS {
        @Override
        void add(Lesson lesson, DistillationSettings settings, Map<String, NDArray> losses) {
            losses.put(
                    "logits",
                    LogitDistillation.of(
                            lesson.learner().recognition().frames(),
                            lesson.taught().recognition().frames(),
                            lesson.presence().anywhere(),
                            settings.temperature()));
        }
    },
    /** L_VC: the views' frame logits (eq. 9 and 10). */
    CONSISTENCY {
        @Override
        void add(Lesson lesson, DistillationSettings settings, Map<String, NDArray> losses) {
            NDArray live = lesson.presence().live();
            NDArray counts = settings.masked() ? lesson.visible().mul(live) : live;
            ViewConsistency consistency = settings.consistency();
            losses.put(
                    "consistency", consistency.of(lesson.learner().recognition().viewFrames(), counts));
        }
    };

    /** Adds its losses by name. */
    abstract void add(Lesson lesson, DistillationSettings settings, Map<String, NDArray> losses);

    private static NDArray frames(NDArray logits, Lesson lesson) {
        Shape rows = new Shape(-1, logits.getShape().get(2));
        return TwoWayLoss.of(
                logits.reshape(rows),
                lesson.frameLabels().reshape(rows),
                lesson.presence().anywhere().reshape(-1, 1));
    }

    private static NDArray people(NDArray logits, Lesson lesson) {
        NDArray live = lesson.presence().live();
        return HumanCrossEntropy.of(logits, lesson.people().mul(live), live.max(new int[] {2}, true));
    }

    /** Foreground is what was chosen for any class that occurs in the window. */
    private static NDArray actionness(Selection selection, Lesson lesson) {
        NDArray occurs = lesson.sequenceLabels().expandDims(1);
        NDArray foreground = selection.chosen().mul(occurs).max(new int[] {2}).stopGradient();
        return selection.actionness().stream()
                .map(probability -> GeneralizedCrossEntropy.of(probability, foreground))
                .reduce(NDArray::add)
                .orElseThrow();
    }

    private static NDArray distance(Lesson lesson, DistillationSettings settings, NDArray student, NDArray teacher) {
        return FeatureDistillation.of(student, teacher, lesson.presence().live().expandDims(3), settings.elements());
    }
}
